import { describe, expect, it } from 'vitest';
import { deriveTicket, type FlowRow } from '../../shared/facts/derive.ts';
import { handoffsOf } from '../../shared/facts/handoff.ts';
import { ownershipsOf } from '../../shared/facts/owners.ts';
import type { TicketEvent, TicketStatus } from '../../shared/events/event.ts';
import { attributes, context, event, status } from '../support/facts.ts';
import { goldenVectors } from '../support/golden.ts';

// Oracle: the vectors of kind "fact" and "backlog", computed by a program that shares no code with this one.
const of = goldenVectors;

const derive = (events: readonly TicketEvent[]) =>
  deriveTicket({ attributes: attributes({ created_s: 0 }), events, first_followup_s: null }, context());

describe('a reopening', () => {
  it.each(of('reopen_event'))('is counted as in the vector $case', ({ input, expect: expected }) => {
    const { history } = input as { history: TicketStatus[] };
    const { ticket } = derive(history.map((to, i) => status(i * 100, to)));
    expect(ticket.reopen_count).toBe(expected);
  });
});

describe('a resolution', () => {
  it.each(of('resolution_time'))('is dated as in the vector $case', ({ input, expect: expected }) => {
    const { history } = input as { history: { status: TicketStatus; at_s: number }[] };
    const { ticket } = derive(history.map((entry) => status(entry.at_s, entry.status)));
    expect({ first_resolved_s: ticket.first_resolved_s, resolved_s: ticket.resolved_s }).toEqual(expected);
  });
});

describe('hand-offs', () => {
  it.each(of('handoff'))('are counted as in the vector $case', ({ input, expect: expected }) => {
    const { owners } = input as { owners: (string | null)[] };
    const events = owners.map((to, i) =>
      event(i * 10, 'assigned', {
        data: { to, to_kind: to?.startsWith('group:') ? 'group' : to?.startsWith('bot:') ? 'bot' : 'person' },
      }),
    );
    const { handoff_count } = handoffsOf(ownershipsOf(events, 'desk', 0, context()));
    expect({ handoffs: handoff_count, has_handoff: handoff_count > 0 }).toEqual(expected);
    expect(derive(events).ticket.handoff_count).toBe(handoff_count);
  });
});

describe('the backlog', () => {
  interface Step {
    readonly ticket: string;
    readonly event: 'created' | 'resolved' | 'reopened' | 'removed' | 'restored';
    readonly at_s: number;
  }
  const eventOf = ({ event: kind, at_s }: Step): TicketEvent =>
    kind === 'created'
      ? event(at_s, 'created')
      : kind === 'removed'
        ? event(at_s, 'deleted')
        : kind === 'restored'
          ? event(at_s, 'restored')
          : status(at_s, kind === 'resolved' ? 'solved' : 'open');
  const sign = (kind: string | null): number => (['created', 'reopened', 'restored'].includes(kind ?? '') ? 1 : -1);

  it.each(of('backlog'))('has the identity of the vector $case', ({ input, expect: expected }) => {
    const { start_s, end_s, events } = input as { start_s: number; end_s: number; events: Step[] };
    const flows = new Map(
      [...new Set(events.map(({ ticket }) => ticket))].map((id): [string, readonly FlowRow[]] => {
        const own = events.filter(({ ticket }) => ticket === id);
        const row = attributes({ ticket_id: id });
        return [
          id,
          deriveTicket({ attributes: row, events: own.map(eventOf), first_followup_s: null }, context()).flow,
        ];
      }),
    );
    const all = [...flows.values()].flat();
    const openAt = (at_s: number, flow: readonly FlowRow[]): number =>
      flow.reduce((n, step) => (step.at_s! < at_s ? n + sign(step.kind) : n), 0);
    const within = (kind: string): number =>
      all.filter((step) => step.kind === kind && step.at_s! >= start_s && step.at_s! < end_s).length;
    expect({
      opening: openAt(start_s, all),
      created: within('created'),
      reopened: within('reopened'),
      resolved: within('resolved'),
      removed: within('removed'),
      restored: within('restored'),
      closing: openAt(end_s, all),
      closing_tickets: [...flows].filter(([, flow]) => openAt(end_s, flow) === 1).map(([id]) => id),
    }).toEqual(expected);
  });
});
