import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient, VerifyDomainIdentityCommand } from '@aws-sdk/client-ses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3Lake } from '../../shared/adapters/aws/s3-lake.ts';
import { s3Objects } from '../../shared/adapters/aws/s3-objects.ts';
import { s3State } from '../../shared/adapters/aws/s3-state.ts';
import { endVersions } from '../../shared/adapters/aws/s3-versions.ts';
import { secretsManagerSecrets } from '../../shared/adapters/aws/secrets-manager-secrets.ts';
import { sesMailer } from '../../shared/adapters/aws/ses-mailer.ts';
import { notSet } from '../../shared/operate/secret-names.ts';
import { lakeContract } from '../adapters/contract/lake.ts';
import { mailerContract } from '../adapters/contract/mailer.ts';
import { secretsContract } from '../adapters/contract/secrets.ts';
import type { State } from '../../shared/ports.ts';
import { stateContract } from '../adapters/contract/state.ts';
import { nowhere } from '../support/aws/endpoint.ts';

/**
 * S3, Secrets Manager and SES as somebody else understands them: moto, a Python program, on the PATH or as MOTO_SERVER. The
 * endpoints of test/support/aws stay what every other test runs on; this one asks whether they and moto would agree.
 */
const program = process.env.MOTO_SERVER ?? 'moto_server';
const isThere = spawnSync(program, ['--help']).status === 0;
if (!isThere)
  console.log(
    "Skipped: the adapters against moto. Install it (pip install 'moto[server]') or set MOTO_SERVER to its path.",
  );

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

describe.skipIf(!isThere)('against moto', () => {
  let server: ChildProcess;
  let endpoint = '';
  beforeAll(async () => {
    const port = await freePort();
    endpoint = `http://127.0.0.1:${port}`;
    server = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    for (let tries = 0; ; tries++) {
      const answer = await fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined);
      if (answer?.ok === true) break;
      if (tries > 200) throw new Error('moto did not start.');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
  afterAll(() => void server?.kill());

  const s3 = (): S3Client => new S3Client({ ...nowhere, endpoint, forcePathStyle: true });
  const bucket = async (): Promise<string> => {
    const Bucket = `b${randomUUID()}`;
    const CreateBucketConfiguration = { LocationConstraint: 'eu-central-1' as const };
    await s3().send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    await s3().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    return Bucket;
  };

  describe('the lake', () => {
    lakeContract(async () => s3Lake(s3(), await bucket()));
  });
  describe('state', () => {
    stateContract(async () => oneWriteAtATime(s3State(s3(), await bucket())));
  });
  describe('secrets', () => {
    secretsContract(async (secrets) => {
      const client = new SecretsManagerClient({ ...nowhere, endpoint });
      const prefix = `${randomUUID()}/`;
      for (const [name, SecretString] of Object.entries(secrets))
        await client.send(new CreateSecretCommand({ Name: `${prefix}${name}`, SecretString }));
      return secretsManagerSecrets(client, prefix, notSet);
    });
  });
  describe('mail', () => {
    mailerContract(async () => {
      const client = new SESClient({ ...nowhere, endpoint, maxAttempts: 1 });
      await client.send(new VerifyDomainIdentityCommand({ Domain: 'example.com' }));
      const told = async () =>
        (
          (await (await fetch(`${endpoint}/moto-api/data.json`)).json()) as {
            ses?: { RawMessage?: { destinations: string[]; raw_data: string }[] };
          }
        ).ses?.RawMessage ?? [];
      const before = (await told()).length;
      return {
        mailer: sesMailer(client, 'casebook', { pause: { sleep: () => Promise.resolve(), random: () => 0.5 } }),
        arrived: async () =>
          (await told()).slice(before).map(({ destinations, raw_data }) => ({
            to: [...new Set(destinations)].join(','),
            raw: Buffer.from(raw_data),
          })),
      };
    });
  });

  it('gives an overwritten object back by its version, as DEPLOY 9 says', async () => {
    const Bucket = await bucket();
    const client = s3();
    const state = s3State(client, Bucket);
    const first = await state.write('cursors/desk', 'page 1', null);
    await state.write('cursors/desk', 'broken', first ?? null);
    const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'cursors/desk' }));
    const older = Versions.find(({ IsLatest }) => IsLatest === false);
    await client.send(
      new CopyObjectCommand({
        Bucket,
        Key: older?.Key,
        CopySource: `${Bucket}/${older?.Key}?versionId=${older?.VersionId}`,
      }),
    );
    expect((await state.read('cursors/desk'))?.value).toBe('page 1');
  });

  it('reads ranges of an object, and knows its end', async () => {
    const objects = s3Objects(s3(), await bucket());
    await objects.put('x', Buffer.from('0123456789'), {});
    const text = async (from: number, length: number) =>
      Buffer.from((await objects.range('x', from, length))!).toString();
    expect(await text(0, 4)).toBe('0123');
    expect(await text(8, 4)).toBe('89');
    expect(await text(10, 4)).toBe('');
    expect(await objects.range('y', 0, 4)).toBeUndefined();
  });
  it('ends older versions and what was removed, keeps the latest, and removes all when told so', async () => {
    const Bucket = await bucket();
    const client = s3();
    const objects = s3Objects(client, Bucket);
    for (const body of ['one', 'two', 'three']) await objects.put('raw/kept', body, {});
    await objects.put('raw/gone', 'gone', {});
    await objects.remove('raw/gone');
    await objects.put('other/x', '1', {});
    await objects.put('other/x', '2', {});
    expect(await endVersions(client, Bucket, 'raw/')).toBe(3);
    const left = async () => {
      const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
      return [...Versions, ...DeleteMarkers].map(({ Key }) => String(Key)).toSorted();
    };
    expect(await left()).toEqual(['other/x', 'other/x', 'raw/kept']);
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'raw/kept' }));
    expect(await Body!.transformToString()).toBe('three');
    expect(await endVersions(client, Bucket, '', { all: true })).toBe(3);
    expect(await left()).toEqual([]);
  });
});

/**
 * moto compares the version and writes in two steps, on several threads: two writes at once may both win, seen on a busy machine. S3
 * documents that of conditional writes to one key at the same time the first to finish wins and the others get 412 or 409:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
function oneWriteAtATime(state: State): State {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    ...state,
    write: (...args) => inTurn(() => state.write(...args)),
    remove: (...args) => inTurn(() => state.remove(...args)),
  };
}
