import { describe, expect, it } from 'vitest';
import { freshness } from '../../shared/operate/doctor-source.ts';
import { sourceKey, type SourceRecord } from '../../shared/run/record.ts';
import { writeJson } from '../../shared/state.ts';
import { tickets } from '../../shared/lake/tables.ts';
import { memoryState } from '../support/memory-state.ts';
import { emptyWarehouse, insert } from '../support/warehouse.ts';

const source = { id: 'desk', connector: 'freshdesk' };
/** Nothing is set aside. */
const lake = { list: async () => [], get: async () => undefined };
const read_s = Date.parse('2026-10-05T04:00:00Z') / 1000;
const record: SourceRecord = {
  source: 'desk',
  connector: 'freshdesk',
  run: 'r1',
  finished_s: read_s,
  watermark_s: read_s,
  is_complete: true,
  share: 0.985,
  problem: null,
};
const created_s = Date.parse('2026-08-01T00:00:00Z') / 1000;

describe('what the doctor says of a source that was read', () => {
  it('is how far, how much of it, and which flags of data quality its tickets carry, the most frequent first', async () => {
    const warehouse = await emptyWarehouse();
    const state = memoryState();
    await writeJson(state, sourceKey('desk'), record);
    const text = async () => (await freshness(source, { state, warehouse, lake }, 'Europe/Berlin')).text;
    await insert(warehouse, tickets, [
      { source: 'desk', ticket_id: '1', created_s, data_quality: '[]' },
      { source: 'other', ticket_id: '1', created_s: 0, data_quality: '["clock_order"]' },
    ]);
    const plain =
      'read up to 5 October 2026 at 06:00; tickets from 1 August 2026, no history, 98.5 % of what the helpdesk counts';
    expect(await text()).toBe(plain);
    await insert(warehouse, tickets, [
      { source: 'desk', ticket_id: '2', created_s, data_quality: '["clock_order"]' },
      { source: 'desk', ticket_id: '3', created_s, data_quality: '["no_resolved_at","short_history"]' },
      { source: 'desk', ticket_id: '4', created_s, data_quality: '["short_history"]' },
    ]);
    expect(await text()).toBe(`${plain}; tickets flagged: short history 2, clock order 1, no resolved at 1`);
  });
});
