import * as fc from '../support/property.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deriveTicket } from '../../shared/facts/derive.ts';
import { eventRow } from '../../shared/events/event-row.ts';
import type { EventData, EventKind, Priority, TicketEvent } from '../../shared/events/event.ts';
import * as lake from '../../shared/lake/tables.ts';
import {
  backlog,
  fdr24h,
  handoffCoefficient,
  handoffRate,
  independentClosureNarrow,
  ticketVolume,
} from '../../shared/metrics/catalogue/all.ts';
import type { Ran } from '../../shared/metrics/queries.ts';
import { evaluate, type Ask } from '../../shared/metrics/evaluate.ts';
import { measuring } from '../../shared/run/measure.ts';
import type { SourceRecord } from '../../shared/run/record.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { attributes, context } from '../support/facts.ts';
import { at, configurationOf, week39 } from '../support/lake.ts';
import { expectPortable, expectTrinoGrammar } from '../support/sql.ts';
import { emptyWarehouse, insert } from '../support/warehouse.ts';

/**
 * What was known at a past instant: a lake that holds everything, asked as of that instant, answers as a lake does that was filled
 * at that instant and never again. The second is the oracle: it holds nothing that could leak.
 */
const start_s = at('Mon 00:00');
const hour = 3600;
const step = fc.record({
  hours: fc.integer({ min: 0, max: 9 }),
  what: fc.constantFrom(
    '>A',
    '>B',
    '>C',
    '>bot',
    '>',
    'p1',
    'p2',
    'p3',
    'product_bug',
    'usage',
    'solved',
    'open',
    'other',
    'empty',
  ),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const history = fc.record({
  steps: fc.array(step, { maxLength: 14 }),
  /** Some helpdesks say in a change what the value was before, some do not; some tell snapshots. */
  style: fc.constantFrom('from and to', 'to', 'snapshots' as const),
  /** In the creation, or by the first change alone. */
  assignee: fc.constantFrom('A', 'bot', null),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

interface Told {
  readonly events: readonly TicketEvent[];
  /** Values in force after each event, the first before any. */
  readonly values: readonly {
    readonly at_s: number;
    readonly priority: string | null;
    readonly root_cause: string | null;
  }[];
}
function tell({ steps, style, assignee }: History, ticket_id: string): Told {
  let at_s = start_s;
  let owner: string | null = assignee;
  let priority: Priority | null = 'p4';
  let root_cause: string | null = null;
  const events: TicketEvent[] = [];
  const values: Told['values'][number][] = [{ at_s: 0, priority, root_cause }];
  const say = <K extends EventKind>(kind: K, data: EventData<K>): void => {
    const n = events.length;
    events.push({
      ticket_id,
      event_id: `${ticket_id} ${String(n).padStart(3, '0')}`,
      at_s,
      order: n,
      kind,
      actor: 'agent',
      actor_id: 'A',
      data,
    } as TicketEvent);
  };
  const kindOf = (person: string | null) => (person === 'bot' ? ({ to_kind: 'bot' } as const) : {});
  say('created', {
    status: 'new',
    ...(assignee === null ? {} : { assignee, ...(assignee === 'bot' ? { assignee_kind: 'bot' } : {}) }),
  });
  if (style !== 'from and to') say('snapshot', { priority });
  for (const { hours, what } of steps as readonly Step[]) {
    at_s += hours * hour;
    const from = (value: string | null) => (style === 'from and to' ? { from: value } : {});
    if (what.startsWith('>')) {
      const to = what.slice(1) || null;
      say('assigned', { ...from(owner), to, ...kindOf(to) });
      owner = to;
    } else if (/^p\d$/.test(what) || what === 'empty') {
      const to = what === 'empty' ? null : (what as Priority);
      if (style === 'snapshots') say('snapshot', { priority: to });
      else say('field', { field: 'priority', ...from(priority), to });
      priority = to;
    } else if (what === 'solved' || what === 'open' || what === 'other') say('status', { to: what });
    else {
      // what is told without its past can only be known once it was told
      if (style === 'from and to') {
        say('field', { field: 'root_cause', from: root_cause, to: what });
        root_cause = what;
      }
    }
    values.push({ at_s, priority, root_cause });
  }
  return { events, values };
}

describe('a number as of a past instant', () => {
  let whole: Warehouse;
  let then: Warehouse;
  beforeAll(async () => {
    [whole, then] = await Promise.all([emptyWarehouse(), emptyWarehouse()]);
  });
  afterAll(() => Promise.all([whole.close(), then.close()]));

  const filled = [
    lake.people,
    lake.tickets,
    lake.ticketFlow,
    lake.ticketIntervals,
    lake.ticketOwners,
    lake.ticketEvents,
  ];
  const provenance = { source: 'helpdesk', version_key: '1', ingested_s: 0, raw_key: '' };
  async function fill(warehouse: Warehouse, tickets: readonly Told[], until_s: number): Promise<void> {
    for (const { name } of filled) await warehouse.query('clear', `DELETE FROM ${name}`);
    await insert(warehouse, lake.people, [{ ...provenance, person_id: 'bot', is_bot: true, from_s: 0, to_s: null }]);
    for (const [i, { events, values }] of tickets.entries()) {
      const known = events.filter(({ at_s }) => at_s <= until_s);
      const last = values.findLast(({ at_s }) => at_s <= until_s)!;
      const derived = deriveTicket(
        {
          attributes: attributes({
            source: 'helpdesk',
            ticket_id: `t${i}`,
            created_s: start_s,
            updated_s: known.at(-1)!.at_s,
            priority: last.priority,
            root_cause: last.root_cause,
            fact_source: 'events',
          }),
          events: known,
          first_followup_s: null,
        },
        context({ person: (_source, id) => ({ role: null, is_bot: id === 'bot' }) }),
      );
      await insert(warehouse, lake.tickets, [derived.ticket]);
      await insert(warehouse, lake.ticketFlow, derived.flow);
      await insert(warehouse, lake.ticketIntervals, derived.intervals);
      await insert(warehouse, lake.ticketOwners, derived.owners);
      await insert(
        warehouse,
        lake.ticketEvents,
        known.map((event) => eventRow(event, provenance)),
      );
    }
  }

  const asks: readonly Ask[] = [
    ...[handoffRate, handoffCoefficient, independentClosureNarrow].map((metric) => ({ metric, by: [] })),
    ...[ticketVolume, backlog, handoffRate, fdr24h].map((metric) => ({ metric, by: ['priority' as const] })),
  ].map((ask) => ({ ...ask, period: week39, companions: false }));

  it('is what a lake says that was filled at that instant', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(history, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 60 }),
        async (histories, hours) => {
          const as_of_s = start_s + hours * hour;
          const tickets = histories.map((one, i) => tell(one, `t${i}`));
          await Promise.all([fill(whole, tickets, Infinity), fill(then, tickets, as_of_s)]);
          const settings = { as_of_s, ...configurationOf() };
          const [asOf, oracle] = await Promise.all([
            evaluate(asks, { warehouse: whole, watermark_s: start_s + 1000 * hour, ...settings }),
            evaluate(asks, { warehouse: then, watermark_s: as_of_s, ...settings }),
          ]);
          expect(asOf).toEqual(oracle);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is asked in words that both engines understand', async () => {
    const told = tell({ steps: [{ hours: 1, what: '>B' }], style: 'snapshots', assignee: 'A' }, 't0');
    await fill(whole, [told], Infinity);
    const ran: Ran[] = [];
    await evaluate(
      asks,
      { warehouse: whole, as_of_s: start_s, watermark_s: at('Sun 00:00'), ...configurationOf() },
      ran,
    );
    const history = ran.filter(({ sql }) => sql.includes('ticket_events AS ev'));
    expect(history.length).toBeGreaterThan(1);
    for (const { name, sql } of history) {
      expectTrinoGrammar(sql, name);
      expectPortable(sql, name);
    }
  });

  it('is not asked of the events where as_of only waits for the slowest source', async () => {
    await fill(whole, [tell({ steps: [{ hours: 9, what: '>B' }], style: 'to', assignee: 'A' }, 't0')], Infinity);
    const record = (source: string, watermark_s: number) => ({ source, watermark_s }) as SourceRecord;
    const records = [record('fast', start_s + 9 * hour), record('slow', start_s + 5 * hour)];
    const readsEvents = async (as_of_s: number): Promise<boolean> => {
      const ran: Ran[] = [];
      await evaluate(asks, await measuring({ warehouse: whole }, configurationOf(), as_of_s, { records }), ran);
      return ran.some(({ sql }) => sql.includes('ticket_events AS ev'));
    };
    expect(await readsEvents(start_s + 5 * hour)).toBe(false);
    expect(await readsEvents(start_s + 5 * hour - 1)).toBe(true);
  });
});
