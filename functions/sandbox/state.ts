import type { Channel, History, Party, Priority, Status, Ticket } from '../../shared/sandbox/model.ts';

/** A ticket as a helpdesk shows it at an instant. */
export interface TicketState {
  readonly ticket: Ticket;
  readonly seen: readonly History[];
  readonly updated_s: number;
  readonly status: Status;
  readonly priority: Priority;
  readonly channel: Channel;
  readonly owner: Party | null;
  readonly group: number | null;
  readonly handoff_reason: string | null;
  readonly tags: readonly string[];
  readonly worked_s: number;
  readonly merged_into: number | null;
  readonly deleted: { readonly at_s: number; readonly by: Party; readonly spam: boolean } | null;
  readonly survey: 'unoffered' | 'offered' | 'good' | 'bad';
}

/** What has happened by `now_s`, folded; undefined when the ticket is not born yet. */
export function stateAt(ticket: Ticket, now_s: number): TicketState | undefined {
  if (ticket.created_s > now_s) return undefined;
  let seen = ticket.history;
  if ((seen[seen.length - 1]?.at_s ?? 0) > now_s) seen = seen.filter(({ at_s }) => at_s <= now_s);
  let status: Status = 'new';
  let priority = ticket.priority;
  let owner: Party | null = null;
  let group: number | null = null;
  let handoff_reason: string | null = null;
  let worked_s = 0;
  let merged_into: number | null = null;
  let deleted: TicketState['deleted'] = null;
  let survey: TicketState['survey'] = 'unoffered';
  const tags: string[] = [];
  for (const one of seen) {
    if (one.kind === 'status') status = one.to;
    else if (one.kind === 'priority') priority = one.to;
    else if (one.kind === 'assigned') {
      owner = one.to;
      handoff_reason = one.reason ?? handoff_reason;
    } else if (one.kind === 'grouped') group = one.to;
    else if (one.kind === 'tagged') tags.push(one.tag);
    else if (one.kind === 'escalated') tags.push('engineering');
    else if (one.kind === 'worked') worked_s += one.seconds;
    else if (one.kind === 'offered') survey = 'offered';
    else if (one.kind === 'rated') survey = one.good ? 'good' : 'bad';
    else if (one.kind === 'merged') {
      merged_into = one.into;
      tags.push('closed_by_merge');
    } else if (one.kind === 'deleted') deleted = { at_s: one.at_s, by: one.by, spam: one.spam };
  }
  return {
    ticket,
    seen,
    updated_s: seen[seen.length - 1]?.at_s ?? ticket.created_s,
    status,
    priority,
    channel: ticket.channel,
    owner,
    group,
    handoff_reason,
    tags: [...new Set(tags)],
    worked_s,
    merged_into,
    deleted,
    survey,
  };
}

/** One action: everything that one party did in one instant; rules that fire at once belong to it. */
export interface Action {
  readonly at_s: number;
  readonly by: Party;
  readonly items: readonly History[];
}

export function actionsOf(history: readonly History[]): readonly Action[] {
  const actions: { at_s: number; by: Party; items: History[] }[] = [];
  for (const one of history) {
    const last = actions[actions.length - 1];
    if (last && last.at_s === one.at_s && (last.by === one.by || one.by === 'system')) last.items.push(one);
    else actions.push({ at_s: one.at_s, by: one.by, items: [one] });
  }
  return actions;
}
