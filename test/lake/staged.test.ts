import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { stage, uniqueByKey } from '../../shared/lake/staged.ts';
import { costs, targets, tickets } from '../../shared/lake/tables.ts';
import type { AnyRow } from '../../shared/lake/table.ts';

const ticket = (ticket_id: string, version_key: string, more: AnyRow = {}): AnyRow => ({
  source: 'helpdesk',
  ticket_id,
  created_month: '2026-09',
  version_key,
  ingested_s: 1,
  raw_key: 'raw/page-1',
  ...more,
});

describe('a staged object', () => {
  it('is named by its content: the same rows give the same bytes and key', () => {
    const rows = [ticket('1', '1', { created_s: 5 }), ticket('2', '1')];
    expect(stage(tickets, rows)).toEqual(stage(tickets, structuredClone(rows)));
    expect(stage(tickets, rows).key).toMatch(/^staged\/tickets\/[0-9a-f]{32}\/rows\.parquet$/);
    expect(stage(tickets, [ticket('1', '1', { created_s: 6 }), ticket('2', '1')]).key).not.toBe(
      stage(tickets, rows).key,
    );
  });
  it('holds every column of the table, null where the row says nothing', async () => {
    const { body } = stage(costs, [
      { source: 'inputs', line_id: 'é', version_key: '1', amount_minor: -9_007_199_254_740_993n, period_start_day: -1 },
    ]);
    const [row] = await parquetReadObjects({ file: body.buffer as ArrayBuffer });
    expect(Object.keys(row!)).toEqual(Object.keys(costs.columns));
    expect(row).toMatchObject({
      line_id: 'é',
      amount_minor: -9_007_199_254_740_993n,
      period_start_day: -1,
      cost_centre: null,
    });
  });
  it('names the partitions of its rows, each once', () => {
    const months = ['2026-09', '2026-08', '2026-09'].map((created_month, i) =>
      ticket(String(i), '1', { created_month }),
    );
    expect(stage(tickets, months).partitions).toEqual(['2026-08', '2026-09']);
    expect(stage(targets, []).partitions).toEqual([]);
  });
  it('refuses a value that does not fit its column, and says which', () => {
    expect(() => stage(tickets, [ticket('1', '1', { reply_count: 2 ** 31 })])).toThrow(
      'found number 2147483648 in reply_count',
    );
    expect(() => stage(tickets, [ticket('1', '1', { reply_count: 1.5 })])).toThrow('expected count');
    expect(() => stage(tickets, [ticket('1', '1', { created_s: 'now' })])).toThrow('found string now in created_s');
    expect(() => stage(tickets, [ticket('1', '1', { is_counted: 1 })])).toThrow('expected flag');
    expect(() => stage(tickets, [ticket('1', '1', { created_month: null })])).toThrow('created_month');
    expect(() => stage(tickets, [{ ...ticket('1', '1'), ticket_id: null }])).toThrow('found no ticket_id');
  });
});

describe('rows of one key', () => {
  it('refuses a key that the table lacks, naming the nearest', () => {
    expect(() => stage(tickets, [{ ...ticket('1', '1'), acount_id: 'A' } as ReturnType<typeof ticket>])).toThrow(
      'Row for tickets: found the key acount_id, expected a column such as account_id. The row came from ',
    );
  });
  it('are reduced to the largest version, then the later row', () => {
    const rows = [
      ticket('1', '2', { reply_count: 1 }),
      ticket('2', '1'),
      ticket('1', '1', { reply_count: 2 }),
      ticket('1', '2', { reply_count: 3 }),
    ];
    expect(uniqueByKey(tickets, rows).map(({ ticket_id, reply_count }) => [ticket_id, reply_count ?? null])).toEqual([
      ['1', 3],
      ['2', null],
    ]);
  });
  it('are compared null and all', () => {
    const target = (dimension: string | null, goal_milli: number): AnyRow => ({
      source: 'inputs',
      metric: 'dts_p50',
      dimension,
      value: dimension,
      from_day: 0,
      version_key: '1',
      goal_milli,
    });
    const rows = uniqueByKey(targets, [target(null, 1), target('team', 2), target(null, 3)]);
    expect(rows.map(({ goal_milli }) => goal_milli)).toEqual([3, 2]);
  });
});
