import type { TicketExport } from '../export.ts';

export const osticketExport: TicketExport = {
  id: 'osticket',
  title: 'a ticket export of osTicket',
  signs: [['Ticket Number', 'Date Created', 'Current Status', 'Department']],
  columns: {
    ticket: ['Ticket Number'],
    updated: ['Last Updated'],
    created_at: ['Date Created', 'Created'],
    closed_at: ['Closed Date', 'Date Closed'],
    status: ['Current Status'],
    assignee: ['Agent Assigned', 'Assigned To'],
    group: ['Team Assigned', 'Department'],
    requester: ['From', 'From Email', 'User'],
    category: ['Help Topic'],
    channel: ['Source'],
    reopen_count: ['Reopen Count'],
  },
  statuses: { Open: 'open', Resolved: 'solved', Closed: 'closed', Archived: 'closed', Deleted: 'deleted' },
};
