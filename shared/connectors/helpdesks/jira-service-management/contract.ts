import type { Contract } from '../../contract.ts';

const platform = (group: string): string =>
  `https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-${group}/`;
const desk = (group: string): string =>
  `https://developer.atlassian.com/cloud/jira/service-desk/rest/api-group-${group}/`;

export const jiraContract: Contract = {
  as_of: '2026-11-30',
  api: 'Jira Cloud platform REST API v3, Jira Service Management REST API',
  logins: [
    {
      keys: ['email', 'token'],
      grant: 'an API token with scopes (then give cloud_id), or one without',
      role: 'an agent who browses the projects; Browse users and groups, to know who is staff',
      scopes: ['read:jira-work', 'read:jira-user', 'read:servicedesk-request'],
      steps: [
        'id.atlassian.com > Security > API tokens > Create API token with scopes',
        'A token lives a year at most: note its day',
      ],
      page: 'https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/',
    },
    {
      keys: ['client_id', 'client_secret', 'cloud_id'],
      grant:
        'OAuth, client credentials of a service account; with refresh_token, OAuth 2.0 (3LO): each use gives a new refresh token and ends the old one, which is kept in the state',
      role: 'a service account with access to the projects',
      scopes: ['read:jira-work', 'read:jira-user', 'read:servicedesk-request', 'offline_access (3LO)'],
      steps: ['admin.atlassian.com > Directory > Service accounts > Create credentials > OAuth 2.0'],
      page: 'https://support.atlassian.com/user-management/docs/manage-oauth-20-credentials-for-service-accounts/',
    },
  ],
  endpoints: [
    { path: '/rest/api/3/myself', tells: 'who asks, and the time zone of queries', page: platform('myself') },
    {
      path: '/rest/api/3/users/search',
      tells: 'accounts of the site',
      needs: 'the right Browse users and groups',
      page: platform('users'),
    },
    {
      path: '/rest/api/3/status',
      tells: 'the category of every status of the site, for those that a changelog names',
      page: platform('workflow-statuses'),
    },
    {
      method: 'POST',
      path: '/rest/api/3/search/jql',
      tells: 'issues by time of change, with the first entries of their lists',
      page: platform('issue-search'),
    },
    { path: '/rest/api/3/issue/{id}', tells: 'one issue', page: platform('issues') },
    { path: '/rest/api/3/issue/{id}/changelog', tells: 'the whole history of an issue', page: platform('issues') },
    {
      method: 'POST',
      path: '/rest/api/3/changelog/bulkfetch',
      tells: 'the whole histories of up to 1,000 issues at once',
      page: platform('issues'),
    },
    { path: '/rest/api/3/issue/{id}/comment', tells: 'all comments', page: platform('issue-comments') },
    { path: '/rest/api/3/issue/{id}/worklog', tells: 'all work that was logged', page: platform('issue-worklogs') },
    {
      path: '/rest/servicedeskapi/request/{id}/sla',
      tells: 'promises',
      needs: 'sla: true',
      page: desk('request'),
    },
    {
      path: '/rest/servicedeskapi/request/{id}/feedback',
      tells: 'the rating of a request',
      needs: 'feedback: true',
      page: desk('request'),
    },
  ],
  fields: {
    pages: 'issues nextPageToken startAt total isLast isLastPage values timeZone accountId key name',
    issue:
      'id key fields properties changelog comments worklogs created updated resolutiondate status statusCategory priority issuetype labels components project assignee reporter creator issuelinks comment worklog timespent parent value',
    'entry of the changelog':
      'histories issueChangeLogs issueId changeHistories id created author items field fieldId from to fromString toString',
    comment: 'id author body created updated jsdPublic content text attrs marks',
    worklog: 'id author started timeSpentSeconds',
    'service level': 'id name completedCycles ongoingCycle startTime stopTime breachTime breached elapsedTime',
    account: 'accountId accountType emailAddress',
    feedback: 'rating',
  },
  words: [
    { of: 'statusCategory', words: ['new', 'indeterminate', 'done'], page: platform('workflow-statuses') },
    { of: 'accountType', words: ['atlassian', 'app', 'customer'], page: platform('users') },
  ],
  channels: [
    { channel: 'portal, email, widget, chat', told: 'comments with author and time, each change, its author' },
    { channel: 'merges', told: 'Jira has none: duplicates are linked' },
    {
      channel: 'long histories',
      told: 'a search gives 40 entries at most; those of issues with as many are read whole, for all issues of a page at once',
      page: 'https://jira.atlassian.com/browse/JRACLOUD-96459',
    },
    {
      channel: 'queues',
      told: 'not read: a queue is a saved search of agents (its JQL), so that an issue is in none, one or several of them, and when it came or left is kept nowhere; the group that works on an issue is the field in group_field',
      page: desk('servicedesk'),
    },
    {
      channel: 'merged customers',
      told: 'there are none: a portal-only account can become an Atlassian account, which keeps both ids',
      page: 'https://support.atlassian.com/jira/kb/duplicate-account-issues-in-jira-service-management-cloud',
    },
    {
      channel: 'corrected messages',
      told: 'edited and made internal when the issue is read again; a deleted one is missed where its list comes whole',
      page: 'https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-comments/',
    },
  ],
  ends: [],
};
