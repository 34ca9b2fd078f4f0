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
      grant:
        'OAuth, client credentials of an external client app: no refresh token, so that nothing is kept between runs',
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
    MessagingSession: 'Id CaseId AgentType StartTime SystemModstamp',
    CaseMilestone:
      'Id CaseId MilestoneTypeId MilestoneType StartDate TargetDate CompletionDate IsViolated ElapsedTimeInMins SystemModstamp',
    'User, Contact, Group': 'Id Name Email UserType AccountId CreatedDate MasterRecordId SystemModstamp',
    Task: 'Id WhatId OwnerId CallDurationInSeconds CompletedDateTime SystemModstamp',
  },
  words: [
    { of: 'EmailMessage.Status', words: ['0', '1', '2', '3', '4', '5'], page: object('emailmessage') },
    {
      of: 'MessagingSession.AgentType',
      words: ['Agent', 'Bot', 'BotToAgent', 'System'],
      page: object('messagingsession'),
    },
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
      told: 'that there was a session, and whether a person was assigned to it (AgentType Agent or BotToAgent); what was written is kept outside of SOQL, so that its replies are not told',
      page: object('messagingsession'),
    },
    {
      channel: 'AI agents',
      told: 'what Salesforce states of its own is not told: AgentType says Bot of a scripted bot and of an agent of Agentforce alike, and no field of Case names either. Who took part follows from authors and bots',
      page: object('messagingsession'),
    },
    {
      channel: 'deleted cases',
      told: 'by queryAll (IsDeleted) while they are in the recycle bin, and by the weekly list of ids afterwards. The resource "Get Deleted" is not asked: it reaches 15 days back, no further than the bin, and its log may be purged two hours after a deletion',
      page: rest('resources_getdeleted'),
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
