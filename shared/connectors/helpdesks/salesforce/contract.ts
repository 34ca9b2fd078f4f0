import type { Contract } from '../../contract.ts';

const object = (name: string): string =>
  `https://developer.salesforce.com/docs/platform/object-reference/references/standard-objects/object-${name}.html`;
const rest = (name: string): string =>
  `https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/${name}.htm`;

export const salesforceContract: Contract = {
  as_of: '2026-11-30',
  api: 'REST API v62.0 (key version)',
  logins: [
    {
      keys: ['client_id', 'client_secret'],
      grant: 'OAuth, client credentials of an external client app',
      role: 'the Run As user of the app: API Enabled, View All on Case, read on what is named here',
      scopes: ['api'],
      plan: 'Enterprise, Unlimited, Performance or Developer, which have the API',
      steps: [
        'Setup > External Client App Manager > New External Client App (connected apps cannot be made since Spring ’26)',
        'OAuth Settings: scope api; Policies: Enable Client Credentials Flow, Run As a user who only reads',
      ],
      page: 'https://help.salesforce.com/s/articleView?id=xcloud.create_a_local_external_client_app.htm',
    },
    {
      keys: ['client_id', 'user', 'private_key'],
      grant: 'OAuth, JWT bearer',
      role: 'the named user, admitted in the policies of the app',
      scopes: ['api', 'refresh_token'],
      steps: ['OAuth Settings: Enable JWT Bearer Flow, upload the certificate; Policies: pre-authorise the user'],
      page: 'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm',
    },
  ],
  endpoints: [
    {
      path: '/services/oauth2/userinfo',
      tells: 'who asks, and the time zone',
      page: rest('intro_oauth_and_connected_apps'),
    },
    {
      path: '/services/data/{version}/queryAll',
      tells:
        'Case, CaseHistory, CaseComment, EmailMessage, CaseMilestone, Group, User, Contact, Task, MessagingSession, deleted ones too',
      page: rest('resources_queryall'),
    },
    {
      path: '/services/data/{version}/queryAll/{locator}',
      tells: 'the rest of such an answer',
      page: rest('resources_queryall'),
    },
    {
      path: '/services/data/{version}/query',
      tells: 'ids and counts of cases that are there',
      page: rest('resources_query'),
    },
    {
      path: '/services/data/{version}/query/{locator}',
      tells: 'the rest of such an answer',
      page: rest('resources_query'),
    },
    {
      path: '/services/data/{version}/sobjects/Case/{id}',
      tells: 'one case',
      page: rest('resources_sobject_retrieve'),
    },
  ],
  fields: {
    pages: 'records done nextRecordsUrl totalSize zoneinfo',
    Case: 'Id CaseNumber CreatedDate CreatedById SystemModstamp IsDeleted MasterRecordId Status Priority Origin Type Reason OwnerId AccountId ContactId ParentId IsClosed ClosedDate',
    CaseHistory: 'Id CaseId Field OldValue NewValue CreatedById CreatedDate',
    CaseComment: 'Id ParentId IsPublished IsDeleted CommentBody CreatedById CreatedDate SystemModstamp',
    EmailMessage:
      'Id ParentId Parent Incoming IsDeleted Status TextBody MessageDate CreatedById AutomationType SystemModstamp',
    MessagingSession: 'Id CaseId AgentMessageCount StartTime SystemModstamp',
    CaseMilestone:
      'Id CaseId MilestoneTypeId MilestoneType StartDate TargetDate CompletionDate IsViolated ElapsedTimeInMins SystemModstamp',
    'User, Contact, Group': 'Id Name Email UserType AccountId CreatedDate MasterRecordId SystemModstamp',
    Task: 'Id WhatId OwnerId CallDurationInSeconds CompletedDateTime SystemModstamp',
  },
  words: [
    { of: 'EmailMessage.Status', words: ['0', '1', '2', '3', '4', '5'], page: object('emailmessage') },
    {
      of: 'User.UserType',
      words: ['Standard', 'PowerCustomerSuccess', 'CspLitePortal', 'Guest', 'AutomatedProcess', 'CloudIntegrationUser'],
      page: object('user'),
    },
  ],
  channels: [
    {
      channel: 'email, web, portal, phone',
      told: 'mails and comments with author and time, deleted ones taken back; changes of tracked fields',
    },
    {
      channel: 'messaging',
      told: 'that there was a session and how many messages a person wrote; when each was written is kept outside of SOQL, so that replies are not told',
      page: object('messagingsession'),
    },
    {
      channel: 'merged customers',
      told: 'a merged contact names its master (MasterRecordId) while it is in the recycle bin: one customer from then on',
      page: object('contact'),
    },
    {
      channel: 'a status that is not tracked',
      told: 'the day of closing (ClosedDate); twenty fields at most can be tracked',
      page: object('casehistory'),
    },
    {
      channel: 'corrected messages',
      told: 'unpublished and deleted comments, deleted mails, by the later SystemModstamp (queryAll)',
    },
  ],
  ends: [],
};
