import type { TicketExport } from '../export.ts';

export const zendeskExport: TicketExport = {
  id: 'zendesk',
  title: 'a ticket export of Zendesk',
  source: 'https://support.zendesk.com/hc/en-us/articles/4408886165402',
  signs: [
    ['Id', 'Requester', 'Assignee', 'Group', 'Created at', 'Updated at', 'Status'],
    ['Ticket ID', 'Requester', 'Assignee', 'Requested', 'Ticket status'],
    ['ID', 'Subject', 'Requester', 'Requested', 'Updated', 'Group', 'Assignee'],
  ],
  columns: {
    ticket: ['Id', 'Ticket ID', 'ID'],
    updated: ['Updated at', 'Updated'],
    created_at: ['Created at', 'Requested'],
    resolved_at: ['Solved at', 'Solved'],
    reopen_count: ['Reopens'],
    reply_count: ['Replies'],
    channel: ['Via', 'Channel'],
    account: ['Organization'],
  },
  after_creation: {
    first_reply_at: ['First reply time in minutes', 'minutes'],
    resolved_at: ['Full resolution time in minutes', 'minutes'],
  },
  // Pending waits for the requester, on-hold for somebody else: the documented meaning of the two.
  statuses: {
    Pending: 'pending_customer',
    'On-hold': 'pending_third_party',
    Hold: 'pending_third_party',
    Suspended: 'spam',
  },
  channels: {
    Mail: 'email',
    'Web Form': 'web',
    'Web form': 'web',
    'Web service': 'api',
    'Closed ticket': 'web',
    'Web Widget': 'web',
  },
};
