import type { TicketExport } from '../export.ts';

export const salesforceExport: TicketExport = {
  id: 'salesforce',
  title: 'a case report of Salesforce',
  source: 'https://help.salesforce.com/s/articleView?id=service.cases_fields.htm',
  signs: [
    ['Case Number', 'Case Owner', 'Date/Time Opened'],
    ['Case Number', 'Status', 'Opened Date'],
    ['CaseNumber', 'Status', 'CreatedDate', 'OwnerId'],
  ],
  columns: {
    ticket: ['Case Number', 'CaseNumber'],
    updated: [
      'Case Last Modified Date',
      'Last Modified Date',
      'LastModifiedDate',
      'Case Date/Time Last Modified',
      'Date/Time Last Modified',
    ],
    created_at: ['Date/Time Opened', 'Opened Date', 'CreatedDate', 'Created Date'],
    // A case is resolved when it is closed: there is no other time.
    closed_at: ['Date/Time Closed', 'Closed Date', 'ClosedDate'],
    assignee: ['Case Owner', 'OwnerId'],
    group: ['Case Owner Role', 'Queue', 'Owner Role'],
    channel: ['Case Origin', 'Origin'],
    requester: ['Contact Name', 'ContactId'],
    account: ['Account Name', 'AccountId'],
    type: ['Type', 'Case Type'],
    category: ['Case Reason', 'Reason'],
  },
  statuses: { New: 'new', Working: 'open', Escalated: 'open', Closed: 'closed', 'On Hold': 'other' },
};
