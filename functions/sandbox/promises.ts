import type { Ticket } from '../../shared/sandbox/model.ts';

/** The one policy of the made-up organisation: targets in calendar minutes by the priority that a ticket is asked with. */
export const policy = {
  title: 'Standard',
  first_reply: { p1: 60, p2: 240, p3: 480, p4: 1440 },
  wait: { p1: 480, p2: 1440, p3: 2880, p4: 7200 },
} as const;

/** What was promised for the first reply, and how it went, as it is known at an instant. Nobody waits for what the company sends. */
export interface FirstReply {
  readonly applied_s: number;
  readonly due_s: number;
  readonly kept_s: number | null;
  readonly isMissed: boolean;
}
export function firstReplyOf(ticket: Ticket, now_s: number): FirstReply | undefined {
  if (ticket.is_outbound || ticket.created_s > now_s) return undefined;
  const reply = ticket.history.find((one) => one.kind === 'replied' && one.by.startsWith('p') && one.at_s <= now_s);
  const due_s = ticket.created_s + policy.first_reply[ticket.priority] * 60;
  const kept_s = reply?.at_s ?? null;
  return { applied_s: ticket.created_s, due_s, kept_s, isMissed: (kept_s ?? now_s) > due_s };
}
