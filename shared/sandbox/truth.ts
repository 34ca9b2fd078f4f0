import type { History, Organisation, Status, Ticket } from './model.ts';

/** What really happened to a ticket up to an instant, straight from its history: the oracle of the connectors' tests. */
export interface Truth {
  readonly n: number;
  readonly created_s: number;
  readonly first_reply_s: number | null;
  readonly first_resolved_s: number | null;
  /** Null while open or when undone. */
  readonly resolved_s: number | null;
  readonly closed_s: number | null;
  readonly reopen_count: number;
  readonly handoff_count: number;
  readonly group_change_count: number;
  readonly reply_count: number;
  readonly customer_reply_count: number;
  readonly note_count: number;
  readonly escalation_count: number;
  readonly touch_s: number;
  readonly status: Status | 'merged' | 'deleted' | 'spam';
  readonly owner: string | null;
  readonly merged_into: number | null;
  readonly deleted_s: number | null;
}

const isFinished = (status: Status): boolean => status === 'solved' || status === 'closed';
const isPerson = (party: string | null): boolean => party !== null && party.startsWith('p');

export function truthOf(ticket: Ticket, as_of_s: number): Truth {
  const seen = ticket.history.filter(({ at_s }) => at_s <= as_of_s);
  const of = <K extends History['kind']>(kind: K): readonly Extract<History, { kind: K }>[] =>
    seen.filter((one): one is Extract<History, { kind: K }> => one.kind === kind);
  const turns = of('status');
  const replies = of('replied');
  const entries = turns.filter(({ from, to }) => !isFinished(from) && isFinished(to));
  const leaves = turns.filter(({ from, to }) => isFinished(from) && !isFinished(to));
  const status = turns.at(-1)?.to ?? 'new';
  const owners = of('assigned').flatMap(({ to }) => (isPerson(to) ? [to] : []));
  const merged = of('merged')[0];
  const deleted = of('deleted')[0];
  return {
    n: ticket.n,
    created_s: ticket.created_s,
    first_reply_s: replies.find(({ by }) => isPerson(by))?.at_s ?? null,
    first_resolved_s: entries[0]?.at_s ?? null,
    resolved_s: isFinished(status) ? (entries.at(-1)?.at_s ?? null) : null,
    closed_s: status === 'closed' ? (turns.at(-1)?.at_s ?? null) : null,
    reopen_count: leaves.length,
    handoff_count: owners.filter((owner, i) => i > 0 && owner !== owners[i - 1]).length,
    group_change_count: of('grouped').filter(({ from }) => from !== null).length,
    reply_count: replies.filter(({ by }) => isPerson(by)).length,
    customer_reply_count: replies.filter(({ by }) => by.startsWith('c')).length,
    note_count: of('noted').filter(({ by }) => isPerson(by)).length,
    escalation_count: of('escalated').length,
    touch_s: of('worked').reduce((sum, { seconds }) => sum + seconds, 0),
    status: deleted ? (deleted.spam ? 'spam' : 'deleted') : merged ? 'merged' : status,
    owner: of('assigned').at(-1)?.to ?? null,
    merged_into: merged?.into ?? null,
    deleted_s: deleted?.at_s ?? null,
  };
}

export const truthsOf = (org: Organisation, as_of_s: number = org.end_s): readonly Truth[] =>
  org.tickets.filter(({ created_s }) => created_s <= as_of_s).map((ticket) => truthOf(ticket, as_of_s));
