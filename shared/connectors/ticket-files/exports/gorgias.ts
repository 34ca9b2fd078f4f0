import type { TicketExport } from '../export.ts';

export const gorgiasExport: TicketExport = {
  id: 'gorgias',
  title: 'a ticket export of Gorgias',
  signs: [
    ['Ticket ID', 'Initial channel', 'Assignee name', 'Creation date'],
    ['Ticket id', 'Initial channel', 'Assignee name', 'Created datetime'],
    ['id', 'status', 'channel', 'created_datetime', 'closed_datetime'],
  ],
  columns: {
    ticket: ['Ticket ID', 'Ticket id', 'id'],
    created_at: ['Creation date', 'Created datetime', 'created_datetime'],
    closed_at: ['Closed date', 'Closing date', 'Closed datetime', 'closed_datetime'],
    updated: ['Last update date', 'Updated datetime', 'updated_datetime'],
    first_reply_at: ['First response date', 'First agent response date'],
    assignee: ['Assignee name', 'assignee_user.name', 'Assignee email'],
    group: ['Assigned team', 'Team', 'assignee_team.name'],
    channel: ['Initial channel', 'channel'],
    requester: ['Customer email', 'Customer name', 'customer.email'],
  },
  // Two statuses only; a snoozed ticket is closed until its time (documented).
  statuses: { open: 'open', closed: 'solved' },
};
