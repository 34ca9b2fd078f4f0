import type { TicketExport } from '../export.ts';

export const helpScoutExport: TicketExport = {
  id: 'help-scout',
  title: 'a conversation export of Help Scout',
  signs: [
    ['Conversation Number', 'Inbox', 'Status', 'Created At'],
    ['Number', 'Mailbox', 'Status', 'Created At', 'Assigned To'],
    ['ID', 'Number', 'Mailbox', 'Status', 'Created'],
  ],
  columns: {
    ticket: ['Conversation Number', 'Number'],
    updated: ['Modified At', 'Updated At', 'Last Modified'],
    created_at: ['Created At', 'Created'],
    closed_at: ['Closed At', 'Closed'],
    assignee: ['Assigned To', 'Assignee', 'User'],
    group: ['Inbox', 'Mailbox', 'Team'],
    requester: ['Customer Email', 'Customer Name', 'Customer'],
    channel: ['Type', 'Channel'],
  },
  not: ['type'],
  // "Pending" waits for the customer: the documented meaning.
  statuses: { Active: 'open', Pending: 'pending_customer', Closed: 'closed', Spam: 'spam' },
};
