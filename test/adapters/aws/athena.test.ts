import { AthenaClient } from '@aws-sdk/client-athena';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { csvRows } from '../../../shared/adapters/aws/athena-csv.ts';
import { athenaWarehouse, mergeOfBatch } from '../../../shared/adapters/aws/athena-warehouse.ts';
import { s3Objects } from '../../../shared/adapters/aws/s3-objects.ts';
import { tickets } from '../../../shared/lake/tables.ts';
import { athena, type Athena, type Engine, type EngineAnswer } from '../../support/aws/athena.ts';
import { nowhere } from '../../support/aws/endpoint.ts';
import { s3, type S3 } from '../../support/aws/s3.ts';

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of closing.splice(0)) await server.close();
});

/** An engine that always answers the same. */
const answers = (answer: EngineAnswer): Engine => ({
  run: () => Promise.resolve(answer),
  close: () => Promise.resolve(),
});
const one = answers({ columns: [{ name: 'n', type: 'bigint' }], rows: [['1']] });

async function home(engine: Engine = one, options: { attempt?: string; deadline_s?: number; polls?: number } = {}) {
  const objects: S3 = await s3();
  const server: Athena = await athena({
    engine,
    workGroup: 'casebook',
    s3: objects,
    ...(options.polls === undefined ? {} : { polls: options.polls }),
  });
  closing.push(server, objects);
  const sleeps: number[] = [];
  let now_s = 0;
  const scanned: [string, number][] = [];
  const make = (attempt: string) =>
    athenaWarehouse({
      client: new AthenaClient({ ...nowhere, endpoint: server.url, maxAttempts: 1 }),
      database: 'casebook',
      workGroup: 'casebook',
      lakeBucket: 'lake',
      results: (bucket) => s3Objects(new S3Client({ ...nowhere, endpoint: objects.url }), bucket),
      attempt,
      clock: { now_s: () => now_s },
      pause: {
        sleep: (ms) => {
          sleeps.push(ms);
          now_s += ms / 1000;
          return Promise.resolve();
        },
        random: () => 0.5,
      },
      ...(options.deadline_s === undefined ? {} : { deadline_s: options.deadline_s }),
      onScanned: (name, bytes) => void scanned.push([name, bytes]),
    });
  return { server, objects, sleeps, scanned, make, warehouse: make(options.attempt ?? 'call-1') };
}

describe('a query on Athena', () => {
  it('polls from half a second up to five, and says what it scanned', async () => {
    const { warehouse, sleeps, scanned } = await home(one, { polls: 8 });
    expect(await warehouse.query('q', 'SELECT 1 AS n')).toEqual({
      columns: ['n'],
      rows: [[1]],
      scanned_bytes: 10_000_000,
    });
    expect(sleeps.map(Math.round)).toEqual([500, 750, 1125, 1688, 2531, 3797, 5000, 5000]);
    expect(scanned).toEqual([['q', 10_000_000]]);
  });
  it('is one execution when its start is repeated, and another one when it is asked again', async () => {
    const { warehouse, server, make } = await home();
    await warehouse.query('q', 'SELECT 1 AS n');
    expect(server.executed).toHaveLength(1);
    // The same call, after its answer was lost: same attempt, same ordinal, same token.
    await make('call-1').query('q', 'SELECT 1 AS n');
    expect(server.executed).toHaveLength(1);
    // Within one call the question is put anew, because tables may have changed since.
    await warehouse.query('q', 'SELECT 1 AS n');
    expect(server.executed).toHaveLength(2);
    await make('call-2').query('q', 'SELECT 1 AS n');
    expect(server.executed).toHaveLength(3);
  });
  it('waits when there are too many queries, then runs', async () => {
    const { warehouse, server, sleeps } = await home();
    server.throttle(5);
    expect((await warehouse.query('q', 'SELECT 1 AS n')).rows).toEqual([[1]]);
    expect(server.executed).toHaveLength(1);
    expect(sleeps.length).toBeGreaterThanOrEqual(5);
  });
  it('waits an hour of throttling out while its deadline allows, and says so when it does not', async () => {
    const patient = await home(one, { deadline_s: 7200 });
    patient.server.throttle(700);
    expect((await patient.warehouse.query('q', 'SELECT 1 AS n')).rows).toEqual([[1]]);
    const hasty = await home(one, { deadline_s: 600 });
    hasty.server.throttle(100_000);
    await expect(hasty.warehouse.query('weekly numbers', 'SELECT 1 AS n')).rejects.toMatchObject({
      name: 'WarehouseError',
      message: expect.stringContaining('"weekly numbers" found no place in Athena until its deadline'),
    });
    expect(hasty.server.executed).toEqual([]);
  });
  it('is cancelled at its deadline', async () => {
    const { warehouse, server } = await home(one, { deadline_s: 20, polls: 0 });
    server.hang();
    await expect(warehouse.query('q', 'SELECT 1 AS n')).rejects.toThrow(
      'was still RUNNING at its deadline and was cancelled',
    );
    expect(server.stopped).toEqual(['SELECT 1 AS n']);
  });
  it('is run again after a fault of the service, and after another writer was first', async () => {
    const { warehouse, server } = await home();
    server.fail(1, { category: 1, retryable: true, message: 'GENERIC_INTERNAL_ERROR' });
    expect((await warehouse.query('q', 'SELECT 1 AS n')).rows).toEqual([[1]]);
    server.fail(1, { category: 2, retryable: false, message: 'ICEBERG_COMMIT_ERROR: Failed to commit' });
    await warehouse.remove(tickets, "source = 'x'");
    expect(server.executed.at(-1)).toBe(`DELETE FROM "tickets" WHERE source = 'x'`);
  });
  it('is not run again after a fault of its own, which is named', async () => {
    const { warehouse, server } = await home();
    server.fail(2, { category: 2, retryable: false, message: "COLUMN_NOT_FOUND: Column 'x' cannot be resolved" });
    await expect(warehouse.query('weekly numbers', 'SELECT x')).rejects.toThrow(
      /"weekly numbers" failed in Athena: COLUMN_NOT_FOUND/,
    );
    expect(server.calls.filter((name) => name === 'athena:StartQueryExecution')).toHaveLength(1);
  });
  it('is typed by what Athena says of its columns', async () => {
    const types = ['varchar', 'boolean', 'integer', 'bigint', 'double', 'varchar'];
    const { warehouse } = await home(
      answers({
        columns: types.map((type, i) => ({ name: `c${i}`, type })),
        rows: [
          ['7', 'true', '-7', '9007199254740993', '0.5', null],
          ['', 'false', '0', '9007199254740991', '-1.0E10', 'x'],
        ],
      }),
    );
    expect((await warehouse.query('q', 'SELECT 1')).rows).toEqual([
      ['7', true, -7, 9007199254740993n, 0.5, null],
      ['', false, 0, 9007199254740991, -1e10, 'x'],
    ]);
  });
  it('refuses a type that it would have to guess', async () => {
    const { warehouse } = await home(answers({ columns: [{ name: 'at', type: 'timestamp' }], rows: [] }));
    await expect(warehouse.query('q', 'SELECT 1')).rejects.toThrow('Column at: found the type timestamp');
  });
});

describe('a large result', () => {
  const big = answers({
    columns: [
      { name: 'id', type: 'varchar' },
      { name: 'n', type: 'bigint' },
      { name: 'note', type: 'varchar' },
    ],
    rows: Array.from({ length: 12_345 }, (_, i) => [
      `t${i}`,
      i % 5 === 0 ? null : String(i),
      i % 3 === 0 ? '' : i % 3 === 1 ? null : `a "b", c\nd ${i}`,
    ]),
  });
  const all = async (rows: AsyncIterable<readonly unknown[]>): Promise<unknown[]> => {
    const found: unknown[] = [];
    for await (const batch of rows) found.push(...batch);
    return found;
  };
  const expected = Array.from({ length: 12_345 }, (_, i) => ({
    id: `t${i}`,
    n: i % 5 === 0 ? null : i,
    note: i % 3 === 0 ? '' : i % 3 === 1 ? null : `a "b", c\nd ${i}`,
  }));

  it('is read from the result object after a few pages, whole and in order', async () => {
    const { warehouse, server } = await home(big);
    expect(await all(warehouse.stream('q', 'SELECT 1'))).toEqual(expected);
    expect(server.calls.filter((name) => name === 'athena:GetQueryResults').length).toBeLessThan(8);
  });
  it('is read by pages to the end when the object does not say what the API says', async () => {
    const { warehouse, server, objects } = await home(big);
    const put = objects.put.bind(objects);
    const spoiled = warehouse.stream('q', 'SELECT 1')[Symbol.asyncIterator]();
    const first = await spoiled.next();
    for (const key of objects.keys('queries'))
      put('queries', key, objects.get('queries', key)!.toString().replaceAll(',,', ',"",'));
    const rest: unknown[] = [...(first.value as unknown[])];
    for (let next = await spoiled.next(); next.done !== true; next = await spoiled.next())
      rest.push(...(next.value as unknown[]));
    expect(rest).toEqual(expected);
    expect(server.calls.filter((name) => name === 'athena:GetQueryResults')).toHaveLength(13);
  });
});

describe('the CSV of Athena', () => {
  const read = async (text: string, size: number): Promise<unknown[]> => {
    const bytes = Buffer.from(text);
    const rows: unknown[] = [];
    async function* pieces() {
      for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
    }
    for await (const row of csvRows(pieces())) rows.push(row);
    return rows;
  };
  it.each([1, 2, 3, 7, 1000])('is read the same in pieces of %i bytes', async (size) => {
    const text = '"a","b"\n"x ""y""",\n,"é 🎫, \n z"\n"",""\n';
    expect(await read(text, size)).toEqual([
      ['a', 'b'],
      ['x "y"', null],
      [null, 'é 🎫, \n z'],
      ['', ''],
    ]);
  });
});

describe('a MERGE on Athena', () => {
  it('reads one batch of the external table and prunes the target by its months', () => {
    const sql = mergeOfBatch(tickets, 'abc', ['2026-08', '2026-09']);
    expect(sql).toContain(`FROM "staged_tickets" WHERE "batch" = 'abc') AS s`);
    expect(sql).toContain(`ON t."created_month" IN ('2026-08', '2026-09') AND t."source" = s."source"`);
    expect(sql).not.toContain('USING "staged_tickets" AS s');
  });
});
