import type { TicketExport } from '../export.ts';

export const zammadExport: TicketExport = {
  id: 'zammad',
  title: 'a ticket report of Zammad',
  signs: [
    ['#', 'Title', 'State', 'Priority', 'Group', 'Owner', 'Created at'],
    ['number', 'title', 'state', 'group', 'owner', 'created_at', 'close_at'],
    ['Number', 'Title', 'State', 'Group', 'Owner', 'Created at', 'Closing time'],
  ],
  columns: {
    ticket: ['#', 'number', 'Number'],
    updated: ['Updated at', 'updated_at', 'Last contact', 'last_contact_at'],
    created_at: ['Created at', 'created_at'],
    closed_at: ['Closing time', 'close_at', 'Closed at'],
    first_reply_at: ['First response', 'first_response_at'],
    status: ['State', 'state'],
    requester: ['Customer', 'customer'],
    account: ['Organization', 'organization'],
    channel: ['Create channel', 'create_article_type'],
  },
  statuses: {
    new: 'new',
    open: 'open',
    'pending reminder': 'other',
    'pending close': 'solved',
    closed: 'closed',
    merged: 'merged',
    removed: 'deleted',
  },
  priorities: { '1 low': 'p4', '2 normal': 'p3', '3 high': 'p2' },
  empty: ['-'],
};
