import type { TicketExport } from '../export.ts';

export const requestTrackerExport: TicketExport = {
  id: 'request-tracker',
  title: 'a search result of Request Tracker',
  signs: [
    ['id', 'Queue', 'Owner', 'Status', 'Created', 'LastUpdated'],
    ['id', 'Subject', 'Status', 'QueueName', 'OwnerName'],
    ['id', 'Subject', 'Status', 'Queue', 'Owner'],
  ],
  columns: {
    ticket: ['id'],
    updated: ['LastUpdated', 'Last Updated'],
    created_at: ['Created'],
    resolved_at: ['Resolved'],
    group: ['QueueName', 'Queue'],
    assignee: ['OwnerName', 'Owner'],
    requester: ['Requestors', 'Requestor'],
  },
  // The life cycle that RT comes with (RT_Config.pm); "stalled" waits, mostly for the requestor, but does not say so.
  statuses: { new: 'new', open: 'open', stalled: 'other', resolved: 'solved', rejected: 'closed', deleted: 'deleted' },
  empty: ['Nobody', 'Not set', 'nobody'],
};
