import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Configuration } from '../../../shared/config/configuration.ts';
import { connectorTitles } from '../../../shared/connectors/registry.ts';
import { athena, type Athena, type Engine } from './athena.ts';
import { duckdbEngine } from './duckdb-engine.ts';
import { s3, type S3 } from './s3.ts';
import { secretsManager, type SecretsManager } from './secrets-manager.ts';
import { ses, type Ses } from './ses.ts';

/** An AWS account on 127.0.0.1, and the environment of every function in it. */
export interface Account {
  readonly s3: S3;
  readonly athena: Athena;
  /** What runs the SQL behind the protocol, to look into the tables. */
  readonly engine: Engine;
  readonly ses: Ses;
  readonly secrets: SecretsManager;
  readonly folder: string;
  close(): Promise<void>;
}

/** Starts the endpoints and points the SDK at them by its own variables, as nothing else in the code does. */
export async function account(
  configuration: Configuration,
  secrets: Readonly<Record<string, string>> = {},
  engine?: (folder: string) => Promise<Engine>,
): Promise<Account> {
  const folder = await mkdtemp(join(tmpdir(), 'casebook-account-'));
  const objects = await s3({ folder });
  const stored = Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`casebook/${name}`, value]));
  const sql = await (engine?.(folder) ?? duckdbEngine('casebook', folder));
  const parts = {
    s3: objects,
    athena: await athena({
      engine: sql,
      workGroup: 'casebook',
      s3: objects,
      polls: 0,
    }),
    ses: await ses(),
    secrets: await secretsManager(stored),
  };
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_S3: parts.s3.url,
    AWS_ENDPOINT_URL_ATHENA: parts.athena.url,
    AWS_ENDPOINT_URL_SES: parts.ses.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: parts.secrets.url,
    CASEBOOK_CONFIGURATION: JSON.stringify(configuration),
    CASEBOOK_CONNECTOR_TITLES: JSON.stringify(connectorTitles),
    LAKE_BUCKET: 'lake',
    STATE_BUCKET: 'state',
    INPUTS_BUCKET: 'inputs',
    DATABASE: 'casebook',
    WORK_GROUP: 'casebook',
    SECRET_PREFIX: 'casebook/',
    CONFIGURATION_SET: 'casebook',
    UNSUBSCRIBE_URL: 'https://unsubscribe.example.com/',
    PULL_FUNCTION: 'pull',
    LOAD_FUNCTION: 'load',
    MEASURE_FUNCTION: 'measure',
    DELIVER_FUNCTION: 'deliver',
    MAINTAIN_FUNCTION: 'maintain',
  });
  return {
    ...parts,
    engine: sql,
    folder,
    async close() {
      for (const server of Object.values(parts)) await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What Lambda tells a function about the call. */
export const call = (milliseconds = 900_000): never =>
  ({ awsRequestId: randomUUID(), getRemainingTimeInMillis: () => milliseconds }) as never;
