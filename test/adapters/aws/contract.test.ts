import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { afterEach, describe } from 'vitest';
import { athenaWarehouse } from '../../../shared/adapters/aws/athena-warehouse.ts';
import { s3Lake } from '../../../shared/adapters/aws/s3-lake.ts';
import { s3Objects } from '../../../shared/adapters/aws/s3-objects.ts';
import { s3State } from '../../../shared/adapters/aws/s3-state.ts';
import { secretsManagerSecrets } from '../../../shared/adapters/aws/secrets-manager-secrets.ts';
import { sesMailer } from '../../../shared/adapters/aws/ses-mailer.ts';
import { notSet } from '../../../shared/operate/secret-names.ts';
import { athena } from '../../support/aws/athena.ts';
import { duckdbEngine } from '../../support/aws/duckdb-engine.ts';
import { nowhere } from '../../support/aws/endpoint.ts';
import { s3 } from '../../support/aws/s3.ts';
import { secretsManager } from '../../support/aws/secrets-manager.ts';
import { ses } from '../../support/aws/ses.ts';
import { lakeContract } from '../contract/lake.ts';
import { mailerContract } from '../contract/mailer.ts';
import { secretsContract } from '../contract/secrets.ts';
import { stateContract } from '../contract/state.ts';
import { warehouseContract } from '../contract/warehouse.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const opened = <T extends { close(): Promise<void> }>(server: T): T => {
  closing.push(() => server.close());
  return server;
};
const pause = { sleep: () => Promise.resolve(), random: () => 0.5 };

describe('the lake in S3', () => {
  lakeContract(async () => {
    const server = opened(await s3({ pageSize: 3 }));
    return s3Lake(new S3Client({ ...nowhere, endpoint: server.url }), 'lake');
  });
});

describe('state in S3', () => {
  stateContract(async () => {
    const server = opened(await s3({ pageSize: 2 }));
    return s3State(new S3Client({ ...nowhere, endpoint: server.url }), 'state');
  });
});

describe('secrets in Secrets Manager', () => {
  secretsContract(async (secrets) => {
    const stored = Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`casebook/${name}`, value]));
    const server = opened(await secretsManager(stored));
    return secretsManagerSecrets(new SecretsManagerClient({ ...nowhere, endpoint: server.url }), 'casebook/', notSet);
  });
});

describe('mail through SES', () => {
  mailerContract(async () => {
    const server = opened(await ses());
    const client = new SESClient({ ...nowhere, endpoint: server.url, maxAttempts: 1 });
    return {
      mailer: sesMailer(client, 'casebook', { pause }),
      arrived: () => Promise.resolve(server.messages.map(({ to, raw }) => ({ to: to.join(','), raw }))),
    };
  });
});

describe('the warehouse in Athena', () => {
  warehouseContract(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'casebook-athena-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    const objects = opened(await s3({ folder }));
    const server = opened(
      await athena({ engine: await duckdbEngine('casebook', folder), workGroup: 'casebook', s3: objects }),
    );
    const client = new S3Client({ ...nowhere, endpoint: objects.url });
    return {
      lake: s3Lake(client, 'lake'),
      warehouse: athenaWarehouse({
        client: new AthenaClient({ ...nowhere, endpoint: server.url }),
        database: 'casebook',
        workGroup: 'casebook',
        lakeBucket: 'lake',
        results: (bucket) => s3Objects(client, bucket),
        attempt: 'test',
        clock: { now_s: () => 0 },
        pause,
      }),
    };
  });
});
