import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { AthenaClient } from '@aws-sdk/client-athena';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { unloadStatement } from '../../../shared/adapters/aws/athena-extract.ts';
import { athenaWarehouse, mergeOfBatch } from '../../../shared/adapters/aws/athena-warehouse.ts';
import { s3Objects } from '../../../shared/adapters/aws/s3-objects.ts';
import { stage } from '../../../shared/lake/staged.ts';
import { count, table, text, type AnyRow } from '../../../shared/lake/table.ts';
import { tickets } from '../../../shared/lake/tables.ts';
import { athena, type Athena, type Engine, type EngineAnswer } from '../../support/aws/athena.ts';
import { duckdbEngine } from '../../support/aws/duckdb-engine.ts';
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

async function home(
  engine: Engine = one,
  options: { attempt?: string; deadline_s?: number; polls?: number } = {},
  folder?: string,
) {
  const objects: S3 = await s3(folder === undefined ? {} : { folder });
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
  const note = (i: number): string | null =>
    i % 3 === 0 ? '' : i % 3 === 1 ? null : `a "b", c\r\n\\d\t\u2028 é 🎫 ${i}`;
  const sorted = Array.from({ length: 12_345 }, (_, i) => ({
    // U+FFFD comes before U+1F3AB by code point, and after it by UTF-16.
    id: `t${String(i).padStart(5, '0')}${i % 2 === 0 ? '\uFFFD' : '\u{1F3AB}'}`,
    n: i % 5 === 0 ? null : i % 7 === 0 ? 9_007_199_254_740_993n + BigInt(i) : i - 6000,
    is_open: i % 4 === 0 ? null : i % 4 === 1,
    note: note(i),
  }));
  /** Rows as the engine answers them, sorted only when it is asked to; two columns order them. */
  const big: Engine = {
    run(sql) {
      const columns = [
        { name: 'id', type: 'varchar' },
        { name: 'n', type: 'bigint' },
        { name: 'is_open', type: 'boolean' },
        { name: 'note', type: 'varchar' },
      ];
      const most = Number(/LIMIT (\d+)$/.exec(sql)?.[1] ?? sorted.length);
      const rows = sql.endsWith('ORDER BY "id", "n"') ? sorted : sorted.toReversed();
      const said = rows
        .slice(0, most)
        .map((row) => Object.values(row).map((cell) => (cell === null ? null : String(cell))));
      return Promise.resolve({ columns, rows: said });
    },
    close: () => Promise.resolve(),
  };
  const all = async (rows: AsyncIterable<readonly unknown[]>): Promise<unknown[]> => {
    const found: unknown[] = [];
    for await (const batch of rows) found.push(...batch);
    return found;
  };

  it('is written by UNLOAD and read whole, in order, every kind of value exactly as it was', async () => {
    const { warehouse, server } = await home(big);
    expect(await all(warehouse.stream('q', 'SELECT 1', ['id', 'n']))).toEqual(sorted);
    expect(server.executed.map((sql) => sql.split(' ')[0])).toEqual(['SELECT', 'UNLOAD']);
    expect(server.calls.filter((name) => name === 'athena:GetQueryResults')).toHaveLength(1);
  });
  it('has the same rows, in any order, when none is asked for', async () => {
    const { warehouse } = await home(big);
    const rows = (await all(warehouse.stream('q', 'SELECT 1'))) as typeof sorted;
    expect(rows).not.toEqual(sorted);
    expect(rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(sorted.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  });
  it('is read in pieces, however small', async () => {
    const { objects, warehouse } = await home(big);
    await all(warehouse.stream('q', 'SELECT 1', ['id', 'n']));
    const reads = objects.calls.filter(({ action, key }) => action === 's3:GetObject' && key.startsWith('unload/'));
    expect(new Set(reads.map(({ key }) => key)).size).toBe(3);
  });
  it('leaves no file behind, also when its reader stops in the middle', async () => {
    const { warehouse, objects } = await home(big);
    await all(warehouse.stream('q', 'SELECT 1', ['id', 'n']));
    expect(objects.keys('queries', 'unload/')).toEqual([]);
    for await (const batch of warehouse.stream('q', 'SELECT 1', ['id', 'n'])) {
      expect(batch.length).toBeGreaterThan(0);
      expect(objects.keys('queries', 'unload/')).toHaveLength(3);
      break;
    }
    expect(objects.keys('queries', 'unload/')).toEqual([]);
  });
  it('goes to a place of its own at every try, so that what a failure left is not in the way', async () => {
    const { warehouse, server, objects } = await home(big);
    const rows = warehouse.stream('q', 'SELECT 1', ['id', 'n']);
    const places = () => server.executed.flatMap((sql) => /TO '(s3:[^']+)'/.exec(sql)?.[1] ?? []);
    await all(rows);
    objects.put('queries', `${places()[0]!.slice('s3://queries/'.length)}orphan.gz`, 'left by a failure');
    expect(await all(warehouse.stream('q', 'SELECT 1', ['id', 'n']))).toEqual(sorted);
    expect(new Set(places()).size).toBe(2);
  });
  it('says so when somebody read the answer of the same token before and removed it', async () => {
    const { make, server } = await home(big);
    await all(make('call-1').stream('q', 'SELECT 1', ['id', 'n']));
    await expect(all(make('call-1').stream('q', 'SELECT 1', ['id', 'n']))).rejects.toMatchObject({
      name: 'WarehouseError',
      message: expect.stringContaining('is gone'),
    });
    expect(server.executed).toHaveLength(2);
    expect(await all(make('call-2').stream('q', 'SELECT 1', ['id', 'n']))).toEqual(sorted);
  });
  it.each([
    ['cut off', (body: Buffer) => body.subarray(0, body.length - 20), 'cannot be read'],
    [
      'out of order',
      (body: Buffer) => gzipSync(gunzipSync(body).toString().trimEnd().split('\n').toReversed().join('\n')),
      'out of order',
    ],
    [
      'of another type',
      (body: Buffer) => gzipSync(gunzipSync(body).toString().replaceAll('"is_open":true', '"is_open":"true"')),
      'expected boolean',
    ],
  ])('is refused when a file is %s', async (_, spoil, message) => {
    const { warehouse, objects } = await home({
      ...big,
      run: async (sql) => {
        const answer = await big.run(sql);
        if (/LIMIT/.test(sql)) return answer;
        setTimeout(() => {
          for (const key of objects.keys('queries', 'unload/'))
            objects.put('queries', key, spoil(objects.get('queries', key)!));
        });
        return answer;
      },
    });
    await expect(all(warehouse.stream('q', 'SELECT 1', ['id', 'n']))).rejects.toMatchObject({
      name: 'WarehouseError',
      message: expect.stringContaining(message),
    });
  });
  it('asks for a table that fits into a page by GetQueryResults alone, and orders it', async () => {
    const few: Engine = {
      ...big,
      run: async (sql) => {
        const { columns, rows } = await big.run(sql);
        return { columns, rows: rows.slice(0, 500) };
      },
    };
    const { warehouse, server } = await home(few);
    expect(await all(warehouse.stream('q', 'SELECT 1', ['id', 'n']))).toEqual(sorted.slice(-500));
    expect(server.executed.filter((sql) => sql.startsWith('UNLOAD'))).toEqual([]);
  });
  it('has a statement that Athena documents', () => {
    expect(unloadStatement('SELECT 1 AS n', ['n'], 's3://queries/unload/x/')).toBe(
      `UNLOAD (\nSELECT * FROM (\nSELECT 1 AS n\n) AS extracted\nORDER BY "n"\n) TO 's3://queries/unload/x/' WITH (format = 'JSON', compression = 'GZIP')`,
    );
  });
});

describe('the endpoint of these tests', () => {
  const said = async (sql: string): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'casebook-dialect-'));
    closing.push({ close: () => rm(folder, { recursive: true, force: true }) });
    const { warehouse } = await home(await duckdbEngine('casebook', folder));
    return warehouse.query('q', sql).then(
      () => 'done',
      (error: Error) => error.message.split('\n')[0]!.replace(/^Query "q" failed in Athena: /, ''),
    );
  };
  it('refuses the quotes of another of Athena’s three dialects, with Athena’s words', async () => {
    expect(await said('SELECT 1 AS "n"')).toBe('done');
    expect(await said('SELECT 1 AS `n`')).toContain('backquoted identifiers are not supported');
    expect(await said('VACUUM tickets')).toBe('done');
    expect(await said('VACUUM "tickets"')).toContain('mismatched input');
    expect(await said('OPTIMIZE "tickets" REWRITE DATA USING BIN_PACK')).toContain('mismatched input');
    expect(await said('CREATE TABLE IF NOT EXISTS "casebook"."x" ("a" string)')).toContain('ParseException');
    expect(await said("SELECT '`\"; quoted' AS n")).toBe('done');
  });
  it('takes statements of 262,144 bytes and none longer', async () => {
    const comment = (bytes: number): string => `SELECT 1 AS n${' '.repeat(bytes - 13)}`;
    expect(await said(comment(262_144))).toBe('done');
    expect(await said(comment(262_145))).toContain('QueryString must have 1 to 262144 bytes');
  });
  it('ends what a role may not do', async () => {
    const { warehouse, server } = await home();
    server.as(({ resource }) => !resource.endsWith('database/default'));
    await expect(warehouse.query('q', 'SELECT 1 AS n')).rejects.toMatchObject({
      remedy: 'never',
      message: expect.stringContaining('not authorized to perform: glue:GetDatabase'),
    });
  });
});

describe('a MERGE on Athena', () => {
  it('reads one batch of the external table and prunes the target by its months', () => {
    const sql = mergeOfBatch(tickets, 'abc', ['2026-08', '2026-09']);
    expect(sql).toContain(`FROM "staged_tickets" WHERE "batch" = 'abc') AS s`);
    expect(sql).toContain(`ON t."created_month" IN ('2026-08', '2026-09') AND t."source" = s."source"`);
    expect(sql).not.toContain('USING "staged_tickets" AS s');
  });

  describe('of a batch that touches 40 months', () => {
    const cases = table({
      name: 'cases',
      grain: 'one row per case',
      key: ['case_id'],
      partition: 'created_month',
      columns: { case_id: text('id'), created_month: text('partition'), replies: count('replies') },
    });
    const months = Array.from(
      { length: 40 },
      (_, i) => `${2020 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
    );
    /** Three cases a month: `version` 1 has every case, 2 has every second one with other numbers. */
    const rowsOf = (version: number): AnyRow[] =>
      months.flatMap((created_month, m) =>
        [0, 1, 2]
          .filter((i) => version === 1 || (m + i) % 2 === 0)
          .map((i) => ({
            source: 'desk',
            case_id: `c${m}-${i}`,
            created_month,
            replies: version * 100 + i,
            version_key: String(version),
            ingested_s: version,
            raw_key: 'raw/x',
          })),
      );
    const begin = async () => {
      const folder = await mkdtemp(join(tmpdir(), 'casebook-months-'));
      closing.push({ close: () => rm(folder, { recursive: true, force: true }) });
      const engine = await duckdbEngine('casebook', folder);
      const made = await home(engine, {}, folder);
      await made.warehouse.migrate([cases]);
      const staged = [1, 2].map((version) => stage(cases, rowsOf(version)));
      for (const { key, body } of staged) made.objects.put('lake', key, Buffer.from(body));
      made.server.executed.length = 0;
      const merge = async (version: number, attempt = 'call-1') =>
        made.make(attempt).merge(cases, staged[version - 1]!.key, staged[version - 1]!.partitions);
      let reads = 0;
      const stored = async () =>
        (
          await made
            .make(`read ${reads++}`)
            .query('all', 'SELECT case_id, created_month, replies FROM cases ORDER BY case_id')
        ).rows;
      return { ...made, engine, merge, stored };
    };
    /** What one MERGE leaves: the larger version of each case. */
    const expected = rowsOf(1)
      .map((row) => rowsOf(2).find(({ case_id }) => case_id === row.case_id) ?? row)
      .map(({ case_id, created_month, replies }) => [case_id, created_month, replies])
      .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    const monthsOf = (sql: string) =>
      /ON t\."created_month" IN \(([^)]+)\)/.exec(sql)![1]!.replaceAll("'", '').split(', ');
    const merges = (statements: readonly string[]) => statements.filter((sql) => sql.startsWith('MERGE')).map(monthsOf);

    it('is several statements, newest months first, each month in one of them, with the rows of one MERGE', async () => {
      const { server, merge, stored } = await begin();
      await merge(1);
      const groups = merges(server.executed);
      expect(groups.map(({ length }) => length)).toEqual([12, 12, 12, 4]);
      expect(groups.flat().toSorted()).toEqual(months);
      expect(groups.map((group) => group[0])).toEqual(['2022-05', '2021-05', '2020-05', '2020-01']);
      await merge(2);
      await merge(1, 'late and older');
      expect(await stored()).toEqual(expected);
    });
    it('ends the same when a death comes between two groups and the batch is merged again', async () => {
      const { server, merge, stored } = await begin();
      await merge(1);
      server.executed.length = 0;
      server.limit((sql) => sql.startsWith('MERGE') && monthsOf(sql).includes('2020-12'));
      const doomed = merge(2);
      await expect(doomed).rejects.toThrow('Bytes scanned limit was exceeded');
      expect(merges(server.executed).flat()).not.toContain('2020-12');
      expect(await stored()).not.toEqual(expected);
      server.limit(() => false);
      await merge(2, 'call-2');
      expect(await stored()).toEqual(expected);
    });
    it('changes nothing when its rows are those that are stored', async () => {
      const { engine, merge, stored, objects } = await begin();
      await merge(1);
      const before = await stored();
      const again = rowsOf(1).slice(0, 30);
      const staged = stage(cases, again);
      objects.put('lake', staged.key, Buffer.from(staged.body));
      const batch = staged.key.split('/')[2]!;
      const changed = await engine.run(mergeOfBatch(cases, batch, staged.partitions));
      expect(changed.rows).toEqual([['0']]);
      const other = stage(
        cases,
        again.map((row) => ({ ...row, replies: 7 })),
      );
      objects.put('lake', other.key, Buffer.from(other.body));
      const mended = await engine.run(mergeOfBatch(cases, other.key.split('/')[2]!, other.partitions));
      expect(mended.rows).toEqual([['30']]);
      expect(await stored()).not.toEqual(before);
    });
    it('is refused by the endpoint when one statement writes more than 100 months', async () => {
      const { engine, objects } = await begin();
      const rows = Array.from({ length: 101 }, (_, i): AnyRow => ({
        ...rowsOf(1)[0]!,
        case_id: `many${i}`,
        created_month: `${1990 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
      }));
      const staged = stage(cases, rows);
      objects.put('lake', staged.key, Buffer.from(staged.body));
      const sql = mergeOfBatch(cases, staged.key.split('/')[2]!, staged.partitions);
      await expect(engine.run(sql)).rejects.toThrow('ICEBERG_TOO_MANY_OPEN_PARTITIONS');
    });
    it('is halved where the work group says that a group reads too much', async () => {
      const { server, merge, stored } = await begin();
      await merge(1);
      server.executed.length = 0;
      server.limit((sql) => sql.startsWith('MERGE') && monthsOf(sql).length > 3);
      await merge(2);
      const groups = merges(server.executed);
      expect(Math.max(...groups.map(({ length }) => length))).toBe(3);
      expect(groups.flat().toSorted()).toEqual(months);
      expect(await stored()).toEqual(expected);
    });
  });
});
