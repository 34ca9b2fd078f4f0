import type { Contract } from '../../contract.ts';

const page = (anchor: string): string => `https://developers.freshdesk.com/api/#${anchor}`;

export const freshdeskContract: Contract = {
  as_of: '2026-11-30',
  api: 'Freshdesk API v2',
  logins: [
    {
      keys: ['api_key'],
      grant: 'API key, sent as the user of Basic authentication',
      role: 'an agent whose scope of tickets is global; an admin for agents, groups and the activity export',
      plan: 'any with the API; the activity export from Pro on',
      steps: ['Click your picture > Profile settings > View API key'],
      page: page('authentication'),
    },
  ],
  endpoints: [
    { path: '/agents/me', tells: 'who asks, and the time zone', page: page('me') },
    { path: '/agents', tells: 'agents', needs: 'an admin', page: page('list_all_agents') },
    { path: '/groups', tells: 'groups', needs: 'an admin', page: page('list_all_groups') },
    { path: '/contacts', tells: 'customers', page: page('list_all_contacts') },
    {
      path: '/tickets',
      tells: 'tickets by time of change, with their last times; deleted ones and spam by filter',
      page: page('list_all_tickets'),
    },
    { path: '/tickets/{id}', tells: 'one ticket', page: page('view_a_ticket') },
    {
      path: '/tickets/archived/{id}',
      tells: 'one archived ticket, by its number',
      needs: 'a plan that archives',
      page: page('archive_tickets'),
    },
    {
      path: '/tickets/archived/{id}/conversations',
      tells: 'its replies and notes',
      needs: 'archived: true and a plan that archives',
      page: page('archive_tickets'),
    },
    { path: '/tickets/{id}/conversations', tells: 'replies and notes', page: page('list_all_ticket_notes') },
    { path: '/search/tickets', tells: 'how many tickets there are, to compare', page: page('filter_tickets') },
    {
      path: '/surveys/satisfaction_ratings',
      tells: 'ratings',
      needs: 'surveys: true',
      page: page('view_all_satisfaction_ratings'),
    },
    { path: '/time_entries', tells: 'time worked', needs: 'time_entries: true', page: page('list_all_time_entries') },
    {
      path: '/export/ticket_activities',
      tells: 'the history of a day, kept for 30 days',
      needs: 'activities: true, an admin and a plan with the export',
      page: page('export_ticket_activities'),
    },
  ],
  fields: {
    ticket:
      'id created_at updated_at status priority source type requester_id responder_id group_id company_id product_id tags custom_fields association_type associated_tickets_list spam deleted due_by fr_due_by is_escalated fr_escalated stats requester total',
    stats: 'first_responded_at status_updated_at reopened_at resolved_at closed_at pending_since',
    conversation:
      'id ticket_id created_at updated_at user_id body_text incoming private auto_response automation_id source',
    'agent, contact, group': 'id name email contact time_zone group_ids type company_id created_at updated_at',
    rating: 'id ticket_id agent_id user_id ratings created_at updated_at',
    'time entry': 'id ticket_id agent_id time_spent time_spent_in_seconds executed_at created_at updated_at',
    'activity export': 'export url activities_data performed_at ticket_id performer_type performer_id activity',
  },
  words: [
    { of: 'status', words: ['2', '3', '4', '5'], page: page('ticket_attributes') },
    { of: 'priority', words: ['1', '2', '3', '4'], page: page('ticket_attributes') },
    {
      of: 'ratings.default_question',
      words: ['103', '102', '101', '100', '-101', '-102', '-103', '1', '2', '3'],
      page: page('view_all_satisfaction_ratings'),
    },
    { of: 'source', words: ['1', '2', '3', '7', '9', '10'], page: page('ticket_attributes') },
  ],
  channels: [
    { channel: 'email, portal, phone', told: 'messages with author and time; changes by the activity export' },
    {
      channel: 'web chat (7, 15) and messaging (16)',
      told: 'messages; the first one comes twice, as description and as conversation, and is counted once',
      page: 'https://github.com/chatwoot/chatwoot/issues/15261',
    },
    {
      channel: 'the AI agent of Freshworks (Freddy)',
      told: 'it is an agent by that name; no field of a ticket, a message or the activity export says that it took part, resolved or handed over; the API reference names neither it nor bots',
      page: page('ticket_attributes'),
    },
    {
      channel: 'tickets archived before the first load',
      told: 'an archived ticket is in no list and in no search, only under its number: the first load asks for every number below the newest one, a request each, and is as complete as the archive. With archived: false they are not told: set start to a day since which none was archived, so that no earlier period counts as whole',
      page: page('archive_tickets'),
    },
    {
      channel: 'merged tickets',
      told: 'by a private note in the language of the account; the interface has no mark of a merge',
      page: page('merge_tickets'),
    },
    {
      channel: 'merged customers',
      told: 'not told: the one who goes is deleted, without the name of the one who stays; a ticket that is read again has the new name',
      page: 'https://developers.freshdesk.com/api/#merge_contacts',
    },
    {
      channel: 'corrected messages',
      told: 'edited and made private when the ticket is read again; a deleted one is missed in a list of up to 100 messages',
      page: 'https://developers.freshdesk.com/api/#delete_conversation',
    },
  ],
  ends: [],
};
