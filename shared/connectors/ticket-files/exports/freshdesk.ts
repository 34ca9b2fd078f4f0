import type { TicketExport } from '../export.ts';

export const freshdeskExport: TicketExport = {
  id: 'freshdesk',
  title: 'a ticket export of Freshdesk',
  // Whoever exports chooses the columns.
  signs: [
    ['Ticket ID', 'Status', 'Agent', 'Group', 'Created time', 'Last update time'],
    ['Ticket ID', 'Status', 'Created time', 'First response time (in hrs)'],
    ['Ticket ID', 'Status', 'Created time', 'Resolution time (in hrs)'],
    ['Ticket ID', 'Status', 'Created time', 'Agent interactions'],
  ],
  columns: {
    ticket: ['Ticket ID'],
    updated: ['Last update time'],
    created_at: ['Created time'],
    resolved_at: ['Resolved time'],
    closed_at: ['Closed time'],
    // The durations beside it are in the hours of business: the instant is what is told.
    first_reply_at: ['Initial response time'],
    reply_count: ['Agent interactions'],
    requester: ['Full name', 'Contact ID', 'Email'],
    account: ['Company Name'],
  },
  statuses: {
    Pending: 'pending_customer',
    'Waiting on Customer': 'pending_customer',
    'Waiting on Third Party': 'pending_third_party',
  },
  empty: ['No Agent', 'No Group'],
};
