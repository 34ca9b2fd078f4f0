import { idsOf, type Ids, type Vendor } from './ids.ts';
import type { Organisation, Ticket } from './model.ts';

/** A source of the demo's configuration, served by one made-up helpdesk. */
export interface Served {
  /** Id of the source in casebook.yaml. */
  readonly id: string;
  readonly vendor: Vendor;
}

/** The source that a customer organisation, its people and all of its tickets belong to. */
export const sourceOf = (sources: readonly Served[], account: string): Served =>
  sources[Number(account.slice(1)) % sources.length] as Served;
export const idsFor = (sources: readonly Served[], account: string): Ids => idsOf[sourceOf(sources, account).vendor];

/** The organisation as one of its helpdesks knows it: only the customers and tickets that this one serves. */
export function shareOf(org: Organisation, sources: readonly Served[], id: string): Organisation {
  if (sources.length < 2) return org;
  const isHere = (account: string): boolean => sourceOf(sources, account).id === id;
  return {
    ...org,
    accounts: org.accounts.filter((account) => isHere(account.id)),
    contacts: org.contacts.filter(({ account }) => isHere(account)),
    tickets: org.tickets.filter(({ contact }) => isHere(contact.account)),
  };
}

/** Where a ticket is known, and by which id. */
export const ticketAt = (sources: readonly Served[], ticket: Ticket): { ticket_source: string; ticket_id: string } => {
  const { id, vendor } = sourceOf(sources, ticket.contact.account);
  return { ticket_source: id, ticket_id: idsOf[vendor].ticket(ticket.n) };
};
