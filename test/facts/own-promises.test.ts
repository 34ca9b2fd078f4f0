import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '../../shared/events/event.ts';
import { deriveTicket } from '../../shared/facts/derive.ts';
import type { OwnPromise, OwnTargets } from '../../shared/facts/context.ts';
import type { FactKind } from '../../shared/knowledge/fact-kind.ts';
import { attributes, context, event, status } from '../support/facts.ts';

/** Open in the first half of every thousand seconds. */
const halves = (from_s: number, to_s: number): number => {
  const until = (at_s: number): number => Math.floor(at_s / 1000) * 500 + Math.min(at_s % 1000, 500);
  return until(to_s) - until(from_s);
};
const targets: OwnTargets = {
  policy: 'gold',
  calendar_id: 'half',
  first_reply: 300,
  next_reply: 200,
  wait: 600,
  resolution: 900,
};
function promises(
  events: readonly TicketEvent[],
  { hidden = [], told = targets as OwnPromise, as_of_s = undefined as number | undefined } = {} as {
    hidden?: readonly FactKind[];
    told?: OwnPromise;
    as_of_s?: number | undefined;
  },
) {
  const input = { attributes: attributes({ created_s: 100 }), events, first_followup_s: null };
  return deriveTicket(
    input,
    context({
      ownTargets: () => told,
      businessSeconds: (_, from_s, to_s) => halves(from_s, to_s),
      untold: () => new Set(hidden),
      ...(as_of_s === undefined ? {} : { as_of_s }),
    }),
  ).promises;
}
const of = (kind: string, rows: ReturnType<typeof promises>) => rows.filter(({ metric }) => metric === kind);
const wrote = (at_s: number, actor: 'agent' | 'customer'): TicketEvent =>
  event(at_s, 'replied', { actor, actor_id: actor, data: {} });

describe('a promise of one’s own', () => {
  it('is due in business time: 300 s of a calendar that is open in the first half of each 1,000 s, from 100 on', () => {
    expect(of('first_reply', promises([wrote(350, 'agent')]))).toMatchObject([
      {
        policy_id: 'gold',
        applied_s: 100,
        due_s: 400,
        fulfilled_s: 350,
        elapsed_s: 250,
        is_breached: null,
        is_own: true,
      },
    ]);
    // 400 s until 500, closed until 1,000: the other 500 s of 900 are over at 1,500
    expect(of('resolution', promises([]))).toMatchObject([{ due_s: 1500, fulfilled_s: null, elapsed_s: null }]);
  });
  it('of the wait stands still while the customer is asked, that of the resolution does not', () => {
    const events = [status(200, 'pending_customer'), status(1200, 'open'), status(1400, 'solved')];
    // 100 s, then 200 s: 300 s of 600 are spent when it is solved; the other 500 s were the customer’s
    expect(of('wait', promises(events))).toMatchObject([{ elapsed_s: 300, fulfilled_s: 1400 }]);
    expect(of('resolution', promises(events))).toMatchObject([{ elapsed_s: 800, fulfilled_s: 1400, due_s: 1500 }]);
    expect(of('wait', promises(events.slice(0, 1)))).toMatchObject([{ due_s: null, fulfilled_s: null }]);
  });
  it('runs again when the case is opened again, with what was spent before', () => {
    const events = [status(300, 'solved'), status(1000, 'open')];
    expect(of('wait', promises(events))).toMatchObject([{ fulfilled_s: null, due_s: 1400 }]);
  });
  it('of a reply holds for every turn, each on a clock of its own', () => {
    const events = [wrote(150, 'agent'), wrote(200, 'customer'), wrote(260, 'agent'), wrote(1000, 'customer')];
    expect(of('next_reply', promises(events))).toMatchObject([
      { applied_s: 200, due_s: 400, fulfilled_s: 260 },
      { applied_s: 1000, due_s: 1200, fulfilled_s: null },
    ]);
  });
  it('ends with the case: nobody waits for a reply to what is finished', () => {
    expect(of('first_reply', promises([status(350, 'solved')]))).toMatchObject([{ fulfilled_s: 350 }]);
    expect(of('next_reply', promises([wrote(150, 'agent'), status(300, 'solved'), wrote(400, 'customer')]))).toEqual(
      [],
    );
  });
  it('is none where nobody could say how it went, of what the company sends, and where none is configured', () => {
    expect(of('first_reply', promises([], { hidden: ['first_reply'] }))).toEqual([]);
    expect(of('wait', promises([], { hidden: ['status_history'] }))).toEqual([]);
    expect(promises([], { told: null })).toEqual([]);
    expect(promises([], { told: 'not_told' })).toEqual([]);
    const sent = event(100, 'created', { data: { is_outbound: '1' } });
    expect(promises([sent])).toEqual([]);
  });
  it('that nobody knows is flagged, but of no case to which nothing is promised', () => {
    const flags = (events: readonly TicketEvent[], told: OwnPromise) =>
      deriveTicket(
        { attributes: attributes({ created_s: 100 }), events, first_followup_s: null },
        context({ ownTargets: () => told }),
      ).ticket.data_quality;
    expect(flags([], 'not_told')).toBe('["promise_untold"]');
    expect(flags([], null)).toBe('[]');
    expect(flags([event(100, 'created', { data: { is_outbound: '1' } })], 'not_told')).toBe('[]');
  });
  it('is never beside one that the helpdesk tells', () => {
    const told = [
      event(100, 'sla_clock', { data: { metric: 'wait', instance: '1', to: 'active' } }),
      event(100, 'sla_applied', { data: { metric: 'wait', instance: '1', policy: '25', target_s: 60 } }),
    ];
    expect(promises(told)).toMatchObject([{ policy_id: '25', is_own: null }]);
  });
  it('of an instant is what was known then', () => {
    expect(of('first_reply', promises([wrote(350, 'agent')], { as_of_s: 300 }))).toMatchObject([{ fulfilled_s: null }]);
  });
});
