import type { Contract } from '../../contract.ts';

const page = (path: string): string => `https://developer.helpscout.com/mailbox-api/${path}`;

export const helpScoutContract: Contract = {
  as_of: '2026-11-30',
  api: 'Inbox API 2.0 (Mailbox API)',
  logins: [
    {
      keys: ['app_id', 'app_secret'],
      grant: 'OAuth, client credentials of an app; tokens live two days, and nothing has to be kept between runs',
      role: 'a user who sees every inbox that counts; reports need the right to view them',
      plan: 'any with the API; ratings and reports by plan',
      steps: ['Your picture > Your Profile > My Apps > Create My App', 'Copy App ID and App Secret'],
      page: page('overview/authentication/'),
    },
  ],
  endpoints: [
    { path: '/v2/users/me', tells: 'who asks, and the time zone', page: page('endpoints/users/me/') },
    { path: '/v2/mailboxes', tells: 'inboxes', page: page('endpoints/inboxes/list/') },
    { path: '/v2/teams', tells: 'teams', page: page('endpoints/teams/list-teams/') },
    { path: '/v2/users', tells: 'users', page: page('endpoints/users/list/') },
    {
      path: '/v3/system-users',
      tells: 'actors that are no people, such as AI agents: version 2 calls them users',
      since: '2026-04',
      page: page('endpoints/system-users/list/'),
    },
    { path: '/v2/customers', tells: 'customers', page: page('endpoints/customers/list/') },
    {
      path: '/v2/conversations',
      tells: 'conversations with their threads, and how many there are',
      page: page('endpoints/conversations/list/'),
    },
    { path: '/v2/conversations/{id}', tells: 'one conversation', page: page('endpoints/conversations/get/') },
    {
      path: '/v2/conversations/{id}/threads',
      tells: 'messages, notes and changes of one conversation',
      page: page('endpoints/conversations/threads/list/'),
    },
    {
      path: '/v2/reports/happiness/ratings',
      tells: 'ratings',
      needs: 'a plan with reports',
      page: page('endpoints/reports/happiness/reports-happiness-ratings/'),
    },
  ],
  fields: {
    pages: '_embedded page pages number totalPages totalElements results',
    conversation:
      'id number type status state mailboxId assignee createdAt createdBy closedAt userUpdatedAt customerWaitingSince source tags tag customFields name text value primaryCustomer threads',
    thread: 'id type status state action associatedEntities body createdBy assignedTo createdAt',
    'inbox, team, user, customer': 'id name email emails organizationId createdAt updatedAt timezone',
    rating: 'id threadid ratingId ratingCustomerId ratingUserId ratingCreatedAt',
  },
  words: [
    { of: 'status', words: ['active', 'pending', 'closed', 'spam'], page: page('endpoints/conversations/list/') },
    { of: 'ratingId', words: ['1', '2', '3'], page: page('endpoints/reports/happiness/reports-happiness-ratings/') },
  ],
  channels: [
    { channel: 'email, web, Beacon', told: 'messages with author and time, each change of status and owner' },
    { channel: 'chat', told: 'messages, asked for conversation by conversation' },
    { channel: 'phone', told: 'a note that there was a call; what was said is not told' },
    {
      channel: 'line items (action.type)',
      told: 'merged, moved-from-mailbox (between which inboxes, where all threads come with the conversation) and automatic-workflow (done by the rule, not by the person whom it names); manual-workflow, imported, imported-external, changed-ticket-status, changed-ticket-assignee, changed-ticket-customer, deleted-ticket and restore-ticket say nothing that status, owner, customer and state do not. The names are those that three importers of conversations list; under which key the inbox that was left stands is said nowhere: any that speaks of one is taken',
      page: 'https://developer.helpscout.com/help-desk-api/objects/thread/',
    },
    {
      channel: 'merged conversations',
      told: 'by a line item of the one that stays (action merged), with the moment, where it names the other; else when the merged one is looked for, as of then',
      page: 'https://developer.helpscout.com/webhooks/objects/thread/',
    },
    {
      channel: 'AI Answers and AI drafts',
      told: 'an AI agent is a system user; no field of a conversation or a thread says that AI resolved it, handed it over or drafted a reply, neither in the reference nor in the vendor’s own client library (version of June 2026)',
      page: page('endpoints/conversations/get/'),
    },
    {
      channel: 'merged customers',
      told: 'not told: adding an address of another profile merges the two, and no endpoint says so; a conversation that is read again has the new name',
      page: 'https://docs.helpscout.com/article/66-merge-duplicate-customer-profiles',
    },
    {
      channel: 'corrected messages',
      told: 'edited when the conversation is read again; a thread that was deleted stays counted',
    },
  ],
  ends: [],
};
