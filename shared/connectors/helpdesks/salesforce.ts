import { z } from 'zod';
import { secret } from '../../config/configuration.ts';
import { connector } from '../connector.ts';
import { Mappings } from '../mappings.ts';
import { record, textOrNull } from '../shapes.ts';
import { caseRows } from './salesforce/cases.ts';
import { caseIds, countOfCases } from './salesforce/case-ids.ts';
import { commentRows, emailRows, historyRows, taskRows } from './salesforce/history.ts';
import { contactRows, queueRows, userRows } from './salesforce/people.ts';
import { milestoneRows } from './salesforce/milestones.ts';
import { fieldsOf, mayLack, oneCaseStreams } from './salesforce/one-case.ts';
import { soqlWalk } from './salesforce/soql-walk.ts';

const name = z
  .string({ error: 'the API name of a field, such as Team__c' })
  .regex(/^\w+$/, { error: 'the API name of a field, such as Team__c' });

const SalesforceConfiguration = z.strictObject({
  id: z.string(),
  connector: z.literal('salesforce'),
  base_url: z.url({ error: 'the address of the org, such as https://example.my.salesforce.com' }),
  client_id: z.string({ error: 'the consumer key of a connected app with the client-credentials flow' }).min(1),
  client_secret: secret,
  version: z
    .string({ error: 'an API version such as v62.0' })
    .regex(/^v\d+\.0$/, { error: 'an API version such as v62.0' })
    .default('v62.0'),
  start: z.iso.date({ error: 'a day such as 2024-01-01' }).default('2010-01-01'),
  group_field: name.optional().meta({
    description: 'Tracked field with the name of the group, since the owner is a person or a queue, not both',
  }),
  tag_field: name.optional().meta({ description: 'A field with tags, separated by ";"' }),
  escalation_flag: z
    .boolean({ error: 'true or false' })
    .default(false)
    .meta({ description: 'IsEscalated means "to development"; escalation rules set it when a time limit is missed' }),
  tasks: z
    .boolean({ error: 'true or false' })
    .default(false)
    .meta({ description: 'Call durations of tasks are logged time' }),
  csat: z
    .strictObject({ field: name, min: z.int().default(1), max: z.int().default(5) })
    .optional()
    .meta({ description: 'Tracked field of the case that holds the customer’s rating' }),
  followup_of_field: name.optional().meta({ description: 'Lookup to the closed case that this one follows' }),
  mappings: Mappings,
});
export type SalesforceConfiguration = z.output<typeof SalesforceConfiguration>;

const caseFields = [
  'CaseNumber, CreatedDate, CreatedById, IsDeleted, MasterRecordId, Status, Priority, Origin, Type, Reason, OwnerId',
  'AccountId, ContactId, ParentId, IsClosed, ClosedDate',
].join(', ');

/**
 * Salesforce Service Cloud by SOQL over queryAll, which shows deleted and merged rows, too. Every object is walked by (time, Id), so
 * that rows of one instant are never lost (CONNECTORS.md 3.6). What was emptied from the recycle bin is in no query: a weekly list of
 * ids tells.
 */
export const salesforce = connector({
  id: 'salesforce',
  title: 'Salesforce Service Cloud',
  configuration: SalesforceConfiguration,
  site: (c) => ({
    base_url: c.base_url,
    auth: {
      kind: 'oauth',
      token_url: `${c.base_url}/services/oauth2/token`,
      form: { grant_type: 'client_credentials', client_id: c.client_id, client_secret: c.client_secret },
    },
  }),
  // literals of SOQL carry their Z
  zone: () => ({
    use: 'never_matters',
    first: { url: '/services/oauth2/userinfo' },
    read: (body) => ({ zone: textOrNull.parse(record.parse(body).zoneinfo) }),
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
      soqlWalk('contacts', 'Contact', 'AccountId, Email, CreatedDate', 'SystemModstamp', '', c, contactRows),
      { ...soqlWalk('cases', 'Case', fields, 'SystemModstamp', '', c, caseRows(c)), compare: countOfCases(c) },
      soqlWalk('history', 'CaseHistory', fieldsOf.history, 'CreatedDate', '', c, historyRows(c)),
      soqlWalk('comments', 'CaseComment', fieldsOf.comments, 'SystemModstamp', '', c, commentRows(c)),
      {
        ...soqlWalk('emails', 'EmailMessage', fieldsOf.emails, 'SystemModstamp', '', c, emailRows(c)),
        ...mayLack,
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
