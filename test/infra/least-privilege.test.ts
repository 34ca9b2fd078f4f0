import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { jsonLog } from '../../shared/adapters/aws/json-log.ts';
import { account, type Account } from '../support/aws/account.ts';
import { company, companyLog, due } from '../support/aws/company.ts';
import { scheduledRun, type Used } from '../support/aws/scheduled-run.ts';
import { allowances, synthesised, type Allowed } from '../support/template.ts';

const { template } = synthesised();
const allowed = allowances(template);
const names = ['run', 'pull', 'load', 'measure', 'deliver', 'feedback', 'maintain'] as const;

/** What Athena, Lambda and KMS ask of the role on the function's behalf; no adapter calls it. */
const onBehalf = new Set(
  `glue:GetDatabase glue:GetTable glue:GetTables glue:GetPartitions glue:CreateTable glue:UpdateTable
   s3:GetBucketLocation s3:AbortMultipartUpload kms:Decrypt kms:GenerateDataKey
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
  it.each(names)('%s: allows no action that its adapters cannot call', (name) => {
    const could = callable(name);
    const more = (allowed[name] ?? []).filter(({ action }) => !could.has(action) && !onBehalf.has(action));
    expect(more).toEqual([]);
  });

  it.each(names)('%s: uses no wildcard in an action', (name) => {
    expect((allowed[name] ?? []).filter(({ action }) => action.includes('*'))).toEqual([]);
  });

  it('names a resource in every statement but one, whose action knows none', () => {
    const open = names.flatMap((name) => (allowed[name] ?? []).filter(({ resource }) => resource === '*'));
    expect(open).toEqual([{ action: 'ses:GetSendQuota', resource: '*' }]);
  });

  it('lets only deliver send, only pull read the helpdesks’ secrets, only load and maintain write tables', () => {
    const who = (matches: (one: Allowed) => boolean): string[] => names.filter((name) => allowed[name]?.some(matches));
    expect(who(({ action }) => action === 'ses:SendRawEmail')).toEqual(['deliver']);
    expect(who(({ action }) => action === 'glue:CreateTable')).toEqual(['load', 'maintain']);
    expect(who(({ action, resource }) => action === 's3:PutObject' && resource.endsWith('/tables/*'))).toEqual([
      'load',
      'maintain',
    ]);
    expect(who(({ action, resource }) => action === 's3:PutObject' && resource.endsWith('/raw/*'))).toEqual(['pull']);
    expect(who(({ action }) => action.startsWith('athena:'))).toEqual(['load', 'measure', 'maintain']);
    expect(who(({ action }) => action === 'lambda:InvokeFunction')).toEqual(['run']);
    expect(who(({ action, resource }) => action === 's3:DeleteObject' && resource.includes('/raw/'))).toEqual([]);
    // Large extracts are for loading alone: measuring gets by with answers.
    expect(who(({ resource }) => resource.endsWith('/unload/*'))).toEqual(['load']);
  });
});

describe('what the functions ask of AWS in a whole run', () => {
  let aws: Account;
  let used: Readonly<Record<string, readonly Used[]>>;
  beforeAll(async () => {
    vi.spyOn(jsonLog, 'info').mockImplementation(() => {});
    aws = await account(company(), { 'casebook-unsubscribe': 'key' });
    aws.s3.put('inputs', 'logs/desk.csv', companyLog());
    ({ used } = await scheduledRun(aws, { report: 'lead-weekly', scheduled_at: due }));
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await aws?.close();
  });

  /** The template's resource as the endpoints name it. */
  const named = (resource: string): string =>
    resource
      .replace(/^<Storage(Lake|State|Inputs|Queries)[0-9A-F]+\.Arn>/, (_, bucket: string) => bucket.toLowerCase())
      .replace(/^<SecretsUnsubscribe[0-9A-F]+>$/, 'casebook/casebook-unsubscribe')
      .replace(/^arn:.*:workgroup\//, '');
  const matches = (pattern: string, resource: string): boolean =>
    new RegExp(
      `^${pattern
        .split('*')
        .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
    ).test(resource);

  it.each(['run', 'pull', 'load', 'measure', 'deliver'] as const)('%s: is allowed all of it', (name) => {
    expect(used[name]?.length).toBeGreaterThan(0);
    const refused = used[name]!.filter(
      (ask) =>
        !allowed[name]!.some(
          ({ action, resource }) =>
            action === ask.action && (ask.action.startsWith('ses:') || matches(named(resource), ask.resource)),
        ),
    );
    expect(refused).toEqual([]);
  });
});
