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

/** The Athena adapter over its protocol with an engine behind it, and the lake whose staged objects it merges. */
export interface AthenaHome {
  readonly engine: Engine;
  readonly warehouse: Warehouse;
  readonly lake: Lake;
  readonly server: Athena;
  /** Holds the lake's objects below lake/. */
  readonly folder: string;
  close(): Promise<void>;
}

/** Objects that are put where the engine reads them. */
const inFolder = (objects: Objects, lake: Lake): Objects => ({
  ...objects,
  put: (key, body) => lake.put(key, typeof body === 'string' ? Buffer.from(body) : body),
});

/** A home with a schema of its own. `folder`: another home's, whose lake it shares. */
export async function athenaHome(
  makeEngine: (schema: string, folder: string) => Engine,
  schema: string,
  folder?: string,
): Promise<AthenaHome> {
  const place = folder ?? mkdtempSync(join(tmpdir(), 'casebook-athena-'));
  const engine = makeEngine(schema, place);
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
