import type { TicketExport } from '../export.ts';

export const intercomExport: TicketExport = {
  id: 'intercom',
  title: 'a conversation export of Intercom',
  source: 'https://www.intercom.com/help/en/articles/6762778-reporting-metrics-for-rest-api-and-csv-exports',
  signs: [
    ['Conversation ID', 'Conversation started at', 'Current conversation state'],
    ['Conversation ID', 'Conversation started at', 'Conversation state'],
    ['conversation_id', 'conversation_started_at', 'conversation_state'],
  ],
  columns: {
    ticket: ['Conversation ID', 'conversation_id'],
    updated: ['Last updated at', 'Conversation last updated at', 'last_updated_at'],
    created_at: ['Conversation started at', 'conversation_started_at'],
    closed_at: ['Last closed at', 'Conversation last closed at', 'last_closed_at'],
    first_reply_at: ['First teammate reply at', 'First admin reply at', 'first_admin_reply_at'],
    status: ['Current conversation state', 'Conversation state', 'conversation_state'],
    assignee: ['Teammate currently assigned', 'Teammate assigned', 'assigned_teammate'],
    group: ['Team currently assigned', 'Team assigned', 'assigned_team'],
    reopen_count: ['Reopens', 'Conversation reopens', 'Number of reopens'],
    channel: ['Channel', 'channel'],
  },
  // "Snoozed" is put off by a teammate; it does not say whom for.
  statuses: { open: 'open', closed: 'solved', snoozed: 'other' },
};
