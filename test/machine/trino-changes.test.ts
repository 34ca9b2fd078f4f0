import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeOfBatch } from '../../shared/adapters/aws/athena-warehouse.ts';
import { duckdbWarehouse } from '../../shared/adapters/embedded/duckdb-warehouse.ts';
import { identifier, literal } from '../../shared/lake/literal.ts';
import { stage } from '../../shared/lake/staged.ts';
import type { AnyRow, Table, Value } from '../../shared/lake/table.ts';
import { allTables, groups, tickets } from '../../shared/lake/tables.ts';
import { optimize, vacuum } from '../../shared/operate/maintain.ts';
import type { Warehouse } from '../../shared/ports.ts';
import type { AthenaHome } from '../support/aws/athena-home.ts';
import { trinoHome, trinoServer } from '../support/aws/trino.ts';
import { rowOf } from '../support/hostile-rows.ts';
import { warehouseContract } from '../adapters/contract/warehouse.ts';

/**
 * Statements that change rows, executed by Trino, Athena's engine, with the text that the Athena adapter writes, and compared row by
 * row with DuckDB.
 */
const trino = trinoServer(18_080);
console.log(trino.url === undefined ? `Skipped: no Trino. ${trino.about}` : trino.about);
if (trino.url !== undefined && trino.tables === 'memory')
  console.log(
    'Trino executes INSERT, MERGE and DELETE over tables of ours in memory. Not executed: what its Iceberg library does with the same changes (delete files, snapshots), OPTIMIZE and VACUUM.',
  );
afterAll(() => trino.stop());

describe.skipIf(trino.url === undefined)('the warehouse in Trino', () => {
  const homes: AthenaHome[] = [];
  afterAll(() => Promise.all(homes.map((home) => home.close())));
  warehouseContract(async () => {
    const home = await trinoHome(trino.url!, `contract_${homes.length}`);
    homes.push(home);
    return home;
  });
});

describe.skipIf(trino.url === undefined)('changes of rows in Trino', () => {
  let there: AthenaHome;
  let here: Warehouse;
  beforeAll(async () => {
    there = await trinoHome(trino.url!, 'changes');
    here = await duckdbWarehouse({ file: ':memory:', lake: `${there.folder}/lake`, threads: 1 });
    await there.warehouse.migrate(allTables);
    await here.migrate(allTables);
  });
  afterAll(async () => {
    await here.close();
    await there.close();
  });

  /** The same staged object into both. */
  async function merge(table: Table, rows: readonly AnyRow[]): Promise<string> {
    const { key, body, partitions } = stage(table, rows);
    await there.lake.put(key, body);
    for (const warehouse of [there.warehouse, here]) await warehouse.merge(table, key, partitions);
    return key;
  }
  const rowsOf = async (table: Table, warehouse: Warehouse): Promise<readonly (readonly Value[])[]> => {
    const names = Object.keys(table.columns).map(identifier).join(', ');
    const order = [...table.key, ...(table.partition === null ? [] : [table.partition])].map(identifier).join(', ');
    return (await warehouse.query('rows', `SELECT ${names} FROM ${table.name} ORDER BY ${order}`)).rows;
  };

  describe.each(allTables.map((table) => [table.name, table as Table] as const))('MERGE into %s', (_, table) => {
    it('inserts new rows, updates by a newer or equal version, leaves what is newer, and equals DuckDB', async () => {
      const first = [1, 2, 3, 4].map((n) => rowOf(table, n, '2026-09-02', 'first'));
      const second = [
        rowOf(table, 1, '2026-09-01', 'older'),
        rowOf(table, 2, '2026-09-02', 'equal'),
        rowOf(table, 3, '2026-09-03', 'newer'),
        rowOf(table, 5, '2026-09-01', 'new'),
      ];
      await merge(table, first);
      await merge(table, second);
      const [trinoRows, duckdbRows] = await Promise.all([rowsOf(table, there.warehouse), rowsOf(table, here)]);
      const expected = [first[0], second[1], second[2], first[3], second[3]].map((row) =>
        Object.keys(table.columns).map((name) => row?.[name] ?? null),
      );
      expect(trinoRows).toHaveLength(5);
      expect(new Set(trinoRows.map(told))).toEqual(new Set(expected.map(told)));
      expect(trinoRows).toEqual(duckdbRows);
    });
  });

  it('MERGE reads the target only in the months of the batch', async () => {
    const months = ['2026-08', '2026-09'];
    const { rows } = await there.engine.run(`EXPLAIN ${mergeOfBatch(tickets, 'none', months)}`);
    // Iceberg takes the months for its partitions; other tables leave them to a filter on the scan.
    const asked =
      trino.url !== undefined && trino.tables === 'iceberg'
        ? `:: [[${months.join('], [')}]]`
        : `"created_month" IN (${months.map((month) => `VARCHAR '${month}'`).join(', ')})`;
    expect(rows.join('\n')).toContain(asked);
  });

  it('MERGE leaves the other months alone, even a row of the same key', async () => {
    const row = (created_month: string, status: string): AnyRow => ({
      ...rowOf(tickets, 77, '2026-09-02', status),
      created_month,
      status,
    });
    const where = `WHERE ticket_id = ${literal(String(row('', '')['ticket_id']))}`;
    await merge(tickets, [row('2026-07', 'open')]);
    await merge(tickets, [row('2026-08', 'solved')]);
    await merge(tickets, [row('2026-08', 'closed')]);
    const sql = `SELECT created_month, status FROM tickets ${where} ORDER BY created_month`;
    const expected = [
      ['2026-07', 'open'],
      ['2026-08', 'closed'],
    ];
    expect((await there.warehouse.query('months', sql)).rows).toEqual(expected);
    expect((await here.query('months', sql)).rows).toEqual(expected);
  });

  describe('two staged rows for one key', () => {
    const row = (version_key: string, name: string): AnyRow => ({
      ...rowOf(groups, 900, version_key, name),
      name,
    });
    const nameOf = async (): Promise<unknown> => {
      const { rows } = await there.warehouse.query(
        'name',
        `SELECT name FROM groups WHERE group_id = ${literal(String(row('', '')['group_id']))}`,
      );
      return rows;
    };
    it('are never written: the newest alone is staged', async () => {
      await merge(groups, [row('1', 'one'), row('3', 'three'), row('2', 'two')]);
      expect(await nameOf()).toEqual([['three']]);
    });
    it('would be refused by Trino, which then changes nothing', async () => {
      const key = await merge(groups, [row('4', 'four')]);
      const batch = key.split('/')[2] ?? '';
      await there.engine.run(
        `INSERT INTO "staged_groups" SELECT * FROM "staged_groups" WHERE "batch" = ${literal(batch)}`,
      );
      await expect(there.warehouse.merge(groups, key, [])).rejects.toThrow('MERGE_TARGET_ROW_MULTIPLE_MATCHES');
      expect(await nameOf()).toEqual([['four']]);
    });
  });

  it('DELETE removes the tickets that are erased, and nothing else', async () => {
    await merge(
      tickets,
      [201, 202, 203, 204].map((n) => rowOf(tickets, n, '2026-09-02', 'kept')),
    );
    const ids = [201, 203].map((n) => literal(String(rowOf(tickets, n, '', '')['ticket_id'])));
    const before = await rowsOf(tickets, there.warehouse);
    for (const warehouse of [there.warehouse, here])
      await warehouse.remove(tickets, `source = 'helpdesk' AND ticket_id IN (${ids.join(', ')})`);
    const after = await rowsOf(tickets, there.warehouse);
    expect(before.length - after.length).toBe(2);
    expect(after).toEqual(await rowsOf(tickets, here));
  });

  it('OPTIMIZE and VACUUM are procedures of an Iceberg table, and Trino knows no other', async () => {
    const run = async (): Promise<void> => {
      for (const sql of [optimize(tickets, ['2026-01']), vacuum(tickets)]) await there.engine.run(sql);
    };
    if (trino.url !== undefined && trino.tables === 'iceberg') await expect(run()).resolves.toBeUndefined();
    else await expect(run()).rejects.toThrow('Table procedure not registered: OPTIMIZE');
  });

  it('a column of another type would be refused', async () => {
    const sql = mergeOfBatch(allTables[0], 'none', []).replace('"status" = s."status"', '"status" = s."created_s"');
    await expect(there.engine.run(sql)).rejects.toThrow('TYPE_MISMATCH');
  });
});

const told = (row: readonly Value[]): string => row.map(String).join('\u0001');
