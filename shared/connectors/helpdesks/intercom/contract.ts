import type { Contract } from '../../contract.ts';

const page = (path: string): string =>
  `https://developers.intercom.com/docs/references/2.11/rest-api/api.intercom.io/${path}`;

export const intercomContract: Contract = {
  as_of: '2026-11-30',
  api: 'REST API 2.11 (key version; up to 2.16 has the same names)',
  logins: [
    {
      keys: ['token'],
      grant: 'the access token of an app of your own workspace; no end of it is documented',
      role: 'a teammate who may make apps',
      scopes: [
        'Read conversations',
        'Read admins',
        'Read one admin',
        'Read and list users and companies',
        'Read tickets',
      ],
      steps: [
        'Developer Hub > New app, for your workspace',
        'Configure > Authentication: copy the access token; Permissions: tick what is named here',
      ],
      page: 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication',
    },
  ],
  endpoints: [
    { path: '/me', tells: 'who asks, and the time zone', page: page('admins/identifyadmin') },
    { path: '/admins', tells: 'teammates', page: page('admins/listadmins') },
    { path: '/teams', tells: 'teams', page: page('teams/listteams') },
    {
      method: 'POST',
      path: '/contacts/search',
      tells: 'customers',
      needs: 'contacts: true',
      page: page('contacts/searchcontacts'),
    },
    {
      method: 'POST',
      path: '/conversations/search',
      tells: 'which conversations changed, and how many there are',
      page: page('conversations/searchconversations'),
    },
    {
      path: '/conversations/{id}',
      tells: 'one conversation with its last 500 parts',
      page: page('conversations/retrieveconversation'),
    },
    {
      method: 'POST',
      path: '/tickets/search',
      tells: 'which tickets changed',
      needs: 'objects: tickets or both',
      since: '2.10',
      page: page('tickets/searchtickets'),
    },
    {
      path: '/tickets/{id}',
      tells: 'one ticket with its parts',
      needs: 'objects: tickets or both',
      since: '2.10',
      page: page('tickets/getticket'),
    },
  ],
  fields: {
    pages: 'pages next starting_after total_count query app timezone',
    'conversation, ticket':
      'id type created_at updated_at state open ticket_state ticket_attributes ticket_type priority admin_assignee_id assignee team_assignee_id tags source contacts company custom_attributes sla_applied conversation_rating conversation_parts ticket_parts statistics linked_objects ticket category author ai_agent ai_agent_participated status',
    part: 'id part_type body attachments redacted from_workflow from_ai_agent is_ai_answer created_at author assigned_to ticket_state previous_ticket_state event_details status',
    'teammate, team': 'id name email team_ids',
    contact: 'id email companies created_at updated_at merge_history source_contact_id merged_at',
  },
  words: [
    {
      of: 'state',
      words: ['open', 'closed', 'snoozed'],
      page: page('conversations/retrieveconversation'),
    },
    {
      of: 'ticket_state',
      words: ['submitted', 'in_progress', 'waiting_on_customer', 'resolved'],
      page: page('tickets/getticket'),
    },
    {
      of: 'ai_agent.resolution_state',
      words: [
        'assumed_resolution',
        'confirmed_resolution',
        'escalated',
        'negative_feedback',
        'procedure_handoff',
        'routed_to_team',
        'abandoned',
      ],
      page: page('conversations/retrieveconversation'),
    },
  ],
  channels: [
    {
      channel: 'messenger, email, WhatsApp, social',
      told: 'messages with author and time, those of the AI agent marked',
    },
    {
      channel: 'ratings',
      told: 'that of the conversation, one to five; the one given to the AI agent (ai_agent.rating) is not read',
      page: page('conversations/retrieveconversation'),
    },
    { channel: 'a reply that is only a file', told: 'a message without text' },
    {
      channel: 'merged customers',
      told: 'with version: "2.16" or later a contact names those who were merged into it, and when; earlier versions tell nothing of it',
      since: '2.16',
      page: 'https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/2.16/api.intercom.io.yaml',
    },
    { channel: 'calls', told: 'that there was one; who said what when is not told' },
    { channel: 'conversations of more than 500 parts', told: 'the last 500, and those that were read before' },
    {
      channel: 'corrected messages',
      told: 'a redacted one is still a message; none can be deleted',
    },
  ],
  ends: [],
  openapi: {
    document: 'https://github.com/intercom/Intercom-OpenAPI',
    version: '8889625',
    checked_on: '2026-11-30',
  },
};
