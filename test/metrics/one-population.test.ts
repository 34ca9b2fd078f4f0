import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import { evaluate, type Measured } from '../../shared/metrics/evaluate.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { at, configurationOf, ticket, week39 } from '../support/lake.ts';
import { fill } from '../support/organisation.ts';
import { emptyWarehouse, insert } from '../support/warehouse.ts';

/**
 * Both parts of a ratio are about the same cases: what a policy leaves out is in neither, over every metric of the catalogue. Cases
 * are added to, or taken from, a small organisation, and every number is asked again.
 */
const metrics = Object.values(catalogue) as Metric[];

/**
 * What counts the cases that robots alone handled, in both parts: what costs pay for, what is about AI agents, and what reads the cost
 * per case.
 */
const withRobots = [
  'ai_automation_rate',
  'ai_claim_gap',
  'ai_containment_rate',
  'ai_cost_avoided',
  'ai_durable_resolution_rate',
  'ai_handoff_rate',
  'ai_involvement_rate',
  'ai_resolution_rate',
  'channel_performance',
  'cost_per_ai_resolution',
  'cost_per_case',
  'cost_per_resolution_blended',
  'cost_per_ticket',
  'delivery_efficiency',
  'handled_mix',
  'mix_adjusted_rate',
];

describe('every metric', () => {
  let warehouse: Warehouse;
  let whole: readonly Measured[];
  beforeAll(async () => {
    warehouse = await emptyWarehouse();
    await fill(warehouse);
    whole = await answers();
  }, 300_000);
  afterAll(() => warehouse.close());

  const answers = (): Promise<readonly Measured[]> =>
    evaluate(
      metrics.map((metric) => ({ metric, period: week39, by: [], companions: false })),
      {
        warehouse,
        as_of_s: at('2027-05-01T00:00:00Z'),
        watermark_s: at('2026-10-01T00:00:00Z'),
        ...configurationOf(),
      },
    );
  /** Metrics of which any part says something else. */
  const changed = (one: readonly Measured[], two: readonly Measured[]): readonly string[] => {
    const values = (all: readonly Measured[], id: string) =>
      JSON.stringify(all.filter(({ metric }) => metric === id).map(({ segment, value }) => [segment, value]));
    return metrics
      .map(({ id }) => id)
      .filter((id) => values(one, id) !== values(two, id))
      .sort();
  };

  it('has no more hits than trials', () => {
    const wrong = whole.filter(({ metric, value }) => {
      const of = metrics.find(({ id }) => id === metric);
      return (
        of?.interval === 'wilson' &&
        value.status === 'known' &&
        (value.numerator ?? 0) > (value.denominator ?? Infinity)
      );
    });
    expect(wrong).toEqual([]);
  });

  it('has tests, spam, deleted and outbound cases in neither part, whoever handled them', async () => {
    const left = {
      removed: null,
      is_counted: false,
      requester_id: 'somebody else',
      channel: 'email',
      account_id: 'a1',
      team: 'emea',
    };
    const done = { first_resolved: 'Mon 12:00', resolved: 'Mon 12:00', first_reply: 'Mon 10:00' };
    const none = ['person', 'ai', 'ai_then_person'].flatMap((handled_by) =>
      [
        { is_test: true },
        { is_outbound: true },
        { removed: 'Tue 09:00', deleted_s: at('Tue 09:00'), status: 'deleted' },
        { removed: 'Tue 09:00', is_spam: true, status: 'spam' },
      ].map((reason) =>
        ticket({
          ...left,
          ...done,
          handled_by,
          is_bot_only: handled_by === 'ai',
          first_ai_act_s: handled_by === 'person' ? null : at('Mon 09:00'),
          ...reason,
        }),
      ),
    );
    await insert(warehouse, lake.tickets, none);
    const more = await answers();
    await warehouse.query('clear', `DELETE FROM tickets WHERE requester_id = 'somebody else'`);
    expect(changed(whole, more)).toEqual([]);
  }, 300_000);

  it('has cases of which nothing is told in neither part, or says that it is not told', async () => {
    const nothing = Object.fromEntries(
      Object.keys(lake.tickets.columns).flatMap((name) => (name.startsWith('tells_') ? [[name, false]] : [])),
    );
    const silent = ['person', 'ai', 'none'].map((handled_by) =>
      ticket({
        requester_id: 'somebody else',
        channel: 'email',
        team: 'emea',
        resolved: 'Mon 12:00',
        first_resolved: 'Mon 12:00',
        first_reply: 'Mon 10:00',
        handled_by,
        ...nothing,
      }),
    );
    await insert(warehouse, lake.tickets, silent);
    const more = await answers();
    await warehouse.query('clear', `DELETE FROM tickets WHERE requester_id = 'somebody else'`);
    const keyOf = ({ metric, segment }: Measured) => JSON.stringify([metric, segment]);
    const before = new Map(whole.map((one) => [keyOf(one), JSON.stringify(one.value)]));
    const other = more.filter(
      (one) => one.value.status === 'known' && before.get(keyOf(one)) !== JSON.stringify(one.value),
    );
    expect(other.map(keyOf)).toEqual([]);
  }, 300_000);

  it('moves both parts by one case, or neither, and says of each case that tells too little that it is left out', async () => {
    const plain = {
      ticket_id: 'one more',
      requester_id: 'somebody else',
      channel: 'email',
      team: 'emea',
      account_id: 'a1',
      type: 'question',
      category: 'login',
      first_reply: 'Mon 10:00',
      first_reply_by: 'u1',
      resolved: 'Mon 12:00',
      first_resolved: 'Mon 12:00',
      resolved_by: 'u1',
      started: 'Mon 09:30',
      handled_by: 'person',
      status: 'solved',
      replies_to_resolution: 1,
      reply_count: 1,
      reopen_count: 0,
      handoff_count: 0,
      reply_business_s: 600,
      resolve_business_s: 3600,
    };
    const untold = {
      resolution: { resolved: null, first_resolved: null, resolved_by: null, tells_resolution: false },
      reply: {
        first_reply: null,
        first_reply_by: null,
        replies_to_resolution: null,
        reply_count: null,
        tells_first_reply: false,
        tells_person_replies: false,
        tells_reply_count: false,
      },
      creation: { created: null, updated_s: at('Tue 09:00'), created_month: '0000-00', tells_creation: false },
      reopenings: { reopen_count: null, tells_reopenings: false, tells_reopen_count: false },
      author: { handled_by: 'not_told', tells_authors: false },
      customer: { requester_id: null, account_id: null },
      topic: { category: null },
    };
    const told = {
      'resolved by AI': { handled_by: 'ai', first_ai_act_s: at('Mon 09:00'), first_reply: null, first_reply_by: null },
      'AI, then a person': {
        handled_by: 'ai_then_person',
        first_ai_act_s: at('Mon 09:00'),
        ai_handoff_s: at('Mon 09:20'),
        handoff_reply_s: at('Mon 10:00'),
        handoff_wait_s: 2400,
      },
      reopened: { first_reopened: 'Mon 15:00', resolved: 'Tue 12:00', reopen_count: 1 },
      open: { resolved: null, first_resolved: null, resolved_by: null, status: 'open' },
    };
    const withOne = async (more: Parameters<typeof ticket>[0]) => {
      await insert(warehouse, lake.tickets, [ticket({ ...plain, ...more })]);
      const all = await answers();
      await warehouse.query('clear', `DELETE FROM tickets WHERE ticket_id = 'one more'`);
      return new Map(all.map((one) => [JSON.stringify([one.metric, one.segment]), one]));
    };
    const before = new Map(whole.map((one) => [JSON.stringify([one.metric, one.segment]), one]));
    const usual = await withOne({});
    const wrong: string[] = [];
    for (const [kind, more] of Object.entries({ usual: {}, ...told, ...untold })) {
      const after = kind === 'usual' ? usual : await withOne(more);
      for (const [key, { metric, value, extras, not_told }] of after) {
        const was = before.get(key);
        const isShare = metrics.find(({ id }) => id === metric)?.interval === 'wilson';
        if (isShare && value.status === 'known' && was?.value.status === 'known') {
          const hits = (value.numerator ?? 0) - (was.value.numerator ?? 0);
          const trials = (value.denominator ?? 0) - (was.value.denominator ?? 0);
          if (trials < 0 || trials > 1 || hits < 0 || hits > trials)
            wrong.push(`${kind}: ${key} +${hits} of +${trials}`);
        }
        const isMoved = JSON.stringify(usual.get(key)?.value) !== JSON.stringify(was?.value);
        const isSilent =
          JSON.stringify([value, extras, not_told]) === JSON.stringify([was?.value, was?.extras, was?.not_told]);
        if (kind in untold && isMoved && isSilent) wrong.push(`${kind}: ${key} leaves it out and says nothing`);
      }
    }
    expect(wrong).toEqual([]);
  }, 300_000);

  it('has what robots alone handled in both parts, or in neither', async () => {
    await warehouse.query('clear', 'DELETE FROM tickets WHERE is_bot_only');
    expect(changed(whole, await answers())).toEqual(withRobots);
  }, 300_000);
});
