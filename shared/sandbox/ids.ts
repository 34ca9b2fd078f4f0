import type { Party } from './model.ts';

/** The helpdesks that the made-up organisation can be served by. */
export type Vendor =
  | 'zendesk'
  | 'freshdesk'
  | 'intercom'
  | 'jira-service-management'
  | 'hubspot'
  | 'salesforce'
  | 'servicenow'
  | 'help-scout'
  | 'zoho-desk'
  | 'request-tracker';

/** How a helpdesk names things: the same thing has another id at each, in that vendor's shape. */
export interface Ids {
  ticket(n: number): string;
  person(n: number): string;
  contact(n: number): string;
  group(n: number): string;
  account(n: number): string;
}

const counted = (ticket: number, person: number, contact: number, group: number, account: number): Ids => ({
  ticket: (n) => String(ticket + n),
  person: (n) => String(person + n),
  contact: (n) => String(contact + n),
  group: (n) => String(group + n),
  account: (n) => String(account + n),
});
const hex = (kind: string, n: number): string => kind.padEnd(8, '0') + n.toString(16).padStart(24, '0');
/** Salesforce: three letters of the object, then twelve of the record, then a check of three. */
const keyed = (prefix: string, n: number): string => `${prefix}Sb0${n.toString(36).toUpperCase().padStart(9, '0')}QAA`;
/** Nineteen digits: beyond what a JavaScript number can hold. */
const long = (kind: number, n: number): string => `${4_218_000_000 + kind}${String(n).padStart(9, '0')}`;

export const idsOf: Readonly<Record<Vendor, Ids>> = {
  zendesk: counted(0, 900_000_000_000, 910_000_000_000, 360_000_000, 370_000_000),
  freshdesk: counted(0, 82_000_000_000, 83_000_000_000, 81_000_000_000, 84_000_000_000),
  intercom: {
    ...counted(215_470_000_000_000, 7_100_000, 0, 9_200_000, 0),
    contact: (n) => hex('66c0', n).slice(-24),
    account: (n) => hex('66a0', n).slice(-24),
  },
  'jira-service-management': {
    ticket: (n) => String(20_000 + n),
    person: (n) => `712020:${hex('a9e7', n)}`,
    contact: (n) => `qm:${hex('c057', n)}`,
    group: (n) => String(10_500 + n),
    account: (n) => String(n),
  },
  hubspot: counted(5_100_000_000, 41_000_000, 62_000_000_000, 0, 17_000_000_000),
  salesforce: {
    ticket: (n) => keyed('500', n),
    person: (n) => keyed('005', n),
    contact: (n) => keyed('003', n),
    group: (n) => keyed('00G', n),
    account: (n) => keyed('001', n),
  },
  servicenow: {
    ticket: (n) => hex('5c', n),
    person: (n) => hex('a6', n),
    contact: (n) => hex('c0', n),
    group: (n) => hex('96', n),
    account: (n) => hex('ac', n),
  },
  'help-scout': counted(2_700_000_000, 650_000, 720_000_000, 4_000, 31_000_000),
  'zoho-desk': {
    ticket: (n) => long(1, n),
    person: (n) => long(2, n),
    contact: (n) => long(3, n),
    group: (n) => long(4, n),
    account: (n) => long(5, n),
  },
  'request-tracker': counted(0, 100, 1000, 10, 0),
};

/** A second name of the same person: ServiceNow's audit has user names, HubSpot's history of properties has users instead of owners. */
export const secondNames: Readonly<Partial<Record<Vendor, (n: number) => string>>> = {
  servicenow: (n) => `agent.${n}`,
  hubspot: (n) => String(8_800_000 + n),
};

/** The number in a party such as "p7". */
export const numberOf = (party: Party): number => Number(party.slice(1));
