import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { GetScheduleCommand, ListSchedulesCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  GetIdentityDkimAttributesCommand,
  GetIdentityMailFromDomainAttributesCommand,
  GetSendQuotaCommand,
  type SESClient,
} from '@aws-sdk/client-ses';
import { ConfigurationError } from '../../errors.ts';
import { storageOf } from '../../lake/kinds.ts';
import type { Table } from '../../lake/table.ts';
import type { Secrets, Warehouse } from '../../ports.ts';
import { about, isAbsent, isUnsigned, noCredentials } from './aws-errors.ts';
import type { Objects } from './s3-objects.ts';

/** One thing looked at; the form of `casebook doctor`. */
export interface Finding {
  readonly area: string;
  readonly state: 'ok' | 'note' | 'fault';
  readonly text: string;
  /** What to do; empty when nothing. */
  readonly advice: string;
}

/** What a deployed stack is looked at with. Everything is found from its name: schedules, then functions, then their environment. */
export interface DeployedStack {
  /** Lower-case name of the stack: also its schedule group, work group and configuration set. */
  readonly name: string;
  readonly zone: string;
  /** Names of its schedules, that of the daily pull first. */
  readonly schedules: readonly string[];
  /** Domain of the sender. */
  readonly domain: string;
  readonly secretNames: readonly string[];
  readonly tables: readonly Table[];
  readonly scheduler: SchedulerClient;
  readonly lambda: LambdaClient;
  readonly ses: SESClient;
  readonly secrets: Secrets;
  readonly objects: (bucket: string) => Objects;
  readonly warehouse: (environment: Readonly<Record<string, string>>) => Warehouse;
}

/** Looks at a deployed stack and says what is missing. Changes nothing; a check that cannot be made is a fault with its reason. */
export async function examineStack(stack: DeployedStack): Promise<readonly Finding[]> {
  const { findings, target } = await schedules(stack);
  // nothing else can be asked either
  if (findings[0]?.text === noCredentials) return findings;
  const environment = target === undefined ? undefined : await functions(stack, target, findings);
  if (environment !== undefined) {
    await look(findings, 'buckets', () => buckets(stack, environment));
    await look(findings, 'tables', () => tables(stack, environment));
  }
  await look(findings, 'sender', () => sender(stack));
  await look(findings, 'sending', () => quota(stack));
  for (const name of stack.secretNames) await look(findings, `secret ${name}`, () => secret(stack, name));
  return findings;
}

async function schedules(stack: DeployedStack): Promise<{ findings: Finding[]; target: string | undefined }> {
  const { name, zone, schedules: wanted, scheduler } = stack;
  const findings: Finding[] = [];
  let target: string | undefined;
  await look(findings, 'schedules', async () => {
    const found = new Set<string>();
    for (let token: string | undefined; ;) {
      const page = await scheduler.send(
        new ListSchedulesCommand({ GroupName: name, ...(token === undefined ? {} : { NextToken: token }) }),
      );
      for (const { Name } of page.Schedules ?? []) if (Name !== undefined) found.add(Name);
      token = page.NextToken;
      if (token === undefined) break;
    }
    const missing = wanted.filter((each) => !found.has(each));
    if (missing.length > 0) return fault(`there is no ${missing.join(', ')}`, 'npm run deploy');
    for (const each of wanted) {
      const schedule = await scheduler.send(new GetScheduleCommand({ GroupName: name, Name: each }));
      if (schedule.State !== 'ENABLED')
        return fault(`${each} is ${schedule.State ?? 'unknown'}`, 'Enable it in EventBridge Scheduler.');
      if (schedule.ScheduleExpressionTimezone !== zone)
        return fault(
          `${each} follows ${schedule.ScheduleExpressionTimezone ?? 'UTC'}, the configuration says ${zone}`,
          'npm run deploy',
        );
      if (each === wanted[0]) target = schedule.Target?.Arn;
    }
    return ok(`${wanted.length} enabled, in ${zone}`);
  });
  return { findings, target };
}

/** The workflow and the functions it calls; answers the workflow's environment, which names the buckets. */
async function functions(
  { lambda }: DeployedStack,
  workflow: string,
  findings: Finding[],
): Promise<Readonly<Record<string, string>> | undefined> {
  let environment: Readonly<Record<string, string>> | undefined;
  await look(findings, 'functions', async () => {
    const state = async (name: string) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    const run = await state(workflow);
    environment = run.Environment?.Variables ?? {};
    const called = Object.entries(environment).filter(([name]) => name.endsWith('_FUNCTION'));
    const states = await Promise.all(called.map(async ([name, arn]) => [name, (await state(arn)).State] as const));
    const idle = [['RUN_FUNCTION', run.State] as const, ...states].filter(
      ([, each]) => each !== 'Active' && each !== 'Inactive',
    );
    return idle.length === 0
      ? ok(`${states.length + 1} deployed`)
      : fault(
          idle.map(([name, each]) => `${name} is ${each ?? 'unknown'}`).join(', '),
          'Look at the deployment, then npm run deploy.',
        );
  });
  return environment;
}

async function buckets({ objects }: DeployedStack, environment: Readonly<Record<string, string>>): Promise<Told> {
  const names = ['LAKE_BUCKET', 'STATE_BUCKET'].map((name) => environment[name] ?? '');
  for (const name of names) await objects(name).list('doctor/');
  return ok(names.join(', '));
}

async function tables(
  { warehouse, tables: wanted, name }: DeployedStack,
  environment: Readonly<Record<string, string>>,
): Promise<Told> {
  const { rows } = await warehouse(environment).query(
    'doctor',
    `SELECT "table_name", "column_name", "data_type" FROM information_schema.columns WHERE table_schema = '${name.replaceAll('-', '_')}'`,
  );
  const found = new Map(rows.map(([table, column, type]) => [`${String(table)}.${String(column)}`, String(type)]));
  if (found.size === 0)
    return note('none yet', 'The first load makes them: start the first pull (infra/DEPLOY.md, section 7).');
  const columns = wanted.flatMap((table) =>
    Object.entries(table.columns).map(([column, { kind }]) => ({
      place: `${table.name}.${column}`,
      table: table.name,
      expected: storageOf[kind].trino,
    })),
  );
  const changed = columns.find(({ place, expected }) => (found.get(place) ?? expected) !== expected);
  if (changed !== undefined)
    return fault(
      `${changed.place} was changed by hand: found ${found.get(changed.place)}, expected ${changed.expected}`,
      `Run DROP TABLE ${changed.table} in Athena, then npm run casebook -- replay --aws.`,
    );
  const missing = columns.filter(({ place }) => !found.has(place));
  if (missing.length === 0) return ok(`${wanted.length} with every column`);
  const tablesFound = new Set(rows.map(([table]) => String(table)));
  const gone = wanted.find((table) => !tablesFound.has(table.name));
  return gone === undefined
    ? note(`${missing.length} columns missing, the first ${missing[0]?.place ?? ''}`, 'The next load adds them.')
    : note(
        `there is no ${gone.name}`,
        'The next load makes it. If it was there before, fill it again: npm run casebook -- replay --aws.',
      );
}

async function sender({ ses, domain }: DeployedStack): Promise<Told> {
  const { DkimAttributes } = await ses.send(new GetIdentityDkimAttributesCommand({ Identities: [domain] }));
  const dkim = DkimAttributes?.[domain]?.DkimVerificationStatus ?? 'NotStarted';
  if (dkim !== 'Success')
    return fault(
      `DKIM of ${domain} is ${dkim}`,
      'Add the three CNAME records of the stack’s outputs (infra/DEPLOY.md, section 3).',
    );
  const from = await ses.send(new GetIdentityMailFromDomainAttributesCommand({ Identities: [domain] }));
  const status = from.MailFromDomainAttributes?.[domain]?.MailFromDomainStatus ?? 'NotStarted';
  return status === 'Success'
    ? ok(`${domain} is verified, with its own MAIL FROM`)
    : note(
        `MAIL FROM of ${domain} is ${status}`,
        'Add the MX and TXT records (infra/DEPLOY.md, section 3); until then SPF names amazonses.com.',
      );
}

async function quota({ ses }: DeployedStack): Promise<Told> {
  const { Max24HourSend = 0, MaxSendRate = 0, SentLast24Hours = 0 } = await ses.send(new GetSendQuotaCommand({}));
  const text = `${SentLast24Hours} of ${Max24HourSend} mails in 24 hours, ${MaxSendRate} a second`;
  return Max24HourSend <= 200
    ? note(
        `${text}: the account is in the sandbox`,
        'Only verified addresses get mail. Leave the sandbox (infra/DEPLOY.md, section 4).',
      )
    : ok(text);
}

async function secret({ secrets }: DeployedStack, name: string): Promise<Told> {
  await secrets.get(name);
  return ok('is set');
}

type Told = Omit<Finding, 'area'>;
const ok = (text: string): Told => ({ state: 'ok', text, advice: '' });
const note = (text: string, advice: string): Told => ({ state: 'note', text, advice });
const fault = (text: string, advice: string): Told => ({ state: 'fault', text, advice });

async function look(findings: Finding[], area: string, check: () => Promise<Told>): Promise<void> {
  try {
    findings.push({ area, ...(await check()) });
  } catch (error) {
    const { name, message } = about(error);
    const told =
      error instanceof ConfigurationError
        ? fault(message, '')
        : isUnsigned(error)
          ? fault(noCredentials, message)
          : fault(`${name}: ${message}`, adviceOn(area, error));
    findings.push({ area, ...told });
  }
}

/** What mends a part of the stack that cannot be looked at. */
function adviceOn(area: string, error: unknown): string {
  const { name, message } = about(error);
  if (name === 'NoSuchBucket')
    return 'A bucket was deleted by hand, and a deployment does not bring it back: make it again under its name (aws s3api create-bucket), then npm run deploy.';
  if (isAbsent(error))
    return 'A part of the stack is not there: npm run deploy. If that says that nothing changed, remove the stack first and take its data back (infra/DEPLOY.md, sections 10 and 9).';
  if (/access ?denied|not authorized|insufficient .*permission|forbidden/i.test(`${name} ${message}`))
    return area === 'tables'
      ? 'These credentials may not query, or a grant was revoked: npm run deploy restores the roles; a grant of Lake Formation is given back with aws lakeformation grant-permissions.'
      : 'These credentials may not look at it. infra/RUNBOOK.md names the rights.';
  return 'Check the region, and what these credentials may read.';
}
