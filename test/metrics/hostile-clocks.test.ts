import * as fc from '../support/property.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deriveTicket } from '../../shared/facts/derive.ts';
import { eventRow } from '../../shared/events/event-row.ts';
import type { EventData, EventKind, TicketEvent } from '../../shared/events/event.ts';
import * as lake from '../../shared/lake/tables.ts';
import type { Warehouse } from '../../shared/ports.ts';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import { evaluate, type Ask } from '../../shared/metrics/evaluate.ts';
import { attributes, context } from '../support/facts.ts';
import { at, configurationOf, week39 } from '../support/lake.ts';
import { emptyWarehouse, insert } from '../support/warehouse.ts';

/**
 * Clocks that go wrong: resolutions and replies before the creation, other events before it, reopenings, merges, imports with a stated
 * first reply. A lake that holds everything, asked as of T, answers every metric of tickets as a lake does that was filled at T and never again.
 */
const start_s = at('Mon 00:00');
const hour = 3600;
const words = [
  'solved',
  'open',
  'closed',
  'merged',
  'restored',
  '>A',
  '>B',
  '>bot',
  'reply',
  'ai reply',
  'somebody',
  'p1',
  'development',
] as const;
const history = fc.record({
  /** Hours from the first event to the stated creation; null: none is stated. */
  created: fc.option(fc.integer({ min: -20, max: 20 })),
  /** Hours to the stated first reply, which may lie before the creation. */
  replied: fc.option(fc.integer({ min: -30, max: 60 }), { freq: 2 }),
  steps: fc.array(fc.record({ hours: fc.integer({ min: 0, max: 9 }), what: fc.constantFrom(...words) }), {
    maxLength: 10,
  }),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;
/** One without peculiarities, so that no table of the earlier lake is empty. */
const plain: History = { created: null, replied: null, steps: [{ hours: 0, what: '>A' }] };
/** As of an instant at which the ticket was gone, and is there again now; or is gone once more. */
const goneForAWhile: [History[], number] = [[ticket('merged', 'solved', '+', 'solved', 'restored')], 0];
const goneTwice: [History[], number] = [[ticket('+', 'merged', '+', 'restored', '+', '+', 'solved', 'merged')], 1];
function ticket(...steps: readonly ((typeof words)[number] | '+')[]): History {
  let hours = 0;
  const dated: History['steps'] = [];
  for (const what of steps) {
    if (what === '+') hours += 1;
    else {
      dated.push({ hours, what });
      hours = 0;
    }
  }
  return { created: null, replied: null, steps: dated };
}

function eventsOf({ steps }: History, ticket_id: string): readonly TicketEvent[] {
  let at_s = start_s;
  let owner: string | null = null;
  let priority: 'p1' | 'p3' = 'p3';
  const events: TicketEvent[] = [];
  const say = <K extends EventKind>(
    kind: K,
    data: EventData<K>,
    actor: TicketEvent['actor'] = 'agent',
    actor_id = 'A',
  ): void => {
    const order = events.length;
    const event_id = `${ticket_id} ${String(order).padStart(3, '0')}`;
    events.push({ ticket_id, event_id, at_s, order, kind, actor, actor_id, data } as TicketEvent);
  };
  say('created', { status: 'new' }, 'customer');
  for (const { hours, what } of steps) {
    at_s += hours * hour;
    if (what === 'merged') say('merged', { into: 'other' });
    else if (what === 'restored') say('restored', {});
    else if (what === 'reply') say('replied', {});
    else if (what === 'ai reply') say('replied', {}, 'automation', 'fin');
    else if (what === 'somebody') say('status', { to: 'open' }, null, 'stranger');
    else if (what === 'development') say('escalated', { to: 'development' });
    else if (what === 'p1') {
      say('field', { field: 'priority', from: priority, to: what });
      priority = what;
    } else if (what === '>A' || what === '>B' || what === '>bot') {
      const to = what.slice(1);
      say('assigned', { from: owner, to, ...(to === 'bot' ? { to_kind: 'bot' as const } : {}) });
      owner = to;
    } else say('status', { to: what });
  }
  return events;
}

const filled = [lake.people, lake.tickets, lake.ticketFlow, lake.ticketOwners, lake.ticketIntervals, lake.ticketEvents];
const names: ReadonlySet<string> = new Set(filled.map(({ name }) => name));
const ofTickets = (Object.values(catalogue) as Metric[]).filter((one) => {
  const tables = one.requires;
  return tables.length > 0 && tables.every((table) => names.has(table));
});
const provenance = { source: 'helpdesk', version_key: '1', ingested_s: 0, raw_key: '' };

/** The stranger is in no list. */
const person = (_source: string, id: string) =>
  id === 'stranger' ? undefined : { role: null, is_bot: id === 'bot' || id === 'fin' };

async function fill(warehouse: Warehouse, histories: readonly History[], until_s: number): Promise<void> {
  for (const { name } of filled) await warehouse.query('clear', `DELETE FROM ${name}`);
  await insert(warehouse, lake.people, [{ ...provenance, person_id: 'bot', is_bot: true, from_s: 0, to_s: null }]);
  for (const [i, one] of histories.entries()) {
    const events = eventsOf(one, `t${i}`).filter(({ at_s }) => at_s <= until_s);
    const stated = (hours: number | null): number | null => {
      const at_s = hours === null ? null : start_s + hours * hour;
      return at_s !== null && at_s <= until_s ? at_s : null;
    };
    const created_s = one.created === null ? start_s : start_s + one.created * hour;
    if (events.length === 0 || created_s > until_s) continue;
    const derived = deriveTicket(
      {
        attributes: attributes({
          ...provenance,
          ticket_id: `t${i}`,
          created_s,
          updated_s: events.at(-1)!.at_s,
          priority: events.some(({ kind }) => kind === 'field') ? 'p1' : 'p3',
          fact_source: 'events',
          has_given_first_reply: one.replied !== null,
          given_first_reply_s: stated(one.replied),
        }),
        events,
        first_followup_s: null,
      },
      context({ aiAgents: new Set(['fin']), person }),
    );
    await insert(warehouse, lake.tickets, [derived.ticket]);
    await insert(warehouse, lake.ticketFlow, derived.flow);
    await insert(warehouse, lake.ticketOwners, derived.owners);
    await insert(warehouse, lake.ticketIntervals, derived.intervals);
    await insert(
      warehouse,
      lake.ticketEvents,
      events.map((event) => eventRow(event, provenance)),
    );
  }
}

describe('with hostile clocks, a number as of a past instant', () => {
  let whole: Warehouse;
  let then: Warehouse;
  beforeAll(async () => {
    [whole, then] = await Promise.all([emptyWarehouse(), emptyWarehouse()]);
  });
  afterAll(() => Promise.all([whole.close(), then.close()]));

  it('is that of a lake which was filled then, for every metric of tickets', async () => {
    expect(ofTickets.length).toBeGreaterThan(20);
    const asks: readonly Ask[] = [
      ...ofTickets.map((metric) => ({ metric, period: week39, by: [], companions: false })),
      { metric: catalogue.issuesHandled, period: week39, by: ['handled_by'], companions: false },
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(history, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 60 }),
        async (drawn, hours) => {
          const histories = [plain, ...drawn];
          const as_of_s = start_s + hours * hour;
          await Promise.all([fill(whole, histories, Infinity), fill(then, histories, as_of_s)]);
          const settings = { as_of_s, ...configurationOf() };
          const [asOf, oracle] = await Promise.all([
            evaluate(asks, { warehouse: whole, watermark_s: start_s + 1000 * hour, ...settings }),
            evaluate(asks, { warehouse: then, watermark_s: as_of_s, ...settings }),
          ]);
          const numbers = (all: typeof asOf) => all.map(({ metric, segment, value }) => ({ metric, segment, value }));
          expect(numbers(asOf)).toEqual(numbers(oracle));
        },
      ),
      { numRuns: 20, examples: [goneForAWhile, goneTwice] },
    );
  }, 600_000);
});
