import type { TicketExport } from '../export.ts';

export const jiraExport: TicketExport = {
  id: 'jira',
  title: 'an issue export of Jira',
  signs: [
    ['Issue key', 'Issue id', 'Status', 'Created'],
    ['Key', 'Issue Type', 'Status', 'Reporter', 'Created'],
  ],
  columns: {
    ticket: ['Issue key', 'Key'],
    updated: ['Updated'],
    created_at: ['Created'],
    resolved_at: ['Resolved'],
    type: ['Issue Type'],
    assignee: ['Assignee'],
    requester: ['Reporter'],
    product: ['Component/s', 'Components'],
    category: ['Custom field (Request Type)'],
  },
  // A project is no team, and the time fields of service goals count down.
  not: ['group', 'first_reply_at', 'event_time'],
  statuses: {
    'Waiting for support': 'open',
    'Waiting for customer': 'pending_customer',
    Pending: 'other',
    Escalated: 'open',
    'In Progress': 'open',
    Done: 'solved',
    Canceled: 'closed',
  },
  empty: ['Unassigned', 'Unresolved'],
};
