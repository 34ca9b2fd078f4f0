import * as fc from '../support/property.ts';
import { describe, expect, it } from 'vitest';
import { deriveTicket } from '../../shared/facts/derive.ts';
import { ofKind, type TicketEvent, type TicketStatus } from '../../shared/events/event.ts';
import { ticketFacts } from '../../shared/facts/ticket-facts.ts';
import { factKindNames, tellsColumn } from '../../shared/knowledge/fact-kind.ts';
import { attributes, context, event, status } from '../support/facts.ts';

// Oracle: plain restatements of the definitions over the history, second by second.
const statuses: readonly TicketStatus[] = [
  'new',
  'open',
  'pending_customer',
  'solved',
  'closed',
  'spam',
  'deleted',
  'other',
];
const step = fc.record({
  wait_s: fc.integer({ min: 0, max: 5 }),
  what: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...statuses) },
    { weight: 1, arbitrary: fc.constantFrom('deleted!' as const, 'restored!' as const, 'merged!' as const) },
    {
      weight: 3,
      arbitrary: fc.constantFrom('>A' as const, '>B' as const, '>bot' as const, '>' as const, '>>G' as const),
    },
  ),
});
type Step = { wait_s: number; what: string };

const eventOf = (at_s: number, what: string): TicketEvent => {
  if (what.endsWith('!'))
    return what === 'merged!'
      ? event(at_s, 'merged', { data: { into: 'x' } })
      : event(at_s, what.slice(0, -1) as 'deleted' | 'restored');
  if (what.startsWith('>>')) return event(at_s, 'grouped', { data: { to: what.slice(2) } });
  if (what.startsWith('>')) {
    return event(at_s, 'assigned', {
      data: { to: what.slice(1) || null, to_kind: what === '>bot' ? 'bot' : 'person' },
    });
  }
  return status(at_s, what as TicketStatus);
};
const historyOf = (steps: readonly Step[]): TicketEvent[] => {
  let at_s = 100;
  return steps.map(({ wait_s, what }) => eventOf((at_s += wait_s), what));
};
const derive = (events: readonly TicketEvent[], as_of_s?: number) =>
  deriveTicket(
    { attributes: attributes({ created_s: 100, updated_s: 100 }), events, first_followup_s: null },
    context(as_of_s === undefined ? {} : { as_of_s }),
  );
const histories = fc.array(step, { maxLength: 25 }).map(historyOf);
const into = (kind: string | null): number => (['created', 'reopened', 'restored'].includes(kind ?? '') ? 1 : -1);

describe('for any history, the flow', () => {
  it('alternates in and out, in order of time, and ends where the ticket stands', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const { flow, ticket } = derive(events);
        expect(flow.map(({ kind }) => into(kind))).toEqual(flow.map((_, i) => (i % 2 === 0 ? 1 : -1)));
        expect(flow.every(({ at_s }, i) => i === 0 || flow[i - 1]!.at_s! <= at_s!)).toBe(true);
        expect(new Set(flow.map(({ at_s, seq }) => `${at_s}/${seq}`)).size).toBe(flow.length);
        const isOpen = flow.length % 2 === 1;
        expect(isOpen).toBe(ticket.resolved_s === null && ticket.removed_s === null);
      }),
    );
  });

  it('is the same whatever order the events are given in', () => {
    fc.assert(
      fc.property(
        histories.chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
        ),
        ([events, shuffled]) => {
          expect(derive(shuffled)).toEqual(derive(events));
        },
      ),
    );
  });

  it('as of an instant is the flow of today cut at that instant', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 100, max: 180 }), (events, as_of_s) => {
        expect(derive(events, as_of_s).flow).toEqual(derive(events).flow.filter(({ at_s }) => at_s! <= as_of_s));
      }),
    );
  });
});

describe('for any history, the resolution', () => {
  it('is the start of the finished stay that lasts, else null', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const removals = new Set(['spam', 'deleted', 'merged']);
        const states = events.flatMap(({ kind, at_s, data }) =>
          kind === 'status' && !removals.has(String(data.to)) ? [{ at_s, to: String(data.to) }] : [],
        );
        let since: number | null = null;
        for (const { at_s, to } of states) since = to === 'solved' || to === 'closed' ? (since ?? at_s) : null;
        expect(derive(events).ticket.resolved_s).toBe(since);
      }),
    );
  });
});

describe('for any history, the hand-offs', () => {
  it('are one fewer than the runs of people in the row of owners', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const people = ofKind(events, 'assigned')
          .filter(({ data }) => data.to !== null && data.to_kind === 'person')
          .map(({ data }) => String(data.to));
        const runs = people.join('').match(/A+|B+/g)?.length ?? 0;
        expect(derive(events).ticket.handoff_count).toBe(Math.max(0, runs - 1));
      }),
    );
  });
});

describe('for any history, the intervals', () => {
  it('of owners tile the life of the ticket: their times add up to it', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const { owners, flow } = derive(events);
        const end_s = flow.length % 2 === 0 ? flow.at(-1)!.at_s! : null;
        const total = owners.reduce((sum, { duration_s }) => sum + (duration_s ?? 0), 0);
        // Solved in the second of its creation: a life of no length, and no row.
        const last = owners.at(-1) ?? { started_s: 100, ended_s: 100 };
        expect(last.ended_s).toBe(end_s);
        expect(total).toBe((end_s ?? last.started_s!) - 100);
        expect(owners.every((row, i) => row.started_s === (i === 0 ? 100 : owners[i - 1]!.ended_s))).toBe(true);
      }),
    );
  });

  it('of statuses have no gap, no overlap, no repetition, and one key each', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const { intervals } = derive(events);
        expect(intervals.every((row, i) => row.started_s === (i === 0 ? 100 : intervals[i - 1]!.ended_s))).toBe(true);
        expect(intervals.every((row, i) => i === 0 || row.status !== intervals[i - 1]!.status)).toBe(true);
        expect(intervals.at(-1)!.ended_s).toBeNull();
      }),
    );
  });
});

describe('for any history, hiding a kind of fact', () => {
  // first_unknown_act_s itself says that nobody tells who acted
  const columns = Object.keys(ticketFacts).filter(
    (name) => /_s$|_count$|_by$|_to_resolution$/.test(name) && name !== 'first_unknown_act_s',
  ) as (keyof typeof ticketFacts)[];
  it('never changes a fact to another: it stays, or it is not told', () => {
    fc.assert(
      fc.property(histories, fc.subarray([...factKindNames]), (events, hidden) => {
        const whole = derive(events).ticket;
        const { ticket } = deriveTicket(
          { attributes: attributes({ created_s: 100, updated_s: 100 }), events, first_followup_s: null },
          context({ untold: () => new Set(hidden) }),
        );
        for (const name of columns) expect([whole[name], null, 'not_told']).toContain(ticket[name]);
        for (const kind of factKindNames)
          if (ticket[tellsColumn(kind)] === true) expect(whole[tellsColumn(kind)]).toBe(true);
        for (const kind of hidden) expect(ticket[tellsColumn(kind)]).toBe(false);
      }),
    );
  });
});
