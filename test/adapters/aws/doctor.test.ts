import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SESClient } from '@aws-sdk/client-ses';
import { afterEach, describe, expect, it } from 'vitest';
import { examineStack, type DeployedStack } from '../../../shared/adapters/aws/doctor.ts';
import { ConfigurationError } from '../../../shared/errors.ts';
import { storageOf } from '../../../shared/lake/kinds.ts';
import { ticketFlow, tickets } from '../../../shared/lake/tables.ts';
import type { Table, Value } from '../../../shared/lake/table.ts';
import { endpoint, json, jsonError, nowhere, type Answered, type Endpoint } from '../../support/aws/endpoint.ts';

const open: Endpoint[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

interface World {
  schedules: Record<string, { State: string; ScheduleExpressionTimezone: string }>;
  functionState: string;
  dkim: string;
  perDay: number;
  columns: readonly (readonly Value[])[];
  secret: string | undefined;
  tables: readonly Table[];
  /** What the bucket or Athena says instead of an answer. */
  refusal?: { readonly bucket?: Error; readonly query?: Error };
}
const enabled = { State: 'ENABLED', ScheduleExpressionTimezone: 'Europe/Berlin' };
const healthy = (): World => ({
  schedules: { 'casebook-at-0700': enabled, 'casebook-daily-pull': enabled, 'casebook-maintenance': enabled },
  functionState: 'Active',
  dkim: 'Success',
  perDay: 50_000,
  columns: Object.entries(tickets.columns).map(([column, { kind }]) => ['tickets', column, storageOf[kind].trino]),
  secret: 'set',
  tables: [tickets],
});

/** The Scheduler, Lambda and SES of a stack in this state, each as its protocol has it. */
async function stackIn(world: World): Promise<DeployedStack> {
  const serve = async (handle: (path: string, form: URLSearchParams) => Answered): Promise<string> => {
    const server = await endpoint(({ path, body }) =>
      handle(decodeURIComponent(path), new URLSearchParams(body.toString())),
    );
    open.push(server);
    return server.url;
  };
  const arn = (name: string): string => `arn:aws:lambda:eu-central-1:1:function:${name}`;
  const scheduler = await serve((path) => {
    const name = path.split('/')[2];
    if (name === undefined || name === '')
      return json(200, { Schedules: Object.keys(world.schedules).map((Name) => ({ Name })) });
    return json(200, { Name: name, ...world.schedules[name], Target: { Arn: `${arn('run')}:live` } });
  });
  const lambda = await serve((path) =>
    world.functionState === 'gone'
      ? jsonError('ResourceNotFoundException', 'Function not found', {}, 404)
      : json(200, {
          State: world.functionState,
          Environment: {
            Variables: path.includes('function:run')
              ? { LAKE_BUCKET: 'lake', STATE_BUCKET: 'state', PULL_FUNCTION: arn('pull') }
              : {},
          },
        }),
  );
  const entry = (field: string): string =>
    `<entry><key>example.com</key><value><DkimEnabled>true</DkimEnabled><MailFromDomain>bounce.example.com</MailFromDomain><BehaviorOnMXFailure>UseDefaultValue</BehaviorOnMXFailure><${field}>${world.dkim}</${field}></value></entry>`;
  const ses = await serve((_, form) => {
    const action = form.get('Action') ?? '';
    const result: Record<string, string> = {
      GetIdentityDkimAttributes: `<DkimAttributes>${entry('DkimVerificationStatus')}</DkimAttributes>`,
      GetIdentityMailFromDomainAttributes: `<MailFromDomainAttributes>${entry('MailFromDomainStatus')}</MailFromDomainAttributes>`,
      GetSendQuota: `<Max24HourSend>${world.perDay}</Max24HourSend><MaxSendRate>14</MaxSendRate><SentLast24Hours>3</SentLast24Hours>`,
    };
    return {
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: `<${action}Response><${action}Result>${result[action]}</${action}Result></${action}Response>`,
    };
  });
  return {
    name: 'casebook',
    zone: 'Europe/Berlin',
    schedules: ['casebook-daily-pull', 'casebook-at-0700', 'casebook-maintenance'],
    domain: 'example.com',
    secretNames: ['zendesk-token'],
    tables: world.tables,
    scheduler: new SchedulerClient({ ...nowhere, endpoint: scheduler }),
    lambda: new LambdaClient({ ...nowhere, endpoint: lambda }),
    ses: new SESClient({ ...nowhere, endpoint: ses }),
    secrets: {
      get: () =>
        world.secret === undefined
          ? Promise.reject(new ConfigurationError('has not been set'))
          : Promise.resolve(world.secret),
    },
    objects: () =>
      ({
        list: () => (world.refusal?.bucket ? Promise.reject(world.refusal.bucket) : Promise.resolve([])),
      }) as never,
    warehouse: () =>
      ({
        query: () =>
          world.refusal?.query
            ? Promise.reject(world.refusal.query)
            : Promise.resolve({ columns: [], rows: world.columns, scanned_bytes: 0 }),
      }) as never,
  };
}
const findings = async (change: Partial<World> = {}) => examineStack(await stackIn({ ...healthy(), ...change }));
const of = async (area: string, change: Partial<World>) =>
  (await findings(change)).find((finding) => finding.area === area);

describe('a look at a deployed stack', () => {
  it('finds nothing wrong with a healthy one', async () => {
    const all = await findings();
    expect(all.map(({ area, state }) => [area, state])).toEqual(
      ['schedules', 'functions', 'buckets', 'tables', 'sender', 'sending', 'secret zendesk-token'].map((area) => [
        area,
        'ok',
      ]),
    );
  });
  it('says once that there are no credentials, and asks nothing else', async () => {
    const scheduler = new SchedulerClient({
      ...nowhere,
      endpoint: 'http://127.0.0.1:9',
      credentials: () => Promise.reject(Object.assign(new Error('none found'), { name: 'CredentialsProviderError' })),
    });
    expect(await examineStack({ ...(await stackIn(healthy())), scheduler })).toEqual([
      {
        area: 'schedules',
        state: 'fault',
        text: expect.stringContaining('no credentials of AWS: log in'),
        advice: 'none found',
      },
    ]);
  });
  it('names a schedule that is missing, switched off or in another zone', async () => {
    expect(await of('schedules', { schedules: { 'casebook-daily-pull': enabled } })).toMatchObject({
      state: 'fault',
      text: 'there is no casebook-at-0700, casebook-maintenance',
    });
    const one = (schedule: typeof enabled) => ({
      schedules: { ...healthy().schedules, 'casebook-at-0700': schedule },
    });
    expect(await of('schedules', one({ ...enabled, State: 'DISABLED' }))).toMatchObject({
      state: 'fault',
      text: 'casebook-at-0700 is DISABLED',
    });
    expect(await of('schedules', one({ ...enabled, ScheduleExpressionTimezone: 'UTC' }))).toMatchObject({
      state: 'fault',
    });
  });
  it('names a function that was not deployed to its end', async () => {
    expect(await of('functions', { functionState: 'Failed' })).toMatchObject({
      state: 'fault',
      text: 'RUN_FUNCTION is Failed, PULL_FUNCTION is Failed',
    });
  });
  it('says which DNS records are missing, and that the account is in the sandbox', async () => {
    expect(await of('sender', { dkim: 'Pending' })).toMatchObject({
      state: 'fault',
      text: 'DKIM of example.com is Pending',
    });
    expect(await of('sending', { perDay: 200 })).toMatchObject({
      state: 'note',
      text: expect.stringContaining('sandbox'),
    });
  });
  it('knows a new lake from an old one', async () => {
    expect(await of('tables', { columns: [] })).toMatchObject({ state: 'note', text: 'none yet' });
    expect(await of('tables', { columns: healthy().columns.slice(1) })).toMatchObject({
      state: 'note',
      text: expect.stringContaining('1 columns missing, the first tickets.'),
    });
  });
  it('says how a table that was changed by hand is made anew', async () => {
    const [first, ...rest] = healthy().columns;
    expect(await of('tables', { columns: [[...first!.slice(0, 2), 'double'], ...rest] })).toMatchObject({
      state: 'fault',
      text: expect.stringMatching(/^tickets\.\w+ was changed by hand: found double, expected /),
      advice: 'Run DROP TABLE tickets in Athena, then npm run casebook -- replay --aws.',
    });
  });
  it('says how a table that was dropped is filled again', async () => {
    expect(await of('tables', { tables: [tickets, ticketFlow] })).toMatchObject({
      state: 'note',
      text: 'there is no ticket_flow',
      advice: expect.stringContaining('replay --aws'),
    });
  });
  it('names what mends a half-deleted stack and a revoked grant', async () => {
    const refused = (name: string, message: string): Error => Object.assign(new Error(message), { name });
    const bucket = refused('NoSuchBucket', 'The specified bucket does not exist');
    expect(await of('buckets', { refusal: { bucket } })).toMatchObject({
      state: 'fault',
      advice: expect.stringContaining('aws s3api create-bucket'),
    });
    const query = refused('WarehouseError', 'Insufficient permissions to execute the query.');
    expect(await of('tables', { refusal: { query } })).toMatchObject({
      state: 'fault',
      advice: expect.stringContaining('npm run deploy restores the roles'),
    });
    const lambda = (await findings({ functionState: 'gone' })).find(({ area }) => area === 'functions');
    expect(lambda).toMatchObject({ state: 'fault', advice: expect.stringContaining('npm run deploy') });
  });
  it('names a secret that nobody has set', async () => {
    expect(await of('secret zendesk-token', { secret: undefined })).toMatchObject({
      state: 'fault',
      text: 'has not been set',
    });
  });
});
