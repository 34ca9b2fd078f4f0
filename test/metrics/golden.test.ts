import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import type { Table, Value } from '../../shared/lake/table.ts';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/definition.ts';
import { evaluate, type MeasureContext, type Measured } from '../../shared/metrics/evaluate.ts';
import type { Dimension, Known } from '../../shared/metrics/value.ts';
import type { Period } from '../../shared/period.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { at, configurationOf, day, period, ticket } from '../support/lake.ts';
import { clear, emptyWarehouse, insert } from '../support/warehouse.ts';

/** Every vector of golden.json of kind metric, as rows of the lake and through real SQL. Expected values were computed elsewhere. */
const { vectors } = JSON.parse(readFileSync(new URL('../fixtures/golden.json', import.meta.url), 'utf8')) as {
  vectors: readonly { case: string; kind: string; input: never; expect: never }[];
};
const metrics = new Map((Object.values(catalogue) as Metric[]).map((metric) => [metric.id, metric]));
const september = period('2026-09');
const monday = day('2026-09-21');
type Rows = readonly Readonly<Record<string, Value | undefined>>[];

describe('metric vectors of golden.json', () => {
  let warehouse: Warehouse;
  const done = new Set<string>();
  beforeAll(async () => {
    warehouse = await emptyWarehouse();
  });
  beforeEach(() => clear(warehouse));
  afterAll(() => warehouse.close());

  const put = (table: Table, rows: Rows) =>
    insert(
      warehouse,
      table,
      rows.map((row) => ({ source: 'helpdesk', version_key: '1', ...row })),
    );
  const ask = async (
    ids: readonly string[],
    options: {
      readonly as_of?: string;
      readonly over?: Period;
      readonly by?: Dimension[];
      readonly more?: Record<string, unknown>;
    } = {},
  ): Promise<readonly Measured[]> => {
    const context: MeasureContext = {
      warehouse,
      as_of_s: at(options.as_of ?? '2026-12-31T00:00:00Z'),
      watermark_s: at('2026-09-01T00:00:00Z'),
      ...configurationOf(options.more ?? {}),
    };
    return evaluate(
      ids.map((id) => ({ metric: metrics.get(id)!, period: options.over ?? september, by: options.by ?? [] })),
      context,
    );
  };
  const known = (found: Measured | undefined): Known => {
    expect(found?.value, JSON.stringify(found?.extras)).toMatchObject({ status: 'known' });
    return found!.value as Known;
  };
  const values = async (...parameters: Parameters<typeof ask>) =>
    (await ask(...parameters)).map((one) => known(one).value);
  /** Runs the vectors of these names, each on an empty lake. */
  const each = <I, E>(names: readonly string[], run: (input: I, expected: E) => Promise<void>): void => {
    for (const name of names) {
      const vector = vectors.find((one) => one.case === name)!;
      done.add(name);
      // oxlint-disable-next-line vitest/expect-expect
      it(name, () => run(vector.input as I, vector.expect as E));
    }
  };
  const near = (found: number | null | undefined, expected: number): void => expect(found).toBeCloseTo(expected, 9);

  // people ------------------------------------------------------------------------------------------------------------------
  const person = (fields: Readonly<Record<string, Value>>) => ({
    role: 'support',
    fte_milli: 1000,
    start_day: day('2026-01-01'),
    ...fields,
  });
  const oneDay: Period = {
    ...september,
    id: 'one day',
    kind: 'range',
    start_day: monday,
    end_day: monday + 1,
    start_s: at('Mon 00:00'),
    end_s: at('Tue 00:00'),
  };
  each<{ heads: { level: string; coef: number; n: number }[] }, number>(
    ['work_ability_example'],
    async ({ heads }, expected) => {
      await put(
        lake.levelCoefficients,
        heads.map(({ level, coef }) => ({ level, coef_milli: coef * 1000 })),
      );
      await put(
        lake.roster,
        heads.flatMap(({ level, n }) =>
          Array.from({ length: n }, (_, i) => person({ person_id: `${level}${i}`, level })),
        ),
      );
      near((await values(['work_ability']))[0], expected);
    },
  );
  const activities = [
    'online_support',
    'training',
    'service_review',
    'tool_development',
    'tool_bug_fix',
    'non_support',
  ];
  const worker = async (input: Record<string, number | Record<string, number>>) => {
    const validity = (input.validity ?? {
      online_support: 1,
      training: 1,
      service_review: 0.5,
      tool_development: 1,
      tool_bug_fix: 0.5,
    }) as Record<string, number>;
    await put(lake.roster, [person({ person_id: 'p', level: 'P4' })]);
    await put(lake.levelCoefficients, [{ level: 'P4', coef_milli: 1200 }]);
    await put(
      lake.activityWeights,
      Object.entries(validity).map(([activity, share]) => ({
        activity,
        validity_milli: share * 1000,
        counts_as_support: true,
      })),
    );
    await put(
      lake.timeLog,
      activities.map((activity) => ({
        entry_id: activity,
        person_id: 'p',
        work_day: monday,
        activity,
        worked_s: Number(input[activity]) * 3600,
      })),
    );
  };
  for (const id of [
    'actual_person_days',
    'effective_person_days',
    'business_involvement',
    'business_involvement_normalised',
    'work_efficiency',
  ])
    each<Record<string, number>, number>([`${id}_example`], async (input, expected) => {
      await worker(input);
      near((await values([id], { over: oneDay }))[0], expected);
    });
  each<{ support_hours: number; paid_hours: number }, number>(
    ['agent_utilization_example'],
    async ({ support_hours, paid_hours }, expected) => {
      await put(lake.roster, [person({ person_id: 'p', level: 'P4' })]);
      await put(lake.activityWeights, [{ activity: 'online_support', validity_milli: 1000, counts_as_support: true }]);
      await put(lake.timeLog, [
        { entry_id: 'e', person_id: 'p', work_day: monday, activity: 'online_support', worked_s: support_hours * 3600 },
      ]);
      near(
        (
          await values(['agent_utilization'], { over: oneDay, more: { organisation: { hours_per_day: paid_hours } } })
        )[0],
        expected,
      );
    },
  );
  each<
    { people: { person: string; coef: number; days: number; actual: number; effective: number }[] },
    Record<string, number>
  >(['team_week'], async ({ people }, expected) => {
    await put(
      lake.levelCoefficients,
      people.map(({ person, coef }) => ({ level: person, coef_milli: coef * 1000 })),
    );
    await put(
      lake.roster,
      people.map((one) =>
        person({ person_id: one.person, level: one.person, start_day: monday, end_day: monday + one.days }),
      ),
    );
    await put(lake.activityWeights, [
      { activity: 'online_support', validity_milli: 1000, counts_as_support: true },
      { activity: 'tool_bug_fix', validity_milli: 0, counts_as_support: true },
    ]);
    await put(
      lake.timeLog,
      people.flatMap((one) =>
        [['online_support', one.effective] as const, ['tool_bug_fix', one.actual - one.effective] as const].map(
          ([activity, days]) => ({
            entry_id: `${one.person} ${activity}`,
            person_id: one.person,
            work_day: monday,
            activity,
            worked_s: Math.round(days * 28_800),
          }),
        ),
      ),
    );
    const ids = Object.keys(expected).filter((id) => metrics.has(id));
    const found = await values(ids, { over: period('2026-W39') });
    ids.forEach((id, i) => near(found[i], expected[id]!));
  });
  each<{ days: { coef: number; days: number }[] }, number>(['capacity_promotion'], async ({ days }, expected) => {
    // 22 working days of September 2026: 13 until the 17th, 9 from the 18th on
    await put(lake.levelCoefficients, [
      { level: 'P3', coef_milli: days[0]!.coef * 1000 },
      { level: 'P4', coef_milli: days[1]!.coef * 1000 },
    ]);
    await put(lake.roster, [
      person({ person_id: 'p', level: 'P3', end_day: day('2026-09-18'), end_reason: 'moved' }),
      person({ person_id: 'p', level: 'P4', start_day: day('2026-09-18') }),
    ]);
    near((await values(['work_capacity_std_days']))[0], expected);
  });
  each<{ intervals: { person: string; active_days: number; fte: number }[] }, number>(
    ['headcount_mean'],
    async ({ intervals }, expected) => {
      await put(
        lake.roster,
        intervals.map((one) =>
          person({
            person_id: one.person,
            fte_milli: one.fte * 1000,
            start_day: september.start_day,
            end_day: september.start_day + one.active_days,
          }),
        ),
      );
      near((await values(['team_avg_headcount']))[0], expected);
    },
  );
  each<{ leavers: number; moved_team: number; joiners: number; average_headcount: number }, Record<string, number>>(
    ['attrition'],
    async (input, expected) => {
      // leavers and the one who moves are there for half of the 30 days, joiners for the other half
      const middle = september.start_day + 15;
      const some = (name: string, n: number, fields: Readonly<Record<string, Value>>) =>
        Array.from({ length: n }, (_, i) => person({ person_id: `${name}${i}`, ...fields }));
      const rest = input.average_headcount - input.leavers / 2 - input.moved_team - input.joiners / 2;
      await put(lake.roster, [
        ...some('leaver', input.leavers, { end_day: middle, end_reason: 'left' }),
        ...some('moved', input.moved_team, { end_day: middle, end_reason: 'moved' }),
        ...some('moved', input.moved_team, { start_day: middle, team: 'other' }),
        ...some('joiner', input.joiners, { start_day: middle }),
        ...some('stays', Math.floor(rest), {}),
        ...(rest % 1 === 0 ? [] : [person({ person_id: 'part', fte_milli: (rest % 1) * 1000 })]),
      ]);
      const [headcount, leaving, joining] = await values([
        'team_avg_headcount',
        'attrition_rate_monthly',
        'new_hire_rate_monthly',
      ]);
      near(headcount, input.average_headcount);
      near(leaving, expected.attrition_rate_monthly!);
      near(joining, expected.new_hire_rate_monthly!);
    },
  );
  each<{ resolved: Record<string, number>; person_days: Record<string, number> }, Record<string, number>>(
    ['service_efficiency'],
    async ({ resolved, person_days }, expected) => {
      await put(
        lake.roster,
        Object.entries(person_days).map(([id, days]) =>
          person({ person_id: id, start_day: monday, end_day: monday + days }),
        ),
      );
      await put(
        lake.memberships,
        Object.keys(person_days).map((id) => ({
          helpdesk_source: '*',
          helpdesk_person_id: `u-${id}`,
          person_id: id,
          from_s: 0,
        })),
      );
      await put(
        lake.tickets,
        Object.entries(resolved).flatMap(([id, n]) =>
          Array.from({ length: n }, () => ticket({ resolved: 'Mon 12:00', resolved_by: `u-${id}` })),
        ),
      );
      const [found] = await ask(['service_efficiency'], { over: period('2026-W39') });
      near(known(found).value, expected.value!);
      expect(known(found)).toMatchObject({ numerator: expected.numerator, denominator: expected.denominator });
      expect(found!.extras).toMatchObject({ not_credited: expected.not_credited });
    },
  );
  each<{ resolved: number; actual_person_days: number }, number>(
    ['output_per_effort'],
    async ({ resolved, actual_person_days }, expected) => {
      await put(lake.roster, [person({ person_id: 'a' })]);
      await put(lake.memberships, [{ helpdesk_source: '*', helpdesk_person_id: 'u', person_id: 'a', from_s: 0 }]);
      await put(lake.activityWeights, [{ activity: 'online_support', validity_milli: 1000, counts_as_support: true }]);
      await put(lake.timeLog, [
        {
          entry_id: 'e',
          person_id: 'a',
          work_day: monday,
          activity: 'online_support',
          worked_s: actual_person_days * 28_800,
        },
      ]);
      await put(
        lake.tickets,
        Array.from({ length: resolved }, () => ticket({ resolved: 'Mon 12:00', resolved_by: 'u' })),
      );
      near((await values(['output_per_effort']))[0], expected);
    },
  );

  // tickets -----------------------------------------------------------------------------------------------------------------
  interface Case {
    readonly created: string;
    readonly resolved: string | null;
  }
  interface Hits {
    readonly status: string;
    readonly hits: number;
    readonly misses: number;
    readonly immature: number;
    readonly n: number;
    readonly value: number | null;
    readonly from_s?: number;
  }
  const matches = ({ value, extras }: Measured, expected: Hits): void => {
    expect(value.status).toBe(expected.status);
    expect(extras).toMatchObject({ hits: expected.hits, misses: expected.misses, immature: expected.immature });
    if (value.status === 'immature')
      expect(value).toMatchObject({ provisional: expected.value, n: expected.n, from_s: expected.from_s });
    else expect(value).toMatchObject({ n: expected.n, value: expect.closeTo(expected.value!, 12) as number });
  };
  const around = (text: string): Period => period(text.slice(0, 7));
  each<{ created: string; resolved: string; as_of: string }, Hits>(
    ['fdr_24h_example', 'fdr_24h_strict'],
    async ({ created, resolved, as_of }, expected) => {
      await put(lake.tickets, [ticket({ created, resolved })]);
      matches((await ask(['fdr_24h'], { as_of, over: around(created) }))[0]!, expected);
    },
  );
  each<{ created: string; resolved: string; elapsed_s: number; as_of: string }, { hit: boolean }>(
    ['fdr_24h_dst_day'],
    async ({ created, resolved, elapsed_s, as_of }, { hit }) => {
      expect(at(resolved) - at(created)).toBe(elapsed_s);
      await put(lake.tickets, [ticket({ created, resolved })]);
      expect(known((await ask(['fdr_24h'], { as_of, over: around(created) }))[0]).numerator).toBe(hit ? 1 : 0);
    },
  );
  each<{ as_of: string; tickets: Case[] }, Hits>(
    ['fdr_24h_partly_immature', 'fdr_24h_ripe', 'fdr_24h_all_immature'],
    async ({ as_of, tickets }, expected) => {
      await put(
        lake.tickets,
        tickets.map((one) => ticket({ ...one })),
      );
      await put(lake.ticketFlow, []);
      matches((await ask(['fdr_24h'], { as_of }))[0]!, expected);
    },
  );
  each<{ as_of: string }, { status: string; reason: string }>(
    ['fdr_24h_empty'],
    async ({ as_of }, { status, reason }) => {
      await put(lake.tickets, [ticket({ created: '2025-01-01T00:00:00Z' })]);
      expect((await ask(['fdr_24h'], { as_of }))[0]!.value).toEqual({ status, reason });
    },
  );
  each<{ as_of: string; tickets: Case[] }, Record<string, Hits>>(
    ['resolution_rate_family'],
    async ({ as_of, tickets }, expected) => {
      await put(
        lake.tickets,
        tickets.map((one) => ticket({ ...one })),
      );
      const found = await ask(['resolution_rate_Nh'], { as_of });
      for (const [name, hits] of Object.entries(expected))
        matches(
          found.find(({ segment }) => `${segment.hours}h` === name)!,
          hits,
        );
    },
  );
  interface First {
    readonly id: string;
    readonly replies_to_resolution: number;
    readonly first_resolved: string;
    readonly reopened: string | null;
    readonly followup: string | null;
  }
  for (const [name, id] of [
    ['fcr_window', 'fcr'],
    ['reopen_rate_window', 'reopen_rate'],
  ] as const)
    each<{ as_of: string; tickets: First[] }, { numerator: number; denominator: number; value: number }>(
      [name],
      async ({ as_of, tickets }, { numerator, denominator, value }) => {
        await put(
          lake.tickets,
          tickets.map((one) =>
            ticket({
              created: '2026-09-01T00:00:00Z',
              ticket_id: one.id,
              replies_to_resolution: one.replies_to_resolution,
              first_resolved: one.first_resolved,
              first_reopened: one.reopened,
              first_followup: one.followup,
            }),
          ),
        );
        expect((await ask([id], { as_of }))[0]!.value).toMatchObject({
          status: 'known',
          numerator,
          denominator,
          value,
        });
      },
    );
  each<Record<string, number>, Record<string, number>>(['independent_closure'], async (input, expected) => {
    // 15 product-caused and escalated, 5 product-caused, 9 other escalated, the rest; 20 without a root cause; 12 open
    await put(
      lake.tickets,
      Array.from({ length: input.tickets! }, (_, i) => {
        const isProduct = i < input.product_caused!;
        const isEscalated =
          i < input.product_caused_and_escalated! ||
          (i >= 20 && i < 20 + input.escalated! - input.product_caused_and_escalated!);
        const unknown = i >= input.root_cause_known!;
        return ticket({
          root_cause: isProduct ? 'product_bug' : unknown ? null : 'usage',
          escalated: isEscalated ? 'Mon 12:00' : null,
          resolved: i >= input.tickets! - input.open! ? null : 'Tue 12:00',
        });
      }),
    );
    const found = await ask(['independent_closure_broad', 'independent_closure_narrow']);
    near(known(found[0]).value, expected.broad!);
    near(known(found[1]).value, expected.narrow!);
    expect(found[0]!.extras).toMatchObject({ n_open: expected.n_open });
    expect(found[1]!.extras).toMatchObject({ root_cause_coverage: expected.root_cause_coverage });
  });
  interface Step {
    readonly ticket: string;
    readonly event: string;
    readonly at_s: number;
  }
  each<{ start_s: number; end_s: number; events: Step[] }, Record<string, number>>(
    ['backlog_identity', 'backlog_identity_many_cycles'],
    async ({ start_s, end_s, events }, expected) => {
      const ids = [...new Set(events.map((one) => one.ticket))];
      await put(
        lake.tickets,
        ids.map((id) => {
          const own = events.filter((one) => one.ticket === id);
          const removed = own.findLast(({ event }) => event === 'removed' || event === 'restored');
          return {
            ...ticket({ ticket_id: id }),
            created_s: own[0]!.at_s,
            is_counted: removed?.event !== 'removed',
            removed_s: removed?.event === 'removed' ? removed.at_s : null,
          };
        }),
      );
      await put(
        lake.ticketFlow,
        events.map((one, seq) => ({ ticket_id: one.ticket, at_s: one.at_s, seq, kind: one.event })),
      );
      const [found] = await ask(['backlog'], { over: { ...september, start_s, end_s } });
      const { closing_tickets, ...identity } = expected as Record<string, number> & { closing_tickets?: unknown };
      expect(closing_tickets).toBeDefined();
      expect(found!.extras).toMatchObject(identity);
      expect(known(found).value).toBe(expected.closing);
    },
  );
  each<{ tickets: (string | null)[][] }, Record<string, number>>(
    ['handoff_rate_and_coefficient'],
    async ({ tickets }, expected) => {
      // owners become hand-offs in the facts; here their counts: A-B-A is 2, A is 0, nobody-A is 0, A-group-B is 1
      const handoffs = tickets.map((owners) =>
        owners
          .filter((one) => one !== null && !one.startsWith('group:'))
          .reduce((n, one, i, all) => n + (i > 0 && all[i - 1] !== one ? 1 : 0), 0),
      );
      await put(
        lake.tickets,
        handoffs.map((handoff_count) => ticket({ resolved: 'Tue 09:00', handoff_count })),
      );
      await put(lake.ticketOwners, [{ ticket_id: 'any', started_s: 0 }]);
      expect(await values(['handoff_rate', 'handoff_coefficient'])).toEqual([
        expected.handoff_rate,
        expected.handoff_coefficient,
      ]);
    },
  );
  each<{ week1: string[]; week2: string[] }, Record<string, number>>(
    ['customers_do_not_add'],
    async ({ week1, week2 }, expected) => {
      await put(lake.tickets, [
        ...week1.map((account_id) => ticket({ created: 'last Mon 10:00', account_id })),
        ...week2.map((account_id) => ticket({ account_id })),
      ]);
      expect(await values(['customers_served'], { over: period('2026-W38') })).toEqual([expected.week1]);
      expect(await values(['customers_served'], { over: period('2026-W39') })).toEqual([expected.week2]);
      expect(await values(['customers_served'])).toEqual([expected.both]);
    },
  );
  each<{ reply_s: (number | null)[] }, Record<string, number>>(['frt_unanswered'], async ({ reply_s }, expected) => {
    const cases = reply_s.map((seconds) => ({
      ...ticket(),
      reply_s: seconds,
      first_reply_s: seconds === null ? null : at('Mon 09:00') + seconds,
    }));
    await put(lake.tickets, cases);
    await put(
      lake.ticketFlow,
      cases.map((one) => ({
        ticket_id: (one as { ticket_id?: string }).ticket_id,
        at_s: at('Mon 09:00'),
        seq: 0,
        kind: 'created',
      })),
    );
    const found = await ask(['frt_p50', 'frt_p80', 'frt_mean']);
    expect(found.map((one) => known(one).value)).toEqual([expected.p50, expected.p80, expected.mean]);
    expect(known(found[0]).n).toBe(expected.n);
    expect(found[0]!.extras).toMatchObject({ waiting: expected.waiting });
  });
  each<{ tickets: { logged_s: number }[] }, Record<string, number>>(['aht'], async ({ tickets }, expected) => {
    await put(
      lake.tickets,
      tickets.map((_, i) => ticket({ ticket_id: `h${i}`, resolved: 'Tue 09:00' })),
    );
    await put(
      lake.timeLog,
      tickets.map(({ logged_s }, i) => ({
        entry_id: `e${i}`,
        person_id: 'p',
        ticket_id: `h${i}`,
        ticket_source: 'helpdesk',
        work_day: monday,
        worked_s: logged_s,
        activity: 'online_support',
      })),
    );
    const [found] = await ask(['aht']);
    expect(known(found)).toMatchObject({
      numerator: expected.numerator,
      denominator: expected.denominator,
      value: expected.value,
    });
    expect(found!.extras).toMatchObject({ coverage: expected.coverage });
  });

  // mix ---------------------------------------------------------------------------------------------------------------------
  type Groups = Record<string, [hits: number, n: number]>;
  const cohort = (groups: Groups, created: string, late: string): Rows =>
    Object.entries(groups).flatMap(([channel, [hits, n]]) =>
      Array.from({ length: n }, (_, i) => ticket({ created, resolved: i < hits ? created : late, channel })),
    );
  each<
    { period1: Groups; period2: Groups; weights: Record<string, number> },
    { raw: number[]; raw_change: number; within_effect: number; mix_effect: number; adjusted: number[] }
  >(['simpson_reversal', 'mix_only_change', 'within_only_change'], async ({ period1, period2, weights }, expected) => {
    await put(lake.tickets, [
      ...cohort(period1, '2026-08-10T00:00:00Z', '2026-08-20T00:00:00Z'),
      ...cohort(period2, '2026-09-10T00:00:00Z', '2026-09-20T00:00:00Z'),
    ]);
    await put(
      lake.weights,
      Object.entries(weights).map(([value, weight]) => ({
        dimension: 'channel',
        value,
        weight_milli: weight * 1000,
        from_day: 0,
      })),
    );
    const found = (await ask(['mix_adjusted_rate'])).find(({ segment }) => segment.base_metric === 'fdr_24h');
    near(known(found).value, expected.adjusted[1]!);
    const extras = found!.extras as Record<string, number>;
    near(extras.raw, expected.raw[1]!);
    near(extras.raw_before, expected.raw[0]!);
    near(extras.raw_change, expected.raw_change);
    near(extras.within_effect, expected.within_effect);
    near(extras.mix_effect, expected.mix_effect);
    near(extras.adjusted_before, expected.adjusted[0]!);
    expect(extras.simpson_alarm).toBe(
      expected.raw_change * (expected.adjusted[1]! - expected.adjusted[0]!) < -1e-12 ? 1 : 0,
    );
  });
  each<
    { period: Groups; weights: Record<string, number> },
    { value: number; covered_weight: number; missing: string[]; raw: number }
  >(['mix_group_missing'], async (input, expected) => {
    await put(lake.tickets, cohort(input.period, '2026-09-10T00:00:00Z', '2026-09-20T00:00:00Z'));
    await put(
      lake.weights,
      Object.entries(input.weights).map(([value, weight]) => ({
        dimension: 'channel',
        value,
        weight_milli: weight * 1000,
        from_day: 0,
      })),
    );
    const found = (await ask(['mix_adjusted_rate'])).find(({ segment }) => segment.base_metric === 'fdr_24h');
    near(known(found).value, expected.value);
    near(found!.extras.covered_weight_share as number, expected.covered_weight);
    expect(found!.extras).toMatchObject({ missing: expected.missing.join(', '), raw: expected.raw });
  });

  // surveys -----------------------------------------------------------------------------------------------------------------
  const survey = (fields: Readonly<Record<string, Value>>, i: number) => ({
    survey_id: `s${i}`,
    kind: 'csat',
    ticket_id: `r${i}`,
    ticket_source: 'helpdesk',
    answered_s: at('Wed 10:00'),
    ...fields,
  });
  const rated = async (rows: readonly Readonly<Record<string, Value>>[], all = rows.length) => {
    await put(
      lake.tickets,
      Array.from({ length: all }, (_, i) => ticket({ ticket_id: `r${i}`, resolved: 'Tue 09:00' })),
    );
    await put(lake.surveys, rows.map(survey));
  };
  const labels = (counts: Record<string, number>) =>
    Object.entries(counts).flatMap(([label, n]) => Array.from({ length: n }, () => ({ label })));
  each<Record<string, number>, Record<string, number> & { interval95: number[] }>(
    ['nps_30', 'nps_all_promoters', 'nps_negative'],
    async (input, expected) => {
      const scores = Object.entries(input).flatMap(([name, n]) =>
        Array.from({ length: n }, () => Number(name.split('-')[0])),
      );
      await put(
        lake.surveys,
        scores.map((score, i) => ({
          ...survey({}, i),
          kind: 'nps',
          ticket_id: null,
          respondent_id: `c${i}`,
          score,
          scale_min: 0,
          scale_max: 10,
        })),
      );
      const [found] = await ask(['nps']);
      near(known(found).value, expected.value!);
      expected.interval95.forEach((bound, i) => near(known(found).interval![i], bound));
      expect(found!.extras).toMatchObject({
        promoters: expected.promoters,
        passives: expected.passives,
        detractors: expected.detractors,
      });
    },
  );
  each<{ scale: [number, number]; scores: number[] }, Record<string, number> & { interval95?: number[] }>(
    ['csat_top2', 'csat_scale_7'],
    async ({ scale, scores }, expected) => {
      await rated(scores.map((score) => ({ score, scale_min: scale[0], scale_max: scale[1] })));
      const [found] = await ask(['csat']);
      expect(known(found)).toMatchObject({
        numerator: expected.numerator,
        denominator: expected.denominator,
        value: expected.value,
      });
      (expected.interval95 ?? []).forEach((bound, i) => near(known(found).interval![i], bound));
      expect(expected.mean === undefined || found!.extras.mean_of_1_to_5 === expected.mean).toBe(true);
    },
  );
  each<Record<string, number>, Record<string, number> & { good_interval95: number[] }>(
    ['good_bad_rates'],
    async ({ tickets, good, neutral, bad }, expected) => {
      await rated(labels({ good: good!, neutral: neutral!, bad: bad! }), tickets);
      const found = await ask(['good_rate', 'bad_rate', 'evaluation_rate']);
      near(known(found[0]).value, expected.good_rate!);
      near(known(found[1]).value, expected.bad_rate!);
      near(known(found[2]).value, expected.evaluation_rate!);
      expected.good_interval95.forEach((bound, i) => near(known(found[0]).interval![i], bound));
    },
  );
  each<{ rated: number; good: number; minimum_n: number }, { value: number; n: number; interval95: number[] }>(
    ['good_rate_one_answer'],
    async ({ good, minimum_n }, expected) => {
      await rated(labels({ good }));
      const [found] = await ask(['good_rate']);
      expect(known(found)).toMatchObject({ value: expected.value, n: expected.n });
      expected.interval95.forEach((bound, i) => near(known(found).interval![i], bound));
      expect(metrics.get('good_rate')!.change_from_n).toBe(minimum_n);
    },
  );
  each<{ rated: number; bad: { cause: string | null }[] }, Record<string, number>>(
    ['bad_rate_individual_product'],
    async (input, expected) => {
      const others = Array.from({ length: input.rated - input.bad.length }, () => ({ label: 'good', person_id: 'u' }));
      await rated([...input.bad.map(({ cause }) => ({ label: 'bad', cause, person_id: 'u' })), ...others]);
      const [found] = await ask(['bad_rate_individual']);
      expect(known(found)).toMatchObject({
        numerator: expected.numerator,
        denominator: expected.denominator,
        value: expected.value,
      });
      expect(found!.extras).toMatchObject({
        unknown_cause: expected.unknown_cause,
        removed_product: expected.removed_product,
      });
      const [variant] = await ask(['bad_rate_individual'], {
        more: { policies: { bad_rate_denominator: 'without_product' } },
      });
      near(known(variant).value, expected.variant_without_product!);
    },
  );
  each<{ scale: [number, number]; reversed: boolean; scores: number[] }, { value: number; n: number }>(
    ['ces_reversed_scale'],
    async ({ scale, reversed, scores }, expected) => {
      await rated(
        scores.map((score) => ({
          kind: 'ces',
          score,
          scale_min: scale[0],
          scale_max: scale[1],
          scale_reversed: reversed,
        })),
      );
      expect((await ask(['ces']))[0]!.value).toMatchObject({ status: 'known', ...expected });
    },
  );
  each<{ answers: { ticket: string; at?: number; label?: string; offered?: number }[] }, Record<string, number>>(
    ['survey_latest_wins'],
    async ({ answers }, expected) => {
      await put(
        lake.tickets,
        ['A', 'B', 'C'].map((ticket_id) => ticket({ ticket_id })),
      );
      await put(
        lake.surveys,
        answers.map((one, i) => ({
          ...survey({}, i),
          ticket_id: one.ticket,
          label: one.label ?? null,
          offered_s: at('Tue 00:00') + (one.offered ?? 0),
          answered_s: one.at === undefined ? null : at('Tue 00:00') + one.at,
        })),
      );
      expect((await ask(['good_rate']))[0]!.value).toMatchObject({
        value: expected.good_rate,
        numerator: expected.good,
        denominator: expected.rated,
      });
    },
  );

  // money -------------------------------------------------------------------------------------------------------------------
  const ledger = (fields: Readonly<Record<string, Value>>, i: number) => ({
    line_id: `l${i}`,
    scope: 'support',
    currency: 'EUR',
    period_start_day: september.start_day,
    period_end_day: september.end_day,
    ...fields,
  });
  each<
    {
      lines_minor: Record<string, number>;
      allocate: string[];
      weights: Record<string, number>;
      cases_resolved: Record<string, number>;
    },
    {
      ledger_minor: number;
      allocated: Record<string, number>;
      unallocated_minor: number;
      cost_per_case_minor: number;
      cost_per_case_allocated_minor: Record<string, number>;
    }
  >(['ledger_tie_out'], async (input, expected) => {
    await put(
      lake.costs,
      Object.entries(input.lines_minor).map(([kind, amount], i) =>
        ledger({ kind, amount_minor: BigInt(amount), allocation: input.allocate.includes(kind) ? 'time' : 'none' }, i),
      ),
    );
    await put(
      lake.tickets,
      Object.entries(input.cases_resolved).flatMap(([channel, n]) =>
        Array.from({ length: n }, (_, i) => ticket({ ticket_id: `${channel}${i}`, channel, resolved: 'Tue 09:00' })),
      ),
    );
    await put(
      lake.timeLog,
      Object.entries(input.weights).map(([channel, worked_s]) => ({
        entry_id: channel,
        person_id: 'p',
        ticket_id: `${channel}0`,
        ticket_source: 'helpdesk',
        work_day: monday,
        worked_s,
        activity: 'online_support',
      })),
    );
    const [whole] = await ask(['cost_of_support']);
    expect(known(whole).value).toBe(expected.ledger_minor);
    expect(whole!.extras).toMatchObject({
      ledger_minor: String(expected.ledger_minor),
      unallocated_minor: String(expected.unallocated_minor),
    });
    const parts = await ask(['cost_of_support'], { by: ['channel'] });
    expect(Object.fromEntries(parts.map((part) => [part.segment.channel, known(part).value]))).toEqual({
      ...expected.allocated,
      unallocated: expected.unallocated_minor,
    });
    near((await values(['cost_per_case']))[0], expected.cost_per_case_minor);
    for (const part of await ask(['cost_per_case'], { by: ['channel'] }))
      near(known(part).value, expected.cost_per_case_allocated_minor[part.segment.channel!]!);
  });
  each<{ lines: { amount_minor: number; currency: string; rate_e8: number }[] }, { total_minor: number }>(
    ['fx_conversion'],
    async ({ lines }, { total_minor }) => {
      // two rates of one currency: each holds on its own day
      await put(
        lake.fxRates,
        lines.map(({ currency, rate_e8 }, i) => ({
          currency,
          base: 'EUR',
          rate_e8: BigInt(rate_e8),
          from_day: september.start_day + i,
          to_day: september.start_day + i + 1,
        })),
      );
      await put(
        lake.costs,
        lines.map(({ amount_minor, currency }, i) =>
          ledger({ amount_minor: BigInt(amount_minor), currency, period_start_day: september.start_day + i }, i),
        ),
      );
      expect(await values(['cost_of_support'])).toEqual([total_minor]);
    },
  );
  each<{ gain_minor: number; cost_minor: number }, number>(
    ['support_roi'],
    async ({ gain_minor, cost_minor }, expected) => {
      await put(lake.costs, [ledger({ initiative: 'bot', amount_minor: BigInt(cost_minor) }, 0)]);
      await put(lake.revenue, [
        {
          line_id: 'v',
          scope: 'support',
          initiative: 'bot',
          amount_minor: BigInt(gain_minor),
          currency: 'EUR',
          recognised_day: monday,
        },
      ]);
      expect(await values(['support_roi'])).toEqual([expected]);
    },
  );

  // customers, knowledge, requirements --------------------------------------------------------------------------------------
  each<Record<string, number>, Record<string, number>>(['churn_and_retention'], async (input, expected) => {
    const account = (account_id: string, started: string, isLost: boolean) => ({
      account_id,
      started_day: day(started),
      ended_day: isLost ? day('2026-09-20') : null,
      from_day: 0,
    });
    await put(lake.accounts, [
      ...Array.from({ length: input.at_start! }, (_, i) => account(`a${i}`, '2025-01-01', i < input.lost_of_start!)),
      ...Array.from({ length: input.new! }, (_, i) => account(`n${i}`, '2026-09-10', i < input.lost_of_new!)),
    ]);
    const [churn, retention] = await values(['churn_rate', 'retention_rate']);
    near(churn, expected.churn_rate!);
    near(retention, expected.retention_rate!);
  });
  each<
    {
      points_kano: Record<string, number>;
      points_impact: Record<string, number>;
      requirements: { kano: string; impact: string }[];
    },
    number
  >(['kano_score'], async (input, expected) => {
    const users: Record<string, number> = { all: 1000, '60-100': 600, '30-60': 300, '<30': 299 };
    await put(
      lake.weights,
      (['kano', 'impact'] as const).flatMap((dimension) =>
        Object.entries(input[`points_${dimension}`]).map(([value, points]) => ({
          dimension,
          value,
          weight_milli: points * 1000,
          from_day: 0,
        })),
      ),
    );
    await put(
      lake.requirements,
      input.requirements.map(({ kano, impact }, i) => ({
        requirement_id: `y${i}`,
        kano,
        users_affected_milli: users[impact],
        raised_day: monday,
      })),
    );
    expect(await values(['requirements_value_score'])).toEqual([expected]);
  });
  each<{ points: Record<string, number>; assets: Record<string, number> }, number>(
    ['fundamentals_score'],
    async ({ points, assets }, expected) => {
      await put(
        lake.weights,
        Object.entries(points).map(([value, weight]) => ({
          dimension: 'grade',
          value,
          weight_milli: weight * 1000,
          from_day: 0,
        })),
      );
      await put(
        lake.knowledgeArticles,
        Object.entries(assets).flatMap(([grade, n]) =>
          Array.from({ length: n }, (_, i) => ({
            article_id: `${grade}${i}`,
            grade,
            state: 'published',
            published_s: at('Mon 09:00'),
          })),
        ),
      );
      expect(await values(['fundamentals_score'])).toEqual([expected]);
    },
  );
  each<{ points: Record<string, number>; results: Record<string, number> }, number>(
    ['innovation_score'],
    async ({ points, results }, expected) => {
      await put(
        lake.weights,
        Object.entries(points).map(([value, weight]) => ({
          dimension: 'honour',
          value,
          weight_milli: weight * 1000,
          from_day: 0,
        })),
      );
      await put(
        lake.contributions,
        Object.entries(results).flatMap(([kind, n]) =>
          Array.from({ length: n }, (_, i) => ({ item_id: `${kind}${i}`, kind, honour: kind, accepted_day: monday })),
        ),
      );
      expect(await values(['innovation_score'])).toEqual([expected]);
    },
  );
  each<{ scenarios: Groups; weights: Record<string, number> }, Record<string, number | null>>(
    ['tool_interception'],
    async ({ scenarios, weights }, expected) => {
      await put(
        lake.weights,
        Object.entries(weights).map(([value, weight]) => ({
          dimension: 'scenario',
          value,
          weight_milli: weight * 1000,
          from_day: 0,
        })),
      );
      await put(
        lake.tickets,
        Object.entries(scenarios).flatMap(([category, [, n]]) =>
          Array.from({ length: n }, (_, i) =>
            ticket({ ticket_id: `${category}${i}`, category, resolved: 'Tue 09:00' }),
          ),
        ),
      );
      await put(
        lake.selfServiceSessions,
        Object.entries(scenarios).flatMap(([scenario, [hits]]) =>
          Array.from({ length: hits }, (_, i) => ({
            session_id: `${scenario}${i}`,
            tool: 'planner',
            scenario,
            outcome: 'located',
            ticket_id: `${scenario}${i}`,
            started_s: at('Mon 08:00'),
          })),
        ),
      );
      const [whole] = await ask(['tool_interception_rate']);
      near(known(whole).value, expected.overall!);
      near(whole!.extras.covered_weight_share as number, expected.covered_weight!);
      const parts = await ask(['tool_interception_rate'], { by: ['scenario'] });
      expect(parts.map((part) => known(part).value)).toEqual([expected.login, expected.slow_sql]);
    },
  );
  each<
    { sessions: { shown: boolean; ticket_after_s: number | null }[] },
    { numerator: number; denominator: number; value: number }
  >(['smart_interception'], async ({ sessions }, expected) => {
    await put(
      lake.selfServiceSessions,
      sessions.map(({ shown }, i) => ({
        session_id: `q${i}`,
        surface: 'bot',
        offered_count: shown ? 1 : 0,
        outcome: 'intercepted',
        contact_id: `c${i}`,
        started_s: at('Mon 08:00'),
      })),
    );
    await put(lake.tickets, [
      ticket({ created: '2025-01-01T00:00:00Z' }),
      ...sessions.flatMap(({ ticket_after_s }, i) =>
        ticket_after_s === null
          ? []
          : [{ ...ticket({ requester_id: `c${i}` }), created_s: at('Mon 08:00') + ticket_after_s }],
      ),
    ]);
    expect((await ask(['smart_interception_rate']))[0]!.value).toMatchObject({ status: 'known', ...expected });
  });
  each<{ sessions: number; tickets: number }, number>(
    ['self_service_usage'],
    async ({ sessions, tickets }, expected) => {
      await put(
        lake.selfServiceSessions,
        Array.from({ length: sessions }, (_, i) => ({ session_id: `q${i}`, started_s: at('Mon 08:00') })),
      );
      await put(
        lake.tickets,
        Array.from({ length: tickets }, () => ticket()),
      );
      expect(await values(['self_service_usage'])).toEqual([expected]);
    },
  );

  it('leaves none out', () => {
    expect(
      vectors
        .filter(({ kind }) => kind === 'metric')
        .map((one) => one.case)
        .filter((name) => !done.has(name)),
    ).toEqual([]);
  });
});
