import { day_s, localDayOf } from '../../shared/sandbox/civil.ts';
import { idsOf, numberOf } from '../../shared/sandbox/ids.ts';
import type { History, Organisation, Party, Status, Ticket } from '../../shared/sandbox/model.ts';
import { postOn } from '../../shared/sandbox/people.ts';
import { demoSecret, hubspotStages, hubspotTags, robotNumber } from '../../shared/sandbox/sources.ts';
import { fits, type Filter } from './hubspot-query.ts';
import { jitter, ok, routed, type SandboxAnswer, type SandboxRequest, type Site } from './server.ts';
import { stateAt, type TicketState } from './state.ts';

const ids = idsOf.hubspot;
const stages: Readonly<Record<Status, readonly [id: string, label: string, ticketState: 'OPEN' | 'CLOSED']>> = {
  new: ['1', 'New', 'OPEN'],
  open: ['3', 'Waiting on us', 'OPEN'],
  pending_customer: ['2', 'Waiting on contact', 'OPEN'],
  pending_third_party: [hubspotStages.pending_third_party, 'Waiting on engineering', 'OPEN'],
  solved: [hubspotStages.solved, 'Resolved', 'CLOSED'],
  closed: ['4', 'Closed', 'CLOSED'],
};
const priorities = { p1: 'URGENT', p2: 'HIGH', p3: 'MEDIUM', p4: 'LOW' } as const;
const sources = { email: 'EMAIL', web: 'FORM', chat: 'CHAT', phone: 'PHONE' } as const;
const categories = {
  question: 'GENERAL_INQUIRY',
  incident: 'PRODUCT_ISSUE',
  problem: 'KNOWN_PROBLEM',
  request: 'FEATURE_REQUEST',
} as const;
/** The search index learns of a change so many seconds later at most. */
const indexLag_s = 45;

const stamp = (ms: number): string => new Date(ms).toISOString();
/** Changes happen at some millisecond of their second. */
const msOf = (at_s: number): number => at_s * 1000 + jitter(at_s, 1000);
const ownerId = (party: Party): string => ids.person(party === 'bot' ? robotNumber : numberOf(party));
/** The same person has another number as a user. */
const userId = (n: number): number => 8_800_000 + n;
const failure = (status: number, category: string, message: string): SandboxAnswer => ({
  status,
  body: { status: 'error', message, correlationId: '00000000-0000-4000-8000-000000000000', category },
});

interface Value {
  readonly value: string;
  readonly at_s: number;
  readonly by: Party;
}
interface Merge {
  readonly loser: Ticket;
  readonly at_s: number;
  readonly by: Party;
}

/**
 * HubSpot over the made-up organisation: properties are text, with history when asked for; a search that knows changes late, answers
 * at most 10,000 results, knows no associations and shows rows out of order or just outside its bound; messages belong to the inbox,
 * not to tickets; deleted tickets in the archive; merged ones only in the winner's list.
 */
export function hubspotSite(org: Organisation): Site {
  const byId = new Map(org.tickets.map((ticket) => [ids.ticket(ticket.n), ticket]));
  const merges = mergesOf(org);
  const recordAt = (ticket: Ticket, now_s: number): HubspotTicket | undefined => {
    const state = stateAt(ticket, now_s);
    return state && new HubspotTicketOf(state, merges.get(ticket.n)?.filter(({ at_s }) => at_s <= now_s) ?? []).ticket;
  };
  const recordsAt = (now_s: number, archived: boolean): readonly HubspotTicket[] =>
    org.tickets.flatMap((ticket) => {
      const found = recordAt(ticket, now_s);
      return found && !found.isMerged && (found.archived_s !== null) === archived ? [found] : [];
    });
  return site();
}
