import { untoldFor } from '../../knowledge/telling.ts';
import type { Auth } from '../connector.ts';
import { connector } from '../define.ts';
import { record, textOrNull } from '../shapes.ts';
import { caseRows } from './salesforce/cases.ts';
import { caseIds, countOfCases } from './salesforce/case-ids.ts';
import { commentRows, emailRows, historyRows, sessionRows, taskRows } from './salesforce/history.ts';
import { contactRows, queueRows, userRows } from './salesforce/people.ts';
import { milestoneRows } from './salesforce/milestones.ts';
import { fieldsOf, mayLack, mayLackField, oneCaseStreams } from './salesforce/one-case.ts';
import { soqlWalk } from './salesforce/soql-walk.ts';
import { SalesforceConfiguration } from './salesforce/configuration.ts';
import { salesforceContract } from './salesforce/contract.ts';

const caseFields = [
  'CaseNumber, CreatedDate, CreatedById, IsDeleted, MasterRecordId, Status, Priority, Origin, Type, Reason, OwnerId',
  'AccountId, ContactId, ParentId, IsClosed, ClosedDate',
].join(', ');

/** Who signs for a sandbox says so to another host (help.salesforce.com, "OAuth 2.0 JWT Bearer Flow"). */
const audienceOf = (base_url: string): string =>
  /\.sandbox\.|--/.test(new URL(base_url).hostname) ? 'https://test.salesforce.com' : 'https://login.salesforce.com';

function authOf({ base_url, client_id, client_secret, user = '', private_key }: SalesforceConfiguration): Auth {
  const flow = { kind: 'oauth', token_url: `${base_url}/services/oauth2/token` } as const;
  if (private_key === undefined)
    return { ...flow, form: { grant_type: 'client_credentials', client_id, client_secret: client_secret ?? '' } };
  return {
    ...flow,
    form: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' },
    assertion: { issuer: client_id, subject: user, audience: audienceOf(base_url), private_key },
  };
}

/**
 * Salesforce Service Cloud by SOQL over queryAll, which shows deleted and merged rows, too. Every object is walked by (time, Id), so
 * that rows of one instant are never lost (CONNECTORS.md 3.6). What was emptied from the recycle bin is in no query: a weekly list of
 * ids tells.
 */
export const salesforce = connector({
  id: 'salesforce',
  title: 'Salesforce Service Cloud',
  configuration: SalesforceConfiguration,
  contract: salesforceContract,
  setup: {
    base_url: { ask: 'Address of the org, which ends in .my.salesforce.com' },
    client_id: 'environment',
    client_secret: 'environment',
  },
  site: (c) => ({ base_url: c.base_url, auth: authOf(c) }),
  // literals of SOQL carry their Z
  zone: () => ({
    use: 'never_matters',
    first: { url: '/services/oauth2/userinfo' },
    read: (body) => ({ zone: textOrNull.parse(record.parse(body).zoneinfo) }),
  }),
  tells: (c) => ({
    untold: {
      ...(c.csat === undefined
        ? untoldFor(['ratings_offered', 'ratings_given'], 'name the field of the rating in csat')
        : {}),
      ...(c.tasks ? {} : { time_worked: 'set tasks: true' }),
    },
  }),
  streams: (c) => {
    const own = [
      ...Object.values(c.mappings.fields),
      ...c.mappings.custom_fields,
      c.group_field,
      c.tag_field,
      c.followup_of_field,
    ].filter((field): field is string => field !== undefined);
    const fields = [...new Set([caseFields, ...own])].join(', ');
    return [
      soqlWalk('queues', 'Group', 'Name', 'SystemModstamp', "Type = 'Queue'", c, queueRows(c)),
      soqlWalk('users', 'User', 'Email, UserType', 'SystemModstamp', '', c, userRows(c)),
      soqlWalk(
        'contacts',
        'Contact',
        'AccountId, Email, CreatedDate, MasterRecordId',
        'SystemModstamp',
        '',
        c,
        contactRows,
      ),
      { ...soqlWalk('cases', 'Case', fields, 'SystemModstamp', '', c, caseRows(c)), compare: countOfCases(c) },
      soqlWalk('history', 'CaseHistory', fieldsOf.history, 'CreatedDate', '', c, historyRows(c)),
      soqlWalk('comments', 'CaseComment', fieldsOf.comments, 'SystemModstamp', '', c, commentRows(c)),
      {
        ...soqlWalk('emails', 'EmailMessage', fieldsOf.emails, 'SystemModstamp', '', c, emailRows(c)),
        ...mayLack,
      },
      {
        // after the mails: what a flow or an agent of Salesforce's own sent is theirs, whoever it was sent for
        ...soqlWalk(
          'automated_emails',
          'EmailMessage',
          `${fieldsOf.emails}, AutomationType`,
          'SystemModstamp',
          'AutomationType != null',
          c,
          emailRows(c, true),
        ),
        ...mayLackField,
      },
      {
        ...soqlWalk(
          'messaging_sessions',
          'MessagingSession',
          'CaseId, AgentType, StartTime',
          'SystemModstamp',
          'CaseId != null',
          c,
          sessionRows,
        ),
        ...mayLackField,
      },
      {
        ...soqlWalk(
          'milestones',
          'CaseMilestone',
          'CaseId, MilestoneTypeId, MilestoneType.Name, StartDate, TargetDate, CompletionDate, IsViolated, ElapsedTimeInMins',
          'SystemModstamp',
          '',
          c,
          milestoneRows,
        ),
        ...mayLack,
      },
      ...(c.tasks
        ? [
            soqlWalk(
              'tasks',
              'Task',
              'WhatId, OwnerId, CallDurationInSeconds, CompletedDateTime',
              'SystemModstamp',
              "What.Type = 'Case'",
              c,
              taskRows,
            ),
          ]
        : []),
      caseIds(c),
      ...oneCaseStreams(c),
    ];
  },
});
