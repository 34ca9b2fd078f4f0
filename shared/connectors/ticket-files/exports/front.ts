import type { TicketExport } from '../export.ts';

export const frontExport: TicketExport = {
  id: 'front',
  title: 'a conversation export of Front',
  signs: [
    ['Conversation ID', 'Inbox', 'Assignee', 'Status', 'Created at'],
    ['Conversation ID', 'Inboxes', 'Assignee', 'Status'],
  ],
  columns: {
    ticket: ['Conversation ID'],
    created_at: ['Created at', 'Conversation created at', 'First message date'],
    updated: ['Last message date', 'Last message at', 'Updated at'],
    resolved_at: ['Resolved at', 'Archived at', 'Last archived at'],
    group: ['Inbox', 'Inboxes'],
    requester: ['Contact name', 'Contact handle', 'Contact'],
  },
  statuses: {
    open: 'open',
    unassigned: 'new',
    assigned: 'open',
    archived: 'solved',
    resolved: 'solved',
    trashed: 'deleted',
    deleted: 'deleted',
    snoozed: 'other',
    waiting: 'other',
  },
};
