import * as fc from '../support/property.ts';
import { describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import {
  aiAutomationRate,
  aiClaimGap,
  aiContainmentRate,
  aiCostAvoided,
  aiDurableResolutionRate,
  aiHandoffRate,
  aiInvolvementRate,
  aiResolutionRate,
  costOfSupport,
  costPerAiResolution,
  costPerResolutionBlended,
  csat,
  handledMix,
  satisfactionByHandler,
  waitAfterHandoff,
} from '../../shared/metrics/catalogue/all.ts';
import type { TicketEvent } from '../../shared/events/event.ts';
import { derived } from '../support/derived.ts';
import { event, status } from '../support/facts.ts';
import { at, day, period, ticket } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';

const home = testLake();

/** What an AI agent finished alone: left out by the policy, but handled and paid for. */
const byAi = (fields: Parameters<typeof ticket>[0] = {}) =>
  ticket({
    created: 'Mon 09:00',
    first_resolved: 'Mon 10:00',
    resolved: 'Mon 10:00',
    is_counted: false,
    is_bot_only: true,
    handled_by: 'ai',
    first_ai_act_s: at('Mon 09:00'),
    ...fields,
  });
const byPerson = (fields: Parameters<typeof ticket>[0] = {}) =>
  ticket({ first_resolved: 'Mon 12:00', resolved: 'Mon 12:00', handled_by: 'person', ...fields });
const handedOver = (fields: Parameters<typeof ticket>[0] = {}) =>
  byPerson({ handled_by: 'ai_then_person', first_ai_act_s: at('Mon 09:00'), ...fields });
const value = async (metric: Parameters<typeof home.value>[0], options = {}) =>
  (await home.value(metric, options)) as { readonly value: number };

describe('who handled the cases', () => {
  it('is a share of all that customers asked, robots alone included, of which it is told', async () => {
    await home.tickets([
      byAi(),
      byAi({ handled_by: 'automation' }),
      handedOver(),
      byPerson(),
      byPerson(),
      ticket({ handled_by: 'none' }),
      ticket({ handled_by: 'not_told', tells_authors: false }),
      byPerson({ is_outbound: true }),
      byAi({ is_test: true }),
    ]);
    const found = await home.all(handledMix);
    const shares = found.map(({ segment, value }) => [segment.part ?? 'all', value]);
    expect(shares).toMatchObject([
      ['all', { numerator: 1, denominator: 6 }],
      ['ai', { numerator: 1 }],
      ['ai_then_person', { numerator: 1 }],
      ['person', { numerator: 2 }],
      ['automation', { numerator: 1 }],
      ['none', { numerator: 1 }],
    ]);
    expect(found[0]).toMatchObject({ not_told: 1 });
    expect(await home.value(aiInvolvementRate)).toMatchObject({ numerator: 2, denominator: 6 });
  });
  it('is not told where nobody says which accounts are AI agents: that is no 0 %', async () => {
    await home.tickets([
      byPerson({ tells_ai_agents: false }),
      byAi({ handled_by: 'automation', tells_ai_agents: false }),
    ]);
    for (const metric of [handledMix, aiInvolvementRate, aiAutomationRate, aiHandoffRate])
      expect(await home.value(metric), metric.id).toEqual({ status: 'no_data', reason: 'not_told:ai_agents' });
  });
  it('keeps what the vendor states beside it, and counts where that differs', async () => {
    await home.tickets([
      byAi({ ai_stated_participated: true, ai_stated_resolved: true }),
      handedOver({ ai_stated_participated: true, ai_stated_resolved: true }),
      byPerson({ ai_stated_participated: true }),
      byPerson({ ai_stated_participated: false }),
      byPerson(),
    ]);
    expect(await home.extras(aiInvolvementRate)).toMatchObject({ stated: 4, stated_differently: 1 });
    expect(await home.extras(aiResolutionRate)).toMatchObject({ stated: 2, stated_differently: 1 });
  });
});

describe('an AI resolution', () => {
  const ripe = { as_of: '2026-10-20T00:00:00Z' };
  it('is made alone, within four days, and followed by 72 hours of silence', async () => {
    await home.tickets([
      byAi(),
      byAi({ customer_back_s: at('Thu 10:00') }),
      byAi({ customer_back_s: at('Thu 09:59:59') }),
      byAi({ first_reopened: 'Tue 10:00' }),
      byAi({ first_resolved: 'Fri 09:00', resolved: 'Fri 09:00' }),
      byAi({ ai_handoff_s: at('Mon 09:30') }),
      handedOver(),
      ticket({ handled_by: 'ai', first_ai_act_s: at('Mon 09:00') }),
      byPerson(),
      byPerson(),
    ]);
    expect(await home.value(aiResolutionRate, ripe)).toMatchObject({ status: 'known', numerator: 2, denominator: 8 });
    expect(await home.value(aiAutomationRate, ripe)).toMatchObject({ numerator: 2, denominator: 10 });
    expect(await home.extras(aiAutomationRate, ripe)).toMatchObject({ involvement_share: 0.8, resolution_share: 0.25 });
  });
  it('is provisional until a case is old enough for any answer', async () => {
    await home.tickets([byAi(), byAi({ created: 'Wed 09:00', first_resolved: 'Wed 10:00', resolved: 'Wed 10:00' })]);
    expect(await home.value(aiResolutionRate, { as_of: 'next Mon 09:00' })).toEqual({
      status: 'immature',
      provisional: 1,
      n: 1,
      numerator: 1,
      denominator: 1,
      unripe: 1,
      from_s: at('next Wed 09:00'),
    });
  });
  it('lasts when nobody came back for seven days: no message, reopening, follow-up or new ticket', async () => {
    await home.tickets([
      byAi(),
      byAi({ requester_id: 'c1' }),
      byAi({ requester_id: 'c2' }),
      byAi({ requester_id: 'c3' }),
      byAi({ first_followup: 'Sun 09:00' }),
      byAi({ customer_back_s: at('Sat 09:00') }),
      byAi({ customer_back_s: at('Tue 09:00') }),
      ticket({ requester_id: 'c1', created: 'Sun 09:00', is_counted: false, merged_into_id: 'x' }),
      ticket({ requester_id: 'c2', created: 'next Mon 10:00' }),
      ticket({ requester_id: 'c3', created: 'Mon 09:30' }),
    ]);
    // the first, the one whose contact asked after the window, and the one whose contact asked before the resolution
    expect(await home.value(aiDurableResolutionRate, ripe)).toMatchObject({ numerator: 3, denominator: 6 });
    expect(await home.value(aiDurableResolutionRate, { as_of: 'next Mon 09:59' })).toMatchObject({
      status: 'immature',
      unripe: 6,
    });
  });
});

describe('a hand-over', () => {
  it('is what is not contained; its reasons add up to it', async () => {
    await home.tickets([
      byAi(),
      ticket({ handled_by: 'ai', first_ai_act_s: at('Mon 09:00') }),
      handedOver({ ai_handoff_s: at('Mon 09:30'), ai_handoff_reason: 'asked for a person' }),
      handedOver({ ai_handoff_s: at('Mon 09:30'), ai_handoff_reason: 'asked for a person' }),
      handedOver(),
      byPerson(),
    ]);
    const found = await home.all(aiHandoffRate);
    expect(found.map(({ segment, value }) => [segment.part, value])).toMatchObject([
      [undefined, { numerator: 3, denominator: 5 }],
      ['asked for a person', { numerator: 2, denominator: 5 }],
      ['not_told', { numerator: 1, denominator: 5 }],
    ]);
    expect(found[0]?.extras).toEqual({ taken: 1 });
    expect(await home.value(aiContainmentRate)).toMatchObject({ numerator: 2, denominator: 5 });
    expect(await home.extras(aiContainmentRate)).toEqual({ is_upper_bound: 1, unsolved: 1 });
  });
  it('lets the customer wait until a person answers', async () => {
    const handed = (minutes: number) => ({
      ai_handoff_s: at('Mon 09:00'),
      handoff_reply_s: at('Mon 09:00') + 60 * minutes,
      handoff_wait_s: 60 * minutes,
    });
    await home.tickets([
      handedOver(handed(10)),
      handedOver(handed(30)),
      handedOver(handed(80)),
      handedOver(),
      ticket({ handled_by: 'ai', first_ai_act_s: at('Mon 09:00'), ai_handoff_s: at('Mon 09:30') }),
    ]);
    expect(await home.value(waitAfterHandoff)).toMatchObject({ value: 1800, n: 3 });
    expect(await home.extras(waitAfterHandoff)).toMatchObject({ p80_s: 3600, waiting: 1, without_instant: 1 });
  });
});

describe('satisfaction by who handled it', () => {
  it('has the cases of AI agents alone, which csat leaves out by policy', async () => {
    const cases = [byAi(), byAi(), handedOver(), byPerson()];
    await home.tickets(cases);
    await home.put(
      lake.surveys,
      cases.map(({ ticket_id }, i) => ({
        survey_id: `s${i}`,
        kind: 'csat',
        ticket_id,
        ticket_source: 'helpdesk',
        label: i === 1 ? 'bad' : 'good',
        answered_s: at('Tue 09:00'),
      })),
    );
    const found = await home.all(satisfactionByHandler);
    expect(found.map(({ segment, value }) => [segment.handled_by, value])).toMatchObject([
      ['ai', { numerator: 1, denominator: 2 }],
      ['ai_then_person', { numerator: 1, denominator: 1 }],
      ['person', { numerator: 1, denominator: 1 }],
    ]);
    expect(await home.value(csat)).toMatchObject({ numerator: 2, denominator: 2 });
  });
});

describe('money of AI agents', () => {
  const september = { period: period('2026-09') };
  const line = (line_id: string, kind: string, amount_minor: bigint) => ({
    line_id,
    kind,
    amount_minor,
    scope: 'support',
    currency: 'EUR',
    period_start_day: day('2026-09-01'),
    period_end_day: day('2026-10-01'),
    allocation: 'none',
  });
  const given = async () => {
    await home.tickets([
      byAi(),
      byAi(),
      byAi({ customer_back_s: at('Sat 09:00') }),
      byAi({ customer_back_s: at('Tue 09:00') }),
      byPerson(),
      handedOver(),
    ]);
    await home.put(lake.costs, [line('pay', 'salary', 8000n), line('tools', 'tools', 1000n), line('fin', 'ai', 396n)]);
  };
  it('is the invoice over what lasted', async () => {
    await given();
    expect(await value(costPerAiResolution, september)).toMatchObject({ value: 198, numerator: 396, denominator: 2 });
    expect(await home.value(costPerAiResolution, { ...september, as_of: 'Wed 00:00' })).toMatchObject({
      status: 'immature',
    });
  });
  it('is no number, and not 0, without a line of kind ai', async () => {
    await home.tickets([byAi()]);
    await home.put(lake.costs, [line('pay', 'salary', 8000n)]);
    expect(await home.value(costPerAiResolution, september)).toEqual({ status: 'no_data', reason: 'no_input:costs' });
  });
  it('blends: money and cases of both parts add up to the whole', async () => {
    await given();
    const found = await home.all(costPerResolutionBlended, september);
    expect(found.map(({ segment, value }) => [segment.part, value])).toMatchObject([
      [undefined, { numerator: 9396, denominator: 6 }],
      ['ai', { numerator: 396, denominator: 4 }],
      ['person', { numerator: 9000, denominator: 2 }],
    ]);
  });
  it('avoids a range of cost, from the pay of people to all other costs, and says that it is an estimate', async () => {
    await given();
    // 2 lasting x 8000 / 2 - 396, and 2 x 9000 / 2 - 396
    expect(await value(aiCostAvoided, september)).toMatchObject({ value: 7604 });
    expect(await home.extras(aiCostAvoided, september)).toMatchObject({
      is_estimate: 1,
      low_minor: 7604,
      high_minor: 8604,
    });
  });
});

describe('what the vendor billed', () => {
  const billed = (line_id: string, ticket_id: string | null, more: Record<string, string | number | bigint> = {}) => ({
    line_id,
    ticket_id,
    vendor: 'fin',
    period_start_day: day('2026-09-21'),
    period_end_day: day('2026-09-22'),
    billed: 1,
    amount_minor: 99n,
    currency: 'EUR',
    ...more,
  });
  const cases = () =>
    home.tickets([
      byAi({ ticket_id: 'lasting' }),
      byAi({ ticket_id: 'came back', customer_back_s: at('Sat 09:00') }),
      handedOver({ ticket_id: 'handed over' }),
      byAi({ ticket_id: 'unclear', handled_by: 'not_told', tells_authors: false }),
    ]);
  it('is proved by conversation: alone and silent; what is not told proves nothing, nor is it a false claim', async () => {
    await cases();
    await home.put(lake.aiUsage, [
      ...['lasting', 'came back', 'handed over', 'no such case', 'unclear'].map((id, i) => billed(`l${i}`, id)),
      billed('again', 'lasting'),
    ]);
    const found = await home.all(aiClaimGap);
    expect(found.map(({ segment, value }) => [segment.part, (value as { value: number }).value])).toEqual([
      [undefined, 3],
      ['billed', 5],
      ['proved', 2],
      ['lasted', 1],
    ]);
    expect(found[0]?.extras).toEqual({
      billed: 5,
      bill_minor: '594',
      proved: 2,
      lasted: 1,
      // of the conversation billed twice half of the money is proved, the odd cent by name
      billed_minor: '495',
      proved_minor: '198',
      lasted_minor: '99',
      gap_minor: '297',
      lines: 6,
      without_case: 1,
      not_told_cases: 1,
      billed_twice: 1,
    });
  });
  it('by days is proved by the AI resolutions of these days, each once, money in proportion', async () => {
    await cases();
    await home.put(lake.aiUsage, [
      billed('first', null, { billed: 3, amount_minor: 100n }),
      billed('second', null, { vendor: 'other', billed: 1 }),
    ]);
    expect((await home.all(aiClaimGap))[0]?.extras).toMatchObject({
      billed: 4,
      proved: 2,
      lasted: 1,
      proved_minor: '67',
      lasted_minor: '33',
    });
  });
  it('takes credits off, and waits until cases can have lasted', async () => {
    await cases();
    await home.put(lake.aiUsage, [
      billed('bill', 'handed over'),
      billed('credit', 'handed over', { billed: -1, amount_minor: -99n }),
      billed('good', 'lasting'),
    ]);
    expect((await home.all(aiClaimGap))[0]).toMatchObject({
      value: { status: 'known', value: 0 },
      extras: { billed: 1, billed_minor: '99', gap_minor: '0' },
    });
    expect(await home.value(aiClaimGap, { as_of: 'Sat 00:00' })).toMatchObject({ status: 'immature', unripe: 1 });
  });
});

describe('for any cases', () => {
  const kind = fc.constantFrom('ai', 'back', 'handed', 'person', 'none', 'automation', 'open');
  const made = (what: string) =>
    what === 'ai'
      ? byAi()
      : what === 'back'
        ? byAi({ customer_back_s: at('Tue 09:00') })
        : what === 'handed'
          ? handedOver()
          : what === 'open'
            ? ticket({ handled_by: 'ai', first_ai_act_s: at('Mon 09:00') })
            : what === 'person'
              ? byPerson()
              : ticket({ handled_by: what });
  it('automation is involvement times resolution, containment and hand-overs are all, the mix adds up, parts of cost are the ledger', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(kind, { minLength: 1, maxLength: 12 }),
        fc.nat(9999),
        fc.nat(999),
        async (kinds, pay, bill) => {
          for (const { name } of [lake.tickets, lake.ticketFlow, lake.costs])
            await home.context().warehouse.query('clear', `DELETE FROM ${name}`);
          await home.tickets(kinds.map(made));
          const spread = { period_start_day: day('2026-09-01'), period_end_day: day('2026-10-01') };
          await home.put(
            lake.costs,
            [
              { line_id: 'pay', kind: 'salary', amount_minor: BigInt(pay) },
              { line_id: 'fin', kind: 'ai', amount_minor: BigInt(bill) },
            ].map((line) => ({ scope: 'support', currency: 'EUR', allocation: 'none', ...spread, ...line })),
          );
          const ratio = async (metric: Parameters<typeof home.value>[0]) =>
            (await home.value(metric)) as {
              readonly value?: number;
              readonly numerator?: number;
              readonly denominator?: number;
            };
          const [involvement, resolution, automation, containment, handoff] = await Promise.all(
            [aiInvolvementRate, aiResolutionRate, aiAutomationRate, aiContainmentRate, aiHandoffRate].map(ratio),
          );
          expect(automation?.numerator).toBe(resolution?.numerator ?? 0);
          expect(automation?.denominator).toBe(involvement?.denominator);
          expect(resolution?.denominator ?? 0).toBe(involvement?.numerator);
          expect((containment?.numerator ?? 0) + (handoff?.numerator ?? 0)).toBe(involvement?.numerator);
          if (resolution?.value !== undefined)
            expect(automation?.value).toBeCloseTo((involvement?.value ?? 0) * resolution.value, 12);
          const mix = (await home.all(handledMix)).filter(({ segment }) => segment.part !== undefined);
          expect(mix.reduce((all, { value }) => all + ((value as { numerator: number }).numerator ?? 0), 0)).toBe(
            kinds.length,
          );
          const september = { period: period('2026-09') };
          const [whole, ...parts] = (await home.all(costPerResolutionBlended, september)).map(
            ({ value }) => value as { readonly numerator?: number; readonly denominator?: number },
          );
          if (parts.length === 2 && parts.every(({ numerator }) => numerator !== undefined)) {
            const ledger = (await value(costOfSupport, september)).value;
            expect(parts.reduce((all, { numerator = 0 }) => all + numerator, 0)).toBe(ledger);
            expect(parts.reduce((all, { denominator = 0 }) => all + denominator, 0)).toBe(whole?.denominator);
          }
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);

  it('of any histories the parts are the whole, what is not told beside them, in all and by channel', async () => {
    const from = at('Mon 09:00');
    const who = fc.constantFrom(
      { actor: 'agent', actor_id: 'ann' } as const,
      { actor: 'automation', actor_id: 'fin' } as const,
      { actor: 'automation', actor_id: 'rule' } as const,
      { actor: 'automation', actor_id: 'fin' } as const,
      { actor: 'customer', actor_id: 'cleo' } as const,
      { actor: 'customer', actor_id: 'cleo' } as const,
      { actor: null, actor_id: 'somebody' } as const,
    );
    const step = fc.tuple(
      fc.integer({ min: 60, max: 200_000 }),
      who,
      fc.constantFrom('reply', 'reply', 'note', 'open', 'solved', 'solved'),
    );
    const histories = fc
      .sample(fc.array(step, { maxLength: 6 }), { numRuns: 400, seed: 14 })
      .map((steps): readonly TicketEvent[] => {
        let at_s = from;
        const asked = event(from, 'replied', { actor: 'customer', actor_id: 'cleo' });
        const rest = steps.map(([after_s, by, what]) => {
          at_s += after_s;
          if (what === 'reply') return event(at_s, 'replied', by);
          return what === 'note' ? event(at_s, 'noted', by) : status(at_s, what as 'open' | 'solved', by);
        });
        return [asked, ...rest];
      });
    // of chats the source does not tell who acts, and of the web not which accounts are AI agents
    const channels = ['chat', 'web', 'email', 'email', 'phone', 'phone', 'phone', 'phone'];
    const untold: Readonly<Record<string, 'authors' | 'ai_agents'>> = { chat: 'authors', web: 'ai_agents' };
    await derived(home, histories, from, {
      rules: {
        aiAgents: new Set(['fin']),
        untold: ({ channel }) => new Set([untold[channel ?? '']].filter((kind) => kind !== undefined)),
      },
      of: (i) => ({ channel: channels[i % 8] ?? null }),
    });
    for (const by of [[], ['channel']] as const) {
      const parts = async (metric: Parameters<typeof home.value>[0]) =>
        new Map(
          (await home.all(metric, { by })).map(
            ({ segment: { part, channel = 'all' }, value, not_told = 0, extras }) => [
              `${channel} ${part ?? ''}`.trim(),
              {
                not_told,
                numerator: 0,
                denominator: 0,
                extras,
                ...(value.status === 'known' ? (value as object) : {}),
              },
            ],
          ),
        );
      const [involvement, resolution, automation, containment, handoff, mix] = await Promise.all([
        parts(aiInvolvementRate),
        parts(aiResolutionRate),
        parts(aiAutomationRate),
        parts(aiContainmentRate),
        parts(aiHandoffRate),
        parts(handledMix),
      ]);
      const told = by.length === 0 ? ['all'] : ['email', 'phone'];
      for (const channel of told) {
        const cases = histories.length * (channel === 'all' ? 1 : channel === 'email' ? 0.25 : 0.5);
        const { numerator: involved = 0, denominator = 0, not_told = 0 } = involvement.get(channel) ?? {};
        expect([denominator + not_told, involved > 10, denominator > involved]).toEqual([cases, true, true]);
        // whether it was resolved and came back is told of fewer cases than who acted: the product is over these
        const automated = automation.get(channel);
        const resolved = resolution.get(channel);
        expect((automated?.denominator ?? 0) + (automated?.not_told ?? 0)).toBe(cases);
        expect(resolved?.numerator).toBe(automated?.numerator);
        expect(resolved?.numerator).toBeGreaterThan(0);
        const { involvement_share = NaN, resolution_share = NaN } = (automated?.extras ?? {}) as Record<string, number>;
        expect(involvement_share).toBe((resolved?.denominator ?? NaN) / (automated?.denominator ?? NaN));
        expect(involvement_share * resolution_share).toBeCloseTo(
          (automated?.numerator ?? NaN) / (automated?.denominator ?? NaN),
          12,
        );
        expect((containment.get(channel)?.numerator ?? 0) + (handoff.get(channel)?.numerator ?? 0)).toBe(involved);
        const of = (...classes: readonly string[]) =>
          classes.reduce((sum, part) => sum + (mix.get(`${channel} ${part}`)?.numerator ?? 0), 0);
        expect(of('ai', 'ai_then_person')).toBe(involved);
        expect(of('ai', 'ai_then_person', 'person', 'automation', 'none')).toBe(denominator);
      }
      if (by.length > 0)
        for (const channel of ['chat', 'web'])
          expect(involvement.get(channel)).toMatchObject({ not_told: histories.length / 8, denominator: 0 });
    }
  });
});
