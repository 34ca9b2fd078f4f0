import type { TicketExport } from '../export.ts';

export const githubExport: TicketExport = {
  id: 'github',
  title: 'issues of GitHub',
  source: 'https://docs.github.com/en/rest/issues/issues',
  signs: [
    ['number', 'state', 'title', 'created_at', 'closed_at'],
    ['number', 'state', 'title', 'createdAt', 'closedAt'],
    ['number', 'state', 'title', 'user.login', 'created_at'],
  ],
  columns: {
    ticket: ['number'],
    updated: ['updated_at', 'updatedAt'],
    created_at: ['created_at', 'createdAt'],
    closed_at: ['closed_at', 'closedAt'],
    status: ['state'],
    assignee: ['assignee.login', 'assignee'],
    requester: ['user.login', 'author.login', 'user', 'author'],
    group: ['repository.name', 'repository', 'repo'],
    category: ['milestone.title'],
  },
  not: ['channel', 'tags', 'reply_count', 'account', 'product'],
  statuses: { open: 'open', OPEN: 'open', closed: 'solved', CLOSED: 'solved' },
  zone: 'UTC',
};
