import type { Contract } from '../../contract.ts';

const guide = 'https://developers.hubspot.com/docs/api-reference/legacy';
const retired = 'https://developers.hubspot.com/changelog/legacy-apis-and-legacy-apps-whats-going-unsupported-and-when';

export const hubspotContract: Contract = {
  as_of: '2026-11-30',
  api: 'CRM API v3, Conversations API v3',
  logins: [
    {
      keys: ['token'],
      grant:
        'an access token: a service key, or a private app that you already have (tokens of a public app end after 30 minutes; that grant is not offered)',
      role: 'a super admin makes it',
      scopes: ['tickets', 'crm.objects.owners.read', 'crm.objects.contacts.read', 'conversations.read'],
      plan: 'Service Hub; feedback submissions from Professional on',
      steps: [
        'Settings > Integrations > Service keys > Create service key (private apps cannot be made any more)',
        'Tick the scopes; copy the key',
      ],
      page: 'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/overview',
    },
  ],
  endpoints: [
    { path: '/account-info/v3/details', tells: 'the account’s time zone', page: `${guide}/overview` },
    {
      path: '/crm/v3/owners',
      tells: 'owners and teams',
      needs: 'the scope crm.objects.owners.read',
      page: `${guide}/overview`,
    },
    {
      path: '/crm/v3/objects/tickets',
      tells: 'tickets with the history of properties; archived ones too',
      page: `${guide}/overview`,
    },
    { path: '/crm/v3/objects/tickets/{id}', tells: 'one ticket', page: `${guide}/overview` },
    {
      method: 'POST',
      path: '/crm/v3/objects/tickets/search',
      tells: 'which tickets changed, and how many there are',
      page: `${guide}/overview`,
    },
    {
      method: 'POST',
      path: '/crm/v3/objects/contacts/search',
      tells: 'contacts that others were merged into',
      needs: 'the scope crm.objects.contacts.read',
      page: 'https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide',
    },
    {
      path: '/conversations/v3/conversations/threads',
      tells: 'threads of the inbox that belong to tickets',
      needs: 'messages: true and the scope conversations.read',
      page: 'https://developers.hubspot.com/docs/api-reference/conversations-custom-channels-v3/guide',
    },
    {
      path: '/conversations/v3/conversations/threads/{id}/messages',
      tells: 'messages and comments, with their actors',
      needs: 'messages: true and the scope conversations.read',
      page: 'https://developers.hubspot.com/docs/api-reference/conversations-custom-channels-v3/guide',
    },
    {
      path: '/crm/v3/objects/feedback_submissions',
      tells: 'answers to surveys',
      needs: 'surveys: true and the scope crm.objects.feedback_submissions.read',
      page: `${guide}/overview`,
    },
  ],
  fields: {
    pages: 'results paging next after total filterGroups filters timeZone',
    ticket:
      'id properties propertiesWithHistory associations contacts companies tickets createdAt updatedAt archivedAt',
    'properties of a ticket':
      'createdate closed_date hs_lastmodifieddate hs_object_id hs_pipeline hs_pipeline_stage hs_ticket_category hs_ticket_priority source_type first_agent_reply_date hubspot_owner_id hubspot_team_id hs_tag_ids hs_merged_object_ids hs_time_to_first_response_sla_at hs_time_to_first_response_sla_status hs_time_to_close_sla_at hs_time_to_close_sla_status',
    'history of a property': 'value timestamp sourceType sourceId updatedByUserId',
    owner: 'id userId email teams updatedAt',
    contact: 'id properties updatedAt hs_calculated_merged_vids hs_merged_object_ids hs_object_id',
    thread: 'id latestMessageTimestamp threadAssociations associatedTicketId',
    message:
      'id type createdAt updatedAt createdBy direction text truncationStatus senders actorId status client statusType',
    'feedback submission':
      'id properties associations updatedAt hs_survey_type hs_value hs_response_group hs_submission_timestamp hs_ticket_id hs_contact_id',
  },
  words: [
    {
      of: 'actor',
      words: ['A', 'B', 'E', 'I', 'L', 'S', 'V'],
      page: 'https://developers.hubspot.com/docs/api-reference/conversations-custom-channels-v3/guide',
    },
    {
      of: 'message type',
      words: ['MESSAGE', 'COMMENT', 'WELCOME_MESSAGE', 'ASSIGNMENT', 'THREAD_STATUS_CHANGE', 'THREAD_INBOX_CHANGE'],
      page: 'https://developers.hubspot.com/docs/api-reference/conversations-custom-channels-v3/guide',
    },
    { of: 'hs_pipeline_stage of a new account', words: ['1', '2', '3', '4'], page: `${guide}/overview` },
  ],
  channels: [
    {
      channel: 'email, chat, form, WhatsApp',
      told: 'messages with author and time, while the scope conversations.read is granted; else only the first reply',
    },
    {
      channel: 'merged customers',
      told: 'a contact names those who were merged into it, and when (hs_calculated_merged_vids); a merge into a new record is told without its time (hs_merged_object_ids) and then holds for the past, too',
      page: 'https://developers.hubspot.com/changelog/updated-merge-functionality-for-contacts-and-companies',
    },
    { channel: 'calls', told: 'that there was a ticket; what was said is not told' },
    {
      channel: 'comments in the help desk',
      told: 'become notes of the record, which are not read: internal notes are then fewer than there were',
      page: 'https://developers.hubspot.com/changelog/tag/api',
    },
    {
      channel: 'answers to surveys',
      told: 'number and group (positive, neutral, negative) as HubSpot gives them; the scale of a survey is not told: satisfaction goes by the group, unless csat names the scale; effort is 1 to 7, recommendation 0 to 10',
      page: 'https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/feedback-submissions/guide',
    },
    {
      channel: 'AI agents',
      told: 'what HubSpot states of its customer agent is not told: the reference of tickets names no property for it. Who took part follows from the actors of messages and from bots',
      page: 'https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/tickets/guide',
    },
    {
      channel: 'deleted tickets',
      told: 'the archive lists them with the time (archived=true); one that was deleted for good is in no list and missed by the weekly list of ids',
      page: `${guide}/overview`,
    },
    {
      channel: 'how often it is asked',
      told: 'one request for 50 tickets of a first load, one for each ticket that changed afterwards and one for each thread: many messages are read by no one request, and those that read many tickets lack their contacts and companies (associations)',
      page: 'https://developers.hubspot.com/docs/api-reference/latest/crm/objects/objects/batch/get-objects',
    },
    {
      channel: 'corrected messages',
      told: 'edited when the thread is read again; a message that was deleted stays counted',
    },
  ],
  ends: [
    {
      what: 'support of HubSpot’s numbered interfaces (v1 to v3), and of private apps of the old kind',
      on: '2027-09-01',
      instead: 'Update Casebook before then: a later version reads the dated interfaces.',
      page: retired,
    },
  ],
  openapi: {
    document: 'https://github.com/HubSpot/HubSpot-public-api-spec-collection',
    version:
      '9989379 (paths, fields of records, histories, owners, threads and messages, types of messages; names of properties belong to an account and are in no description)',
    checked_on: '2026-12-01',
  },
};
