import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { S3Client } from '@aws-sdk/client-s3';
import { athenaWarehouse } from '../../../shared/adapters/aws/athena-warehouse.ts';
import { s3Objects, type Objects } from '../../../shared/adapters/aws/s3-objects.ts';
import { folderLake } from '../../../shared/adapters/embedded/folder-lake.ts';
import type { Lake, Warehouse } from '../../../shared/ports.ts';
import { athena, type Athena, type Engine } from './athena.ts';
import { nowhere } from './endpoint.ts';
import { s3 } from './s3.ts';
import { trinoEngine } from './trino-engine.ts';

/** A Trino server that answers, or the sentence that says why there is none. */
export type TrinoServer =
  | { readonly url: string; readonly tables: 'iceberg' | 'memory'; readonly about: string; stop(): void }
  | { readonly url: undefined; readonly about: string; stop(): void };

/**
 * Starts Trino by test/machine/trino/up.sh. `version`: a release of Trino, for one whose server Maven Central has. The environment's
 * TRINO_URL names a server that runs already and has an Iceberg catalogue "lake".
 */
export function trinoServer(port: number, version?: string): TrinoServer {
  const given = process.env.TRINO_URL;
  if (given !== undefined) return { url: given, tables: 'iceberg', about: `the server ${given}`, stop: () => {} };
  const words = [String(port), ...(version === undefined ? [] : [version])];
  const { stdout, stderr } = spawnSync('test/machine/trino/up.sh', words, { encoding: 'utf8' });
  const told = Object.fromEntries(stdout.split('\n').map((line) => line.split('='))) as Record<string, string>;
  const about = stderr.trim().split('\n').at(-1) ?? '';
  const { TRINO_URL: url, TRINO_PID: pid, TRINO_TABLES: tables } = told;
  if (url === undefined || (tables !== 'iceberg' && tables !== 'memory'))
    return { url: undefined, about, stop: () => {} };
  return { url, tables, about, stop: () => void process.kill(Number(pid)) };
}

/** The Athena adapter over its protocol with Trino behind it, and the lake whose staged objects it merges. */
export interface TrinoHome {
  readonly engine: Engine;
  readonly warehouse: Warehouse;
  readonly lake: Lake;
  readonly server: Athena;
  /** Holds the lake's objects below lake/. */
  readonly folder: string;
  close(): Promise<void>;
}

/** Objects that are put where Trino reads them. */
const inFolder = (objects: Objects, lake: Lake): Objects => ({
  ...objects,
  put: (key, body) => lake.put(key, typeof body === 'string' ? Buffer.from(body) : body),
});

/** A home with a schema of its own. `folder`: another home's, whose lake it shares. */
export async function trinoHome(url: string, schema: string, folder?: string): Promise<TrinoHome> {
  const place = folder ?? mkdtempSync(join(tmpdir(), 'casebook-trino-'));
  const engine = trinoEngine({ url, schema, folder: place });
  const objects = await s3();
  const server = await athena({ engine, workGroup: 'casebook', s3: objects, polls: 0 });
  const client = new S3Client({ ...nowhere, endpoint: objects.url });
  const lake = folderLake(join(place, 'lake'));
  const warehouse = athenaWarehouse({
    client: new AthenaClient({ ...nowhere, endpoint: server.url }),
    database: schema,
    workGroup: 'casebook',
    lakeBucket: 'lake',
    results: (bucket) => (bucket === 'lake' ? inFolder(s3Objects(client, bucket), lake) : s3Objects(client, bucket)),
    attempt: schema,
    clock: { now_s: () => 0 },
    pause: { sleep: () => Promise.resolve(), random: () => 0.5 },
  });
  return {
    engine,
    warehouse,
    lake,
    server,
    folder: place,
    async close() {
      await server.close();
      await objects.close();
      if (folder === undefined) rmSync(place, { recursive: true, force: true });
    },
  };
}
