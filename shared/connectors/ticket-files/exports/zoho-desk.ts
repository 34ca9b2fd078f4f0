import type { TicketExport } from '../export.ts';

export const zohoDeskExport: TicketExport = {
  id: 'zoho-desk',
  title: 'a ticket export of Zoho Desk',
  signs: [
    ['Ticket Id', 'Department', 'Status', 'Created Time', 'Ticket Owner'],
    ['Request Id', 'Department', 'Status', 'Created Time'],
    ['ID', 'Department', 'Ticket Owner', 'Status', 'Created Time'],
  ],
  columns: {
    ticket: ['Ticket Id', 'Request Id', 'ID'],
    updated: ['Modified Time'],
    created_at: ['Created Time'],
    closed_at: ['Ticket Closed Time', 'Closed Time'],
    assignee: ['Ticket Owner', 'Case Owner'],
    group: ['Team', 'Department'],
    requester: ['Contact Name', 'Contact', 'Email'],
    account: ['Account Name'],
    channel: ['Channel', 'Mode'],
    category: ['Category'],
    reopen_count: ['Number of Reopen'],
    reply_count: ['Number of Responses'],
  },
  statuses: { Open: 'open', 'On Hold': 'other', Escalated: 'open', Closed: 'closed' },
};
