import type { TicketExport } from '../export.ts';

export const freshserviceExport: TicketExport = {
  id: 'freshservice',
  title: 'a ticket export of Freshservice',
  signs: [
    ['Ticket ID', 'Status', 'Agent', 'Group', 'Created Time', 'Last Updated Time', 'Requester Name'],
    ['Ticket Id', 'Status', 'Agent', 'Agent Group', 'Created Time', 'Requester Name'],
  ],
  columns: {
    ticket: ['Ticket ID', 'Ticket Id'],
    updated: ['Last Updated Time', 'Last Update Time'],
    created_at: ['Created Time'],
    resolved_at: ['Resolved Time', 'Resolved time'],
    closed_at: ['Closed Time', 'Closed time'],
    first_reply_at: ['Initial Response Time'],
    group: ['Group', 'Agent Group'],
    requester: ['Requester Name', 'Requester Email'],
    account: ['Department'],
    category: ['Category'],
  },
  statuses: { Pending: 'pending_customer' },
  empty: ['No Agent', 'No Group'],
};
