import { randomUUID } from 'node:crypto';
import { AthenaClient } from '@aws-sdk/client-athena';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import type { Context } from 'aws-lambda';
import { athenaWarehouse } from '../shared/adapters/aws/athena-warehouse.ts';
import { deployedPlaces } from '../shared/adapters/aws/deployed.ts';
import { examineStack, type Finding } from '../shared/adapters/aws/doctor.ts';
import { jsonLog } from '../shared/adapters/aws/json-log.ts';
import { s3Files } from '../shared/adapters/aws/s3-files.ts';
import { s3Lake } from '../shared/adapters/aws/s3-lake.ts';
import { s3Objects } from '../shared/adapters/aws/s3-objects.ts';
import { endVersions } from '../shared/adapters/aws/s3-versions.ts';
import { s3State } from '../shared/adapters/aws/s3-state.ts';
import { secretsManagerSecrets } from '../shared/adapters/aws/secrets-manager-secrets.ts';
import { sesMailer } from '../shared/adapters/aws/ses-mailer.ts';
import { systemClock, systemPause } from '../shared/adapters/embedded/system-clock.ts';
import { http } from '../shared/adapters/http.ts';
import type { Configuration } from '../shared/config/configuration.ts';
import { secretNames } from '../shared/config/references.ts';
import { InternalError, UsageError } from '../shared/errors.ts';
import { allTables } from '../shared/lake/tables.ts';
import { connectors } from '../shared/connectors/registry.ts';
import { forget, type Forgotten } from '../shared/operate/forget.ts';
import { loadDeps } from '../shared/load/load-deps.ts';
import { replay, type ReplayResult } from '../shared/load/replay.ts';
import { settleInputs } from '../shared/load/settle-inputs.ts';
import { scheduleNames } from '../shared/run/due.ts';
import { logEvents } from '../shared/run/log-events.ts';
import { queryUsd } from '../shared/operate/prices.ts';
import { endSnapshots } from '../shared/operate/maintain.ts';
import type { Resent, ResendRequest } from '../shared/operate/mails.ts';
import type { TaskAnswer } from '../shared/run/task-call.ts';
import { refuseWhileRunning } from '../shared/run/record.ts';
import { notSet } from '../shared/operate/secret-names.ts';
import type { Files, Lake, Log, Mailer, Ports, Secrets, State, Warehouse } from '../shared/ports.ts';

/** The configuration that the stack was deployed with; the bundler writes it into the code, so that both change together. */
export const configuration = (): Configuration => {
  const text = process.env.CASEBOOK_CONFIGURATION;
  if (text === undefined) throw new InternalError('The function was bundled without its configuration.');
  return JSON.parse(text) as Configuration;
};

/** What people call each connector; written into the code likewise, so that measuring does not carry the connectors. */
export const connectorTitles = (): Readonly<Record<string, string>> => {
  const text = process.env.CASEBOOK_CONNECTOR_TITLES;
  if (text === undefined) throw new InternalError('The function was bundled without the titles of the connectors.');
  return JSON.parse(text) as Record<string, string>;
};

export const lakeAt = (env: { readonly LAKE_BUCKET: string }): Lake => s3Lake(new S3Client({}), env.LAKE_BUCKET);
export const stateAt = (env: { readonly STATE_BUCKET: string }): State => s3State(new S3Client({}), env.STATE_BUCKET);
export const filesAt = (env: { readonly INPUTS_BUCKET: string }): Files => s3Files(new S3Client({}), env.INPUTS_BUCKET);
export const secretsAt = (env: { readonly SECRET_PREFIX: string }): Secrets =>
  secretsManagerSecrets(new SecretsManagerClient({}), env.SECRET_PREFIX, notSet);
/** One attempt a call: SES cannot tell a repeated message from a second one. */
export const mailerAt = (env: { readonly CONFIGURATION_SET: string }): Mailer =>
  sesMailer(new SESClient({ maxAttempts: 1 }), env.CONFIGURATION_SET, { pause: systemPause });

/** The warehouse for one call, which ends its queries before the call is ended. */
export const warehouseAt = (
  env: { readonly LAKE_BUCKET: string; readonly DATABASE: string; readonly WORK_GROUP: string },
  context: Context,
): Warehouse => {
  const s3 = new S3Client({});
  return athenaWarehouse({
    client: new AthenaClient({}),
    database: env.DATABASE,
    workGroup: env.WORK_GROUP,
    lakeBucket: env.LAKE_BUCKET,
    results: (bucket) => s3Objects(s3, bucket),
    attempt: context.awsRequestId,
    clock: systemClock,
    pause: systemPause,
    deadline_s: deadline(context)(),
    onScanned: (name, bytes) => jsonLog.info(logEvents.query, { name, scanned_bytes: bytes, usd: queryUsd(bytes) }),
  });
};

/** Half a minute before Lambda ends the call. */
export const deadline =
  (context: Context): (() => number) =>
  () =>
    systemClock.now_s() + Math.max(0, Math.floor(context.getRemainingTimeInMillis() / 1000) - 30);

/** Whether the half of a call's time is used up that a new piece of work needs. */
export const late = (context: Context): (() => boolean) => {
  const half_ms = context.getRemainingTimeInMillis() / 2;
  return () => context.getRemainingTimeInMillis() < half_ms;
};

/** The ports that a function has; asking for another one is a fault of ours. */
export function portsOf(given: Partial<Ports>): Ports {
  const ports = { clock: systemClock, pause: systemPause, http, log: jsonLog, ...given };
  return new Proxy(ports, {
    get(target, name: keyof Ports) {
      if (name in target) return target[name];
      throw new InternalError(`This function was not given the port "${name}".`);
    },
  }) as Ports;
}

/** `casebook doctor --aws`: looks at the stack that this configuration was deployed as, with the credentials of the shell. */
export function examineDeployment(of: Configuration): Promise<readonly Finding[]> {
  const { region, stack } = of.aws;
  const name = stack.toLowerCase();
  const from = /<([^>]+)>/.exec(of.delivery.from)?.[1] ?? of.delivery.from;
  const s3 = new S3Client({ region });
  return examineStack({
    name,
    zone: of.organisation.time_zone,
    schedules: [...scheduleNames(name, of), `${name}-maintenance`],
    domain: from.slice(from.indexOf('@') + 1),
    secretNames: secretNames(of),
    tables: allTables,
    scheduler: new SchedulerClient({ region }),
    lambda: new LambdaClient({ region }),
    ses: new SESClient({ region }),
    secrets: secretsManagerSecrets(new SecretsManagerClient({ region }), `${name}/`, notSet),
    objects: (bucket) => s3Objects(s3, bucket),
    warehouse: ({ LAKE_BUCKET = '' }) =>
      athenaWarehouse({
        client: new AthenaClient({ region }),
        database: name.replaceAll('-', '_'),
        workGroup: name,
        lakeBucket: LAKE_BUCKET,
        results: (bucket) => s3Objects(s3, bucket),
        attempt: `doctor ${systemClock.now_s()}`,
        clock: systemClock,
        pause: systemPause,
      }),
  });
}

const placesIn = (of: Configuration) => {
  const { region, stack } = of.aws;
  const name = stack.toLowerCase();
  return deployedPlaces(
    { name, schedule: scheduleNames(name, of)[0] ?? '' },
    {
      scheduler: new SchedulerClient({ region }),
      lambda: new LambdaClient({ region }),
      athena: new AthenaClient({ region }),
    },
  );
};

/** The state of the stack that this configuration was deployed as, with the credentials of the shell. */
export async function stateInDeployment(of: Configuration): Promise<{ readonly state: State; readonly now_s: number }> {
  const buckets = await placesIn(of);
  return { state: s3State(new S3Client({ region: of.aws.region }), buckets.state), now_s: systemClock.now_s() };
}

/** `casebook resend --aws`: the stack's own function sends, so that the shell needs no right to. */
export async function resendInDeployment(request: ResendRequest, of: Configuration): Promise<Resent> {
  const { deliver } = await placesIn(of);
  const Payload = JSON.stringify({ task: 'resend', input: request });
  const answer = await new LambdaClient({ region: of.aws.region }).send(
    new InvokeCommand({ FunctionName: deliver, Payload }),
  );
  const told = JSON.parse(Buffer.from(answer.Payload ?? []).toString('utf8')) as TaskAnswer | { errorMessage: string };
  if ('errorMessage' in told) throw new InternalError(`The function that mails failed: ${told.errorMessage}`);
  if (!told.ok) throw told.error === 'UsageError' ? new UsageError(told.message) : new InternalError(told.message);
  return told.value as Resent;
}

/** What works on the stack's own lake with the credentials of the shell, while no run is under way. `purpose`: names its queries. */
async function workInDeployment(of: Configuration, purpose: string, log: Log) {
  const { region, stack } = of.aws;
  const name = stack.toLowerCase();
  const s3 = new S3Client({ region });
  const buckets = await placesIn(of);
  const at_s = systemClock.now_s();
  const database = name.replaceAll('-', '_');
  const state = s3State(s3, buckets.state);
  await refuseWhileRunning(state, at_s);
  const warehouse = athenaWarehouse({
    client: new AthenaClient({ region }),
    database,
    workGroup: name,
    lakeBucket: buckets.lake,
    results: (bucket) => s3Objects(s3, bucket),
    attempt: `${purpose} ${randomUUID()}`,
    clock: systemClock,
    pause: systemPause,
  });
  const ports = portsOf({ lake: s3Lake(s3, buckets.lake), state, warehouse, log });
  return { deps: loadDeps({ ports, configuration: of, connectors }), ports, s3, buckets, database, at_s };
}

/**
 * `casebook replay --aws`: rebuilds every table of the stack that this configuration was deployed as from its raw pages. Killed on
 * its way, the next load of the stack, or a second call, goes on.
 */
export async function replayInDeployment(of: Configuration, log: Log): Promise<readonly ReplayResult[]> {
  const { deps, ports } = await workInDeployment(of, 'replay', log);
  await ports.warehouse.migrate(allTables);
  const done = await replay(deps);
  await settleInputs(ports, of, { anew: true });
  return done;
}

/**
 * `casebook forget --aws`: erases a person from the stack that this configuration was deployed as, with the credentials of the
 * shell. No function of the stack may delete raw pages or old versions, so no schedule and no intruder in one can.
 */
export async function forgetInDeployment(person: string, of: Configuration, log: Log): Promise<Forgotten> {
  const { deps, ports, s3, buckets, database, at_s } = await workInDeployment(of, 'forget', log);
  return forget(person, deps, {
    at_s,
    past: {
      versions: (zone, prefix) => endVersions(s3, buckets[zone], prefix),
      answers: () => endVersions(s3, buckets.queries, '', { all: true }),
      snapshots: () => endSnapshots(database, ports),
    },
  });
}
