import { describe, expect, it } from 'vitest';
import { stage } from '../../../shared/lake/staged.ts';
import { count, epochS, flag, minor, table, text, type AnyRow, type Table } from '../../../shared/lake/table.ts';
import type { Lake, Warehouse } from '../../../shared/ports.ts';

const cases = table({
  name: 'contract_cases',
  grain: 'one row per case',
  key: ['case_id'],
  partition: 'created_month',
  columns: {
    case_id: text('id'),
    created_month: text('partition'),
    created_s: epochS('when'),
    replies: count('replies'),
    is_open: flag('open'),
    cost_minor: minor('cost'),
  },
});
const older: Table = {
  ...cases,
  columns: Object.fromEntries(
    Object.entries(cases.columns).filter(([name]) => name !== 'cost_minor' && name !== 'is_open'),
  ),
};
const goals = table({
  name: 'contract_goals',
  grain: 'one row per goal',
  key: ['metric', 'dimension', 'from_day'],
  columns: {
    metric: text('metric'),
    dimension: text('null = the whole'),
    from_day: count('since'),
    goal: count('goal'),
  },
});

const row = (case_id: string, version_key: string, more: AnyRow = {}): AnyRow => ({
  source: 'helpdesk',
  case_id,
  created_month: '2026-09',
  created_s: 1_790_000_000,
  version_key,
  ingested_s: 1,
  raw_key: 'raw/x',
  ...more,
});

/** What every warehouse promises. `make` answers an empty one with the lake from which it reads staged objects. */
export function warehouseContract(make: () => Promise<{ warehouse: Warehouse; lake: Lake }>): void {
  const home = async (tables: readonly Table[] = [cases, goals]) => {
    const { warehouse, lake } = await make();
    await warehouse.migrate(tables);
    const merge = async (into: Table, rows: readonly AnyRow[]): Promise<void> => {
      const intake = warehouse.intake();
      await intake.add(into, rows);
      await intake.commit();
    };
    const mergeStaged = async (into: Table, rows: readonly AnyRow[]): Promise<void> => {
      const staged = stage(into, rows);
      await lake.put(staged.key, staged.body);
      await warehouse.merge(into, staged.key, staged.partitions);
    };
    const rows = async (sql: string) => (await warehouse.query('contract', sql)).rows;
    return { warehouse, merge, mergeStaged, rows };
  };

  describe('values', () => {
    it('come back as they went in, every kind, with nulls', async () => {
      const { merge, warehouse } = await home();
      const hostile = `O'Brien "quoted"; DROP TABLE contract_cases -- é 🎫 \\ \n`;
      await merge(cases, [
        row(hostile, '1', { replies: -7, is_open: false, cost_minor: 9_007_199_254_740_993n, created_s: -1 }),
        row('null', '1', { created_s: null }),
      ]);
      const result = await warehouse.query(
        'contract',
        'SELECT case_id, created_s, replies, is_open, cost_minor FROM contract_cases ORDER BY case_id',
      );
      expect(result.columns).toEqual(['case_id', 'created_s', 'replies', 'is_open', 'cost_minor']);
      expect(result.rows).toEqual([
        [hostile, -1, -7, false, 9_007_199_254_740_993n],
        ['null', null, null, null, null],
      ]);
    });
    it('are numbers up to 2^53 and bigint beyond, whatever width a sum has', async () => {
      const { merge, rows } = await home();
      await merge(cases, [row('1', '1', { cost_minor: 9_007_199_254_740_991n }), row('2', '1', { cost_minor: 1n })]);
      expect(
        await rows('SELECT sum(cost_minor) AS s, min(cost_minor) AS m, count(*) AS n FROM contract_cases'),
      ).toEqual([[9_007_199_254_740_992n, 1, 2]]);
      expect(await rows('SELECT sum(cost_minor) AS s, count(*) AS n FROM contract_cases WHERE 1 = 0')).toEqual([
        [null, 0],
      ]);
    });
  });

  describe('an intake', () => {
    it('brings nothing in before its commit, and nothing of what was discarded', async () => {
      const { warehouse, rows } = await home();
      const [kept, dropped] = [warehouse.intake(), warehouse.intake()];
      await kept.add(cases, [row('1', '1')]);
      await dropped.add(cases, [row('2', '1')]);
      expect(await rows('SELECT case_id FROM contract_cases')).toEqual([]);
      await dropped.discard();
      await kept.commit();
      expect(await rows('SELECT case_id FROM contract_cases')).toEqual([['1']]);
    });
    it('keeps of one key the larger version, then the later row, over all that was added', async () => {
      const { warehouse, rows } = await home();
      const intake = warehouse.intake();
      await intake.add(cases, [
        row('1', '2', { replies: 2 }),
        row('2', '1', { replies: 1 }),
        row('2', '1', { replies: 2 }),
      ]);
      await intake.add(cases, [
        row('1', '1', { replies: 1 }),
        row('2', '1', { replies: 3 }),
        row('3', '1', { replies: 1 }),
      ]);
      await intake.add(goals, [
        { source: 'inputs', metric: 'a', dimension: null, from_day: 0, goal: 1, version_key: '1' },
      ]);
      await intake.add(goals, [
        { source: 'inputs', metric: 'a', dimension: '', from_day: 0, goal: 2, version_key: '1' },
      ]);
      await intake.commit();
      expect(await rows('SELECT case_id, replies FROM contract_cases ORDER BY case_id')).toEqual([
        ['1', 2],
        ['2', 3],
        ['3', 1],
      ]);
      expect(await rows('SELECT goal FROM contract_goals')).toEqual([[2]]);
    });
    it('takes rows that are alike in all but their key, and keys that are new', async () => {
      const { warehouse, rows } = await home();
      for (const id of ['1', '2']) {
        const intake = warehouse.intake();
        await intake.add(cases, [row(id, '1')]);
        await intake.commit({ areNew: true });
      }
      expect(await rows('SELECT case_id, replies FROM contract_cases ORDER BY case_id')).toEqual([
        ['1', null],
        ['2', null],
      ]);
    });
  });

  describe('merge', () => {
    it('of a staged object is the same as of rows', async () => {
      const { mergeStaged, merge, rows } = await home();
      await merge(cases, [row('1', '0002', { replies: 2 })]);
      await mergeStaged(cases, [row('1', '0001', { replies: 1 }), row('2', '0001', { cost_minor: 5n })]);
      expect(await rows('SELECT case_id, replies, cost_minor FROM contract_cases ORDER BY case_id')).toEqual([
        ['1', 2, null],
        ['2', null, 5],
      ]);
    });
    it('inserts, updates with a larger or equal version, and ignores an older one', async () => {
      const { merge, rows } = await home();
      await merge(cases, [row('1', '0002', { replies: 2 }), row('2', '0002', { replies: 2 })]);
      await merge(cases, [
        row('1', '0001', { replies: 1 }),
        row('2', '0003', { replies: 3 }),
        row('3', '0001', { replies: 1 }),
      ]);
      await merge(cases, [row('3', '0001', { replies: 9 })]);
      expect(await rows('SELECT case_id, replies FROM contract_cases ORDER BY case_id')).toEqual([
        ['1', 2],
        ['2', 3],
        ['3', 9],
      ]);
    });
    it('changes nothing when repeated', async () => {
      const { merge, rows } = await home();
      const batch = [row('1', '1', { replies: 1 }), row('2', '1', { created_month: '2026-08' })];
      await merge(cases, batch);
      const before = await rows('SELECT * FROM contract_cases ORDER BY case_id');
      await merge(cases, batch);
      expect(await rows('SELECT * FROM contract_cases ORDER BY case_id')).toEqual(before);
    });
    it('takes null in a key for a value', async () => {
      const { merge, rows } = await home();
      const goal = (dimension: string | null, value: number, version_key: string): AnyRow => ({
        source: 'inputs',
        metric: 'dts_p50',
        dimension,
        from_day: 0,
        goal: value,
        version_key,
      });
      await merge(goals, [goal(null, 1, '1'), goal('team', 5, '1')]);
      await merge(goals, [goal(null, 2, '2')]);
      expect(await rows('SELECT dimension, goal FROM contract_goals ORDER BY goal')).toEqual([
        [null, 2],
        ['team', 5],
      ]);
    });
    it('keeps rows of other sources apart', async () => {
      const { merge, rows } = await home();
      await merge(cases, [row('1', '1')]);
      await merge(cases, [{ ...row('1', '1'), source: 'other' }]);
      expect(await rows('SELECT source FROM contract_cases ORDER BY source')).toEqual([['helpdesk'], ['other']]);
    });
  });

  describe('migrate', () => {
    it('adds columns to an older table, keeps its rows, and may be repeated', async () => {
      const { warehouse, merge, rows } = await home([older]);
      await merge(older, [row('1', '1', { replies: 4 })]);
      await warehouse.migrate([cases]);
      await warehouse.migrate([cases]);
      await merge(cases, [row('2', '1', { is_open: true, cost_minor: 5n })]);
      expect(await rows('SELECT case_id, replies, is_open, cost_minor FROM contract_cases ORDER BY case_id')).toEqual([
        ['1', 4, null, null],
        ['2', null, true, 5],
      ]);
    });
    it('drops nothing that a newer version made', async () => {
      const { warehouse, merge, rows } = await home([cases]);
      await merge(cases, [row('1', '1', { cost_minor: 5n })]);
      await warehouse.migrate([older]);
      expect(await rows('SELECT cost_minor FROM contract_cases')).toEqual([[5]]);
    });
  });

  it('removes the rows that a condition names', async () => {
    const { warehouse, merge, rows } = await home();
    await merge(cases, [row('1', '1'), row('2', '1')]);
    await warehouse.remove(cases, "source = 'helpdesk' AND case_id IN ('1')");
    expect(await rows('SELECT case_id FROM contract_cases')).toEqual([['2']]);
  });

  it('streams a large result whole and in its order', async () => {
    const { warehouse, merge } = await home();
    const ids = Array.from({ length: 5000 }, (_, i) => String((i * 7919) % 5000).padStart(5, '0'));
    await merge(
      cases,
      ids.map((id) => row(id, '1', { replies: Number(id) })),
    );
    const seen: AnyRow[] = [];
    const sql = 'SELECT case_id, replies FROM contract_cases';
    for await (const rows of warehouse.stream('all', sql, ['case_id'])) seen.push(...rows);
    expect(seen.map(({ case_id }) => case_id)).toEqual([...ids].sort());
    expect(seen[4321]).toEqual({ case_id: '04321', replies: 4321 });
  });
  it('answers from rows that are kept as from their sub-select, and anew when a table has changed', async () => {
    const { warehouse, merge } = await home();
    await merge(cases, [row('1', 'a', { replies: 2 }), row('2', 'a', { replies: null })]);
    const select = '(SELECT case_id, replies, created_month FROM contract_cases WHERE created_s > 5)';
    const sql = `SELECT count(*) AS n, count(replies) AS told, sum(replies) AS replies FROM ${select} AS t`;
    const { rows } = await warehouse.query('before', sql);
    await Promise.all([warehouse.keep?.(select), warehouse.keep?.(select)]);
    expect((await warehouse.query('kept', sql)).rows).toEqual(rows);
    const twice = `SELECT count(*) AS n FROM ${select} AS t JOIN ${select} AS other ON other.case_id = t.case_id`;
    expect((await warehouse.query('kept twice', twice)).rows).toEqual([[2]]);
    const others = [3, 4, 5].map((replies) => `(SELECT case_id FROM contract_cases WHERE replies < ${replies})`);
    for (const other of others) await warehouse.keep?.(other);
    for (const other of others)
      expect((await warehouse.query('others', `SELECT count(*) AS n FROM ${other} AS t`)).rows).toEqual([[1]]);
    await Promise.all([
      warehouse.keep?.(select),
      merge(cases, [row('3', 'a', { replies: 40 })]),
      warehouse.keep?.(select),
    ]);
    expect((await warehouse.query('changed', sql)).rows).toEqual([[3, 2, 42]]);
    await warehouse.keep?.(select);
    await warehouse.remove(cases, `case_id = '1'`);
    expect((await warehouse.query('removed', sql)).rows).toEqual([[2, 1, 40]]);
    // what cannot be made is asked by each statement, which says why
    await warehouse.keep?.('(SELECT nothing FROM contract_cases)');
    await expect(warehouse.query('wrong', 'SELECT * FROM (SELECT nothing FROM contract_cases) AS t')).rejects.toThrow(
      /nothing/,
    );
  });
  it('lets tables change while a stream over them is read', async () => {
    const { warehouse, merge, rows } = await home();
    await merge(
      cases,
      Array.from({ length: 5000 }, (_, i) => row(String(i), '1')),
    );
    let n = 0;
    for await (const batch of warehouse.stream('all', 'SELECT case_id FROM contract_cases')) {
      if (n === 0) await merge(cases, [row('new', '1')]);
      n += batch.length;
    }
    expect(n).toBe(5000);
    expect(await rows('SELECT count(*) AS n FROM contract_cases')).toEqual([[5001]]);
  });
  it('names the query that failed', async () => {
    const { warehouse } = await home();
    await expect(warehouse.query('weekly numbers', 'SELECT nonsense FROM contract_cases')).rejects.toMatchObject({
      name: 'WarehouseError',
      message: expect.stringContaining('weekly numbers'),
    });
  });
}
