import type { TicketExport } from '../export.ts';

export const linearExport: TicketExport = {
  id: 'linear',
  title: 'an issue export of Linear',
  // the columns have grown: of older exports some are missing
  signs: [
    ['ID', 'Team', 'Title', 'Status', 'Creator', 'Assignee', 'Created', 'Updated', 'Completed'],
    ['ID', 'Team', 'Title', 'Description', 'Status', 'Estimate', 'Priority', 'Created', 'Completed'],
  ],
  columns: {
    ticket: ['ID'],
    updated: ['Updated'],
    created_at: ['Created'],
    resolved_at: ['Completed'],
    closed_at: ['Canceled'],
    group: ['Team'],
    requester: ['Creator'],
    category: ['Project'],
    tags: ['Labels'],
  },
  // Started and Triaged are no ends; Canceled is an end without a resolution: it leaves the backlog then.
  not: ['first_reply_at'],
  statuses: {
    Triage: 'new',
    Backlog: 'new',
    Todo: 'new',
    'In Progress': 'open',
    'In Review': 'open',
    Done: 'solved',
    Canceled: 'closed',
    Duplicate: 'closed',
  },
  priorities: { Urgent: 'p1', High: 'p2', Medium: 'p3', Low: 'p4' },
  empty: ['No priority'],
};
