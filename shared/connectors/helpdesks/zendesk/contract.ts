import type { Contract } from '../../contract.ts';

const reference = 'https://developer.zendesk.com/api-reference';
const exports = `${reference}/ticketing/ticket-management/incremental_exports/`;
const oauth = 'https://developer.zendesk.com/documentation/authentication/';

export const zendeskContract: Contract = {
  as_of: '2026-11-30',
  api: 'Support API v2',
  logins: [
    {
      keys: ['client_id', 'client_secret'],
      grant: 'OAuth, client credentials',
      role: 'an admin makes the client, and the client acts for an admin: exports are for admins only',
      scopes: ['read'],
      steps: [
        'Admin Center > Apps and integrations > APIs > OAuth clients > Add OAuth client',
        'Client kind: confidential. Copy the identifier and, once, the secret',
      ],
      page: oauth,
    },
    {
      keys: ['client_id', 'client_secret', 'refresh_token'],
      grant: 'OAuth, refresh token: each use gives a new pair and ends the old one',
      role: 'the token of an admin, made for this source alone',
      scopes: ['read'],
      steps: ['Make the client as above; let an admin authorise it; keep the refresh token of the answer'],
      page: oauth,
    },
    {
      keys: ['email', 'token'],
      grant: 'API token: none can be made any more',
      role: 'an admin',
      steps: ['A token that you still have works until it ends'],
      page: oauth,
    },
    {
      keys: ['oauth_token'],
      grant: 'an access token that somebody else renews: it lives 30 minutes by default, 48 hours at most',
      role: 'an admin',
      steps: ['Put the current token into the environment before each run'],
      page: oauth,
    },
  ],
  endpoints: [
    {
      path: '/api/v2/users/me.json',
      tells: 'who asks, and the time zone',
      page: `${reference}/ticketing/users/users/`,
    },
    { path: '/api/v2/groups.json', tells: 'groups', page: `${reference}/ticketing/groups/groups/` },
    {
      path: '/api/v2/custom_statuses.json',
      tells: 'what agents call the statuses of the account; left out where the plan or the scope hides them',
      page: `${reference}/ticketing/tickets/custom_ticket_statuses/`,
    },
    {
      path: '/api/v2/brands.json',
      tells: 'names of brands; left out where the plan or the scope hides them',
      page: `${reference}/ticketing/account-configuration/brands/`,
    },
    { path: '/api/v2/incremental/users/cursor.json', tells: 'agents and end users', page: exports },
    { path: '/api/v2/incremental/tickets/cursor.json', tells: 'tickets, archived ones too', page: exports },
    {
      path: '/api/v2/incremental/ticket_events.json',
      tells: 'the history of tickets with their comments',
      page: exports,
    },
    {
      path: '/api/v2/deleted_tickets.json',
      tells: 'tickets in the bin, for 30 days',
      page: `${reference}/ticketing/tickets/tickets/`,
    },
    {
      path: '/api/v2/search/count.json',
      tells: 'how many tickets there are, to compare',
      page: `${reference}/ticketing/ticket-management/search/`,
    },
    {
      path: '/api/v2/satisfaction_ratings.json',
      tells: 'ratings, good or bad',
      needs: 'surveys: legacy',
      page: `${reference}/ticketing/ticket-management/satisfaction_ratings/`,
    },
    {
      path: '/api/v2/guide/survey_responses',
      tells: 'answers to the newer surveys, with scale and category',
      needs: 'surveys: new',
      page: `${reference}/ticketing/ticket-management/csat_survey_responses/`,
    },
    {
      path: '/api/v2/slas/policies.json',
      tells: 'promises',
      needs: 'sla: true, on a plan with service levels',
      page: `${reference}/ticketing/business-rules/sla_policies/`,
    },
    {
      path: '/api/v2/incremental/ticket_metric_events.json',
      tells: 'the clocks of promises',
      needs: 'sla: true, on a plan with service levels',
      page: `${reference}/ticketing/tickets/ticket_metric_events/`,
    },
    {
      path: '/api/v2/incremental/organizations.json',
      tells: 'customer organisations',
      needs: 'organizations',
      page: exports,
    },
    {
      path: '/api/v2/help_center/articles.json',
      tells: 'articles of the help centre',
      needs: 'help_center: true',
      page: `${reference}/help_center/help-center-api/articles/`,
    },
    {
      path: '/api/v2/help_center/articles/{id}/votes.json',
      tells: 'votes of readers on an article',
      needs: 'help_center: true',
      page: `${reference}/help_center/help-center-api/votes/`,
    },
    {
      path: '/api/services/jira/links',
      tells: 'issues of development',
      needs: 'jira_links: true, with the Jira app',
      page: `${reference}/ticketing/jira/links/`,
    },
  ],
  fields: {
    'pages of exports and lists': 'after_cursor end_of_stream end_time next_page meta count',
    ticket:
      'id created_at updated_at generated_timestamp status custom_status_id priority type via brand_id group_id assignee_id requester_id submitter_id organization_id problem_id tags custom_fields support_type source channel rel',
    'ticket event (audit)':
      'id ticket_id timestamp created_at updater_id via via_reference_id child_events author_id public body channel source to from ticket_id',
    'chat in a ticket event': 'value chat_id history type actor_id actor_type message timestamp',
    'article, vote': 'id author_id locale draft outdated vote_count user_id value created_at updated_at articles votes',
    user: 'user id role role_type email organization_id default_group_id created_at updated_at suspended iana_time_zone time_zone',
    'group, brand': 'id name brands updated_at',
    'custom status': 'id agent_label custom_statuses updated_at',
    'deleted ticket': 'id deleted_at actor',
    rating: 'id ticket_id assignee_id requester_id score reason created_at updated_at',
    'survey response':
      'id responder_id answers question options subjects subject_zrns type created_at updated_at rating rating_category zrn value',
    'metric event': 'id ticket_id metric type time instance_id sla group_sla status deleted policy',
    policy: 'id title policy_metrics created_at updated_at target metric',
    organization: 'id organization_fields created_at updated_at deleted_at',
    'Jira link': 'id ticket_id issue_key issue_id created_at updated_at',
  },
  words: [
    {
      of: 'status',
      words: ['new', 'open', 'pending', 'hold', 'solved', 'closed', 'deleted'],
      page: `${reference}/ticketing/tickets/tickets/`,
    },
    { of: 'priority', words: ['urgent', 'high', 'normal', 'low'], page: `${reference}/ticketing/tickets/tickets/` },
    {
      of: 'support_type',
      words: ['agent', 'ai_agent'],
      page: 'https://support.zendesk.com/hc/en-us/articles/9204149016346',
    },
    { of: 'type', words: ['problem', 'incident', 'question', 'task'], page: `${reference}/ticketing/tickets/tickets/` },
  ],
  channels: [
    { channel: 'email, web, api, voice', told: 'everything: who wrote what when, each change, its author' },
    {
      channel: 'messaging and chat',
      told: 'tickets, changes and owners; the messages where the update that ends a chat carries its history, else replies are not told',
      page: 'https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_audits/',
    },
    {
      channel: 'statuses of the account’s own',
      told: 'each counts as the category that the ticket has beside it, unless mappings.status says more of it, by its id; the ticket shows the name that agents see, or the category where names are hidden',
      page: `${reference}/ticketing/tickets/custom_ticket_statuses/`,
    },
    {
      channel: 'brands',
      told: 'the brand of each ticket, by the name that mappings.brand gives it, else by its own; by its id where names are hidden, or where teams or reports call it by its id',
      page: `${reference}/ticketing/account-configuration/brands/`,
    },
    {
      channel: 'engagements of agents in messaging (Omnichannel Engagements API)',
      told: 'not read: for 90 days, how many replies an agent gave and after how many seconds on average, not when each was given',
      page: `${reference}/agent-availability/omnichannel-engagements/omnichannel_engagements`,
    },
    {
      channel: 'conversations of AI agents alone',
      told: 'tickets, which are the AI agent’s (support_type); whether they were resolved is billed elsewhere and not told',
      since: '2025',
      page: 'https://support.zendesk.com/hc/en-us/articles/9204149016346',
    },
    {
      channel: 'the help centre',
      told: 'articles and votes; what was read and searched for is told by no interface, but in reports of Zendesk’s own',
      page: `${reference}/help_center/help-center-api/introduction/`,
    },
    {
      channel: 'merged customers',
      told: 'a merge moves the tickets of the one who goes, and each says so as a change of who asked; a ticket that Zendesk leaves with the old one stays theirs',
      page: 'https://support.zendesk.com/hc/en-us/articles/4408887695898',
    },
    {
      channel: 'corrected messages',
      told: 'made private (CommentPrivacyChange); a redacted one is still a message; none can be deleted',
      page: 'https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_audits/',
    },
  ],
  ends: [
    {
      what: 'every API token of Zendesk (email and token)',
      on: '2027-04-30',
      instead: 'Make a confidential OAuth client in the Admin Center and give the source client_id and client_secret.',
      page: oauth,
      touches: 'token',
    },
  ],
};
