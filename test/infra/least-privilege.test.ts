import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { jsonLog } from '../../shared/adapters/aws/json-log.ts';
import { account as startAccount, type Account } from '../support/aws/account.ts';
import { company, companyLog, due } from '../support/aws/company.ts';
import { scheduledRun, type Used } from '../support/aws/scheduled-run.ts';
import { account, evaluated, handlerNames, isAllowed, type Call, type HandlerName } from '../support/iam.ts';
import { synthesised } from '../support/template.ts';

const { template } = synthesised();
const { functions, others, arnOf } = evaluated(template);
const region = 'eu-central-1';
const bucket = (zone: string): string => `arn:aws:s3:::casebook-${zone}-${account}-${region}`;
const glue = (rest: string): string => `arn:aws:glue:${region}:${account}:${rest}`;
const key = arnOf('StorageKey');
/** Functions whose role allows a call. */
const who = (call: Call): HandlerName[] => handlerNames.filter((name) => isAllowed(functions[name], call));

/** What Athena, Lambda and KMS ask of the role on the function's behalf; no adapter calls it. */
const onBehalf = new Set(
  `glue:GetDatabase glue:GetDatabases glue:CreateDatabase glue:GetTable glue:GetTables glue:GetPartitions glue:CreateTable
   glue:UpdateTable s3:GetBucketLocation s3:AbortMultipartUpload kms:Decrypt kms:GenerateDataKey
   logs:CreateLogStream logs:PutLogEvents sqs:SendMessage`.split(/\s+/),
);

/** The ports that a handler takes from functions/aws.ts, and the adapters that each of them is made of. */
const adaptersOf: Readonly<Record<string, readonly string[]>> = {
  lakeAt: ['s3-objects'],
  stateAt: ['s3-objects'],
  filesAt: ['s3-objects'],
  secretsAt: ['secrets-manager-secrets'],
  mailerAt: ['ses-mailer'],
  warehouseAt: ['athena-query', 's3-objects'],
};
const serviceOf: Readonly<Record<string, string>> = {
  's3-objects': 's3',
  'secrets-manager-secrets': 'secretsmanager',
  'ses-mailer': 'ses',
  'athena-query': 'athena',
};
/** The IAM action of an SDK command, where its name is another one. */
const actionOf = (service: string, command: string): string =>
  `${service}:${command === 'ListObjectsV2' ? 'ListBucket' : command}`;

/** Every action that the handler's adapters could call, read from their source. */
function callable(handler: string): ReadonlySet<string> {
  const source = readFileSync(`functions/${handler}/handler.ts`, 'utf8');
  const ports = Object.keys(adaptersOf).filter((port) => new RegExp(`\\b${port}\\(`).test(source));
  const actions = ports
    .flatMap((port) => adaptersOf[port]!)
    .flatMap((adapter) =>
      [...readFileSync(`shared/adapters/aws/${adapter}.ts`, 'utf8').matchAll(/new (\w+)Command\(/g)].map(
        ([, command]) => actionOf(serviceOf[adapter]!, command!),
      ),
    );
  return new Set(handler === 'run' ? [...actions, 'lambda:InvokeFunction'] : actions);
}

describe('the role of each function', () => {
  it.each(handlerNames)('%s: allows no action that its adapters cannot call', (name) => {
    const could = callable(name);
    const actions = functions[name].flatMap((statement) => statement.actions);
    expect(actions.length).toBeGreaterThan(2);
    expect(actions.filter((action) => !could.has(action) && !onBehalf.has(action))).toEqual([]);
  });

  it('uses no wildcard in an action, and names a resource in every statement but one, whose action knows none', () => {
    const all = handlerNames.flatMap((name) => functions[name]);
    expect(all.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
    expect(all.filter(({ resources }) => resources.includes('*')).map(({ actions }) => actions)).toEqual([
      ['ses:GetSendQuota'],
    ]);
  });
});

const reads = ['load', 'measure', 'maintain'] as const;
const writes = ['load', 'maintain'] as const;
const object = (action: string, zone: string, name: string): Call => ({
  action: `s3:${action}`,
  resource: `${bucket(zone)}/${name}`,
});
const listing = (zone: string, prefix?: string): Call => ({
  action: 's3:ListBucket',
  resource: bucket(zone),
  ...(prefix === undefined ? {} : { context: { 's3:prefix': prefix } }),
});

/** Calls of the code, and of Athena, Lambda and SES for it, with the functions that may make them; every other one is denied. */
const calls: readonly (readonly [what: string, call: Call, allowed: readonly HandlerName[]])[] = [
  ['Athena looks at the database "default"', { action: 'glue:GetDatabase', resource: glue('database/default') }, reads],
  ['Athena makes it where it is missing', { action: 'glue:CreateDatabase', resource: glue('database/default') }, reads],
  ['Athena looks at ours', { action: 'glue:GetDatabase', resource: glue('database/casebook') }, reads],
  ['Athena reads a table', { action: 'glue:GetTable', resource: glue('table/casebook/tickets') }, reads],
  ['Athena lists our tables', { action: 'glue:GetTables', resource: glue('database/casebook') }, reads],
  ['Athena commits to Iceberg', { action: 'glue:UpdateTable', resource: glue('table/casebook/tickets') }, writes],
  ['Athena makes a table', { action: 'glue:CreateTable', resource: glue('table/casebook/tickets') }, writes],
  ['somebody makes another database', { action: 'glue:CreateDatabase', resource: glue('database/other') }, []],
  ['somebody reads a table of another', { action: 'glue:GetTable', resource: glue('table/other/tickets') }, []],
  ['somebody drops a table', { action: 'glue:DeleteTable', resource: glue('table/casebook/tickets') }, []],
  [
    'a query in our work group',
    { action: 'athena:StartQueryExecution', resource: `arn:aws:athena:${region}:${account}:workgroup/casebook` },
    reads,
  ],
  [
    'a query in another work group',
    { action: 'athena:StartQueryExecution', resource: `arn:aws:athena:${region}:${account}:workgroup/primary` },
    [],
  ],
  ['Athena reads a data file', object('GetObject', 'lake', 'tables/tickets/data/a.parquet'), reads],
  ['Athena writes a data file', object('PutObject', 'lake', 'tables/tickets/data/a.parquet'), writes],
  ['VACUUM removes a data file', object('DeleteObject', 'lake', 'tables/tickets/data/a.parquet'), writes],
  ['Athena reads a staged file', object('GetObject', 'lake', 'staged/tickets/b/a.parquet'), writes],
  ['Athena writes its answer', object('PutObject', 'queries', 'results/1.csv'), reads],
  ['Athena writes a large answer in parts', object('AbortMultipartUpload', 'queries', 'results/1.csv'), reads],
  ['Athena asks where its answers go', { action: 's3:GetBucketLocation', resource: bucket('queries') }, reads],
  ['Athena writes an extract', object('PutObject', 'queries', 'unload/1/a.gz'), ['load']],
  ['a page is kept', object('PutObject', 'lake', 'raw/source=a/1.json.gz'), ['pull']],
  ['a page is read', object('GetObject', 'lake', 'raw/source=a/1.json.gz'), ['pull', 'load']],
  ['a page is removed', object('DeleteObject', 'lake', 'raw/source=a/1.json.gz'), []],
  ['an old version is removed', object('DeleteObjectVersion', 'lake', 'raw/source=a/1.json.gz'), []],
  ['results are kept', object('PutObject', 'lake', 'results/run/a.json'), ['measure']],
  ['results are rendered', object('GetObject', 'lake', 'results/run/a.json'), ['measure', 'deliver']],
  ['a dropped file is read', object('GetObject', 'inputs', 'inputs/costs.csv'), ['pull', 'load']],
  ['a dropped file is changed', object('PutObject', 'inputs', 'inputs/costs.csv'), []],
  ['a cursor moves', object('PutObject', 'state', 'cursors/a/tickets.json'), ['pull', 'load']],
  ['a source is claimed', object('PutObject', 'state', 'leases/source-a.json'), ['pull']],
  ['what was loaded is noted', object('PutObject', 'state', 'load/a/loaded'), ['load']],
  ['how far a source reaches is noted', object('PutObject', 'state', 'sources/a.json'), ['load']],
  ['how far a source reaches is read', object('GetObject', 'state', 'sources/a.json'), ['load', 'measure']],
  ['a start is noted', object('PutObject', 'state', 'due/lead-weekly.json'), ['run']],
  ['a run is recorded', object('PutObject', 'state', 'runs/r.json'), ['run']],
  ['a mail is claimed', object('PutObject', 'state', 'sends/k.json'), ['deliver', 'feedback']],
  ['what was issued is noted', object('PutObject', 'state', 'issued/lead-weekly/all/2026-W40.json'), ['deliver']],
  ['a reader is suppressed', object('PutObject', 'state', 'suppressed/h.json'), ['feedback', 'unsubscribe']],
  ['it is asked who is', object('GetObject', 'state', 'suppressed/h.json'), ['deliver', 'feedback', 'unsubscribe']],
  ['erasures are read', object('GetObject', 'state', 'erasures/e.json'), []],
  [
    'an absent object is told from a denied one',
    listing('state'),
    ['run', 'pull', 'load', 'measure', 'deliver', 'feedback', 'unsubscribe'],
  ],
  ['runs are listed', listing('state', 'runs/'), ['run', 'deliver']],
  ['issues are listed', listing('state', 'issued/lead-weekly/'), ['run', 'measure', 'deliver']],
  ['suppressions are listed', listing('state', 'suppressed/'), ['deliver', 'feedback', 'unsubscribe']],
  [
    'the workflow calls a task by version',
    { action: 'lambda:InvokeFunction', resource: `${arnOf('StepsPullFunction')}:7` },
    ['run'],
  ],
  [
    'the workflow calls itself',
    { action: 'lambda:InvokeFunction', resource: `${arnOf('WorkflowRunFunction')}:live` },
    [],
  ],
  [
    'the link of a mail is checked',
    { action: 'secretsmanager:GetSecretValue', resource: arnOf('SecretsUnsubscribe') },
    ['deliver', 'unsubscribe'],
  ],
  [
    'a mail is sent as the sender',
    {
      action: 'ses:SendRawEmail',
      resource: `arn:aws:ses:${region}:${account}:identity/example.com`,
      context: { 'ses:FromAddress': 'metrics@example.com' },
    },
    ['deliver'],
  ],
  [
    'a mail is sent as somebody else',
    {
      action: 'ses:SendRawEmail',
      resource: `arn:aws:ses:${region}:${account}:identity/example.com`,
      context: { 'ses:FromAddress': 'chief@example.com' },
    },
    [],
  ],
  [
    'the stack’s key decrypts',
    { action: 'kms:Decrypt', resource: key },
    ['run', 'pull', 'load', 'measure', 'deliver', 'feedback', 'unsubscribe', 'maintain'],
  ],
  ['a failed event is kept', { action: 'sqs:SendMessage', resource: arnOf('Failed') }, ['run', 'feedback']],
];

describe('calls that are made', () => {
  it.each(calls)('%s', (_, call, allowed) => {
    expect(who(call)).toEqual(handlerNames.filter((name) => allowed.includes(name)));
  });
});

describe('what other services may do', () => {
  const of = (prefix: string) => Object.entries(others).find(([id]) => id.startsWith(prefix))![1];
  const here = { 'aws:SourceAccount': account, 'aws:SecureTransport': 'true' };
  const there = { ...here, 'aws:SourceAccount': '999999999999' };

  it('CloudWatch tells the topic of this account, with its key, and nobody else does', () => {
    const publish = { action: 'sns:Publish', resource: arnOf('AlarmsTopic') };
    expect(isAllowed(of('AlarmsTopicPolicy'), { ...publish, context: here })).toBe(true);
    expect(isAllowed(of('AlarmsTopicPolicy'), { ...publish, context: there })).toBe(false);
    const ofCloudWatch = of('StorageKey').filter(({ principals }) => principals.includes('cloudwatch.amazonaws.com'));
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKey']) {
      expect(isAllowed(ofCloudWatch, { action, resource: key, context: here })).toBe(true);
      expect(isAllowed(ofCloudWatch, { action, resource: key, context: there })).toBe(false);
    }
  });
  it('EventBridge keeps a bounce that could not be delivered, of its own rule alone', () => {
    const keep = { action: 'sqs:SendMessage', resource: arnOf('Failed') };
    const context = { ...here, 'aws:SourceArn': arnOf('FeedbackMailEvents') };
    expect(isAllowed(of('FailedPolicy'), { ...keep, context })).toBe(true);
    expect(isAllowed(of('FailedPolicy'), { ...keep, context: { ...context, 'aws:SourceArn': 'arn:other' } })).toBe(
      false,
    );
    expect(isAllowed(of('FailedPolicy'), { ...keep, context: { ...context, 'aws:SecureTransport': 'false' } })).toBe(
      false,
    );
  });
  it('Scheduler takes its roles for the group of this stack alone', () => {
    const assume = { action: 'sts:AssumeRole', resource: 'any' };
    const context = { ...here, 'aws:SourceArn': arnOf('SchedulesGroup') };
    const trusts = Object.entries(others).filter(([id]) => id.startsWith('SchedulesRole'));
    expect(trusts).toHaveLength(1);
    for (const [, trust] of trusts) {
      expect(isAllowed(trust, { ...assume, context })).toBe(true);
      expect(isAllowed(trust, { ...assume, context: { ...context, 'aws:SourceAccount': '999999999999' } })).toBe(false);
      expect(isAllowed(trust, { ...assume, context: { ...context, 'aws:SourceArn': 'arn:other' } })).toBe(false);
    }
  });
});

describe('what the functions ask of AWS in a whole run', () => {
  let aws: Account;
  let used: Readonly<Record<string, readonly Used[]>>;
  beforeAll(async () => {
    const lines: Record<string, unknown>[] = [];
    vi.spyOn(jsonLog, 'info').mockImplementation((event, fields) => void lines.push({ event, ...fields }));
    const failedTables = () =>
      lines.filter(({ event }) => event === 'maintenance_finished').map(({ tables_failed }) => tables_failed);
    aws = await startAccount(company(), { 'casebook-unsubscribe': 'key' });
    aws.s3.put('inputs', 'logs/desk.csv', companyLog());
    // Athena acts with the role of the function that asks: what is denied there fails the run.
    const roles = (name: string) => (need: Call) => isAllowed(functions[name as HandlerName], need);
    const first = await scheduledRun(aws, { due: true, scheduled_at: due }, roles);
    ({ used } = first);
    expect(first.record.status).toBe('sent');
    const tidied = await scheduledRun(aws, { maintain: true, scheduled_at: '2025-10-12T10:00:00Z' }, roles);
    expect(failedTables()).toEqual([0]);
    const caughtUp = await scheduledRun(aws, { due: true, scheduled_at: '2025-10-13T02:00:00Z' });
    for (const more of [tidied.used, caughtUp.used])
      used = Object.fromEntries(handlerNames.map((name) => [name, [...(used[name] ?? []), ...(more[name] ?? [])]]));
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await aws?.close();
  });

  /** A call to an endpoint as IAM would see it. */
  const asCall = ({ action, resource }: Used): Call => {
    const [service] = action.split(':');
    const [zone = '', ...rest] = resource.split('/');
    if (action === 's3:ListBucket') return listing(zone, rest.join('/'));
    if (service === 's3') return { action, resource: `${bucket(zone)}/${rest.join('/')}` };
    if (service === 'athena') return { action, resource: `arn:aws:athena:${region}:${account}:workgroup/${resource}` };
    if (service === 'secretsmanager')
      return { action, resource: `arn:aws:secretsmanager:${region}:${account}:secret:${resource}-AbCdEf` };
    const identity = `arn:aws:ses:${region}:${account}:identity/example.com`;
    return { action, resource: identity, context: { 'ses:FromAddress': 'metrics@example.com' } };
  };

  it.each(['run', 'pull', 'load', 'measure', 'deliver', 'maintain'] as const)('%s: is allowed all of it', (name) => {
    expect(used[name]?.length).toBeGreaterThan(0);
    expect(used[name]!.filter((ask) => !isAllowed(functions[name], asCall(ask)))).toEqual([]);
  });
});
