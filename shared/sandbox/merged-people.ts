import { day_s } from './civil.ts';
import type { Contact, Organisation } from './model.ts';

/** Somebody was found to be somebody else. */
export interface PeopleMerge {
  readonly at_s: number;
  readonly from: Contact;
  readonly into: Contact;
}

/** The merges of a contact up to an instant, in order: whoever it was merged into may have been merged on. */
export function mergesOf(from: Contact, as_of_s: number): readonly PeopleMerge[] {
  const { merged } = from;
  if (merged === undefined || merged.at_s > as_of_s) return [];
  return [{ at_s: merged.at_s, from, into: merged.into }, ...mergesOf(merged.into, as_of_s)];
}

/** Who stands for a contact at an instant. */
export const standingFor = (contact: Contact, as_of_s: number): Contact =>
  mergesOf(contact, as_of_s).at(-1)?.into ?? contact;

/**
 * The same organisation, in which three of its customers turn out to be one: the first is merged into the second after twelve days, and
 * that one into the third after twenty-two. All three had asked before.
 */
export function withMergedPeople(org: Organisation): Organisation {
  const asked = org.tickets.filter(
    ({ created_s, is_test, is_outbound, is_spam }) =>
      created_s < org.start_s + 10 * day_s && !is_test && !is_outbound && !is_spam,
  );
  const [a, b, c] = [...new Set(asked.map(({ contact }) => contact))];
  if (a === undefined || b === undefined || c === undefined) throw new Error('too few customers to merge');
  const last: Contact = { ...c };
  const second: Contact = { ...b, merged: { into: last, at_s: org.start_s + 22 * day_s + 3700 } };
  const first: Contact = { ...a, merged: { into: second, at_s: org.start_s + 12 * day_s + 7300 } };
  const others = new Map([first, second, last].map((contact) => [contact.n, contact]));
  const now = (contact: Contact): Contact => others.get(contact.n) ?? contact;
  return {
    ...org,
    contacts: org.contacts.map(now),
    tickets: org.tickets.map((ticket) => ({ ...ticket, contact: now(ticket.contact) })),
  };
}
