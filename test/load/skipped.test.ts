import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestRejects, tickets } from '../../shared/lake/tables.ts';
import { nothingSkipped, skippedOf, skippedText } from '../../shared/load/skipped.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { at } from '../support/lake.ts';
import { clear, emptyWarehouse, insert } from '../support/warehouse.ts';

describe('what of a source could not be read', () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await emptyWarehouse();
  });
  afterAll(() => warehouse.close());
  const since_s = at('Mon 00:00');
  const rejects = (...rows: readonly (readonly [item: string, reason: string, more?: object])[]) =>
    insert(
      warehouse,
      ingestRejects,
      rows.map(([item_id, reason, more]) => ({
        source: 'desk',
        run: 'r2',
        stream: 'tickets',
        item_id,
        reason,
        at_s: at('Tue 09:00'),
        ...more,
      })),
    );
  const found = () => skippedOf({ warehouse }, { source: 'desk', run: 'r2', since_s });

  it('is nothing when nothing was skipped', async () => {
    await clear(warehouse);
    expect(await found()).toEqual(nothingSkipped);
    expect(skippedText(await found())).toBe('');
  });
  it('counts records once however often they were met, of this source and since the instant', async () => {
    await clear(warehouse);
    await rejects(
      ['1', 'created_at: a time'],
      ['1', 'created_at: a time', { run: 'r1' }],
      ['2', 'created_at: a time'],
      ['u7', 'id: an id', { stream: 'users' }],
      ['3', 'created_at: a time', { at_s: since_s - 1 }],
      ['4', 'created_at: a time', { source: 'other' }],
    );
    expect(await found()).toEqual({
      records: 3,
      values: 0,
      reason: 'tickets: created_at: a time',
      unavailable: [],
      partly: 0,
    });
    expect(skippedText(await found())).toBe('3 records could not be read (tickets: created_at: a time)');
  });
  it('does not count a ticket that was read after all, nor a count that the helpdesk did not give', async () => {
    await clear(warehouse);
    await rejects(['1', 'created_at: a time'], ['tickets', 'no count to compare with: 503']);
    await insert(warehouse, tickets, [{ source: 'desk', ticket_id: '1' }]);
    expect(await found()).toEqual(nothingSkipped);
  });
  it('counts values that are left out of what was read, of stored tickets as well', async () => {
    await clear(warehouse);
    const reason = 'solved_at: found another string, expected a time; it is left out';
    await rejects(['1', reason], ['1', reason, { run: 'r1' }], ['2', reason], ['3', reason, { at_s: since_s - 1 }]);
    await insert(warehouse, tickets, [{ source: 'desk', ticket_id: '1' }]);
    expect(await found()).toEqual({ ...nothingSkipped, values: 2, reason: `tickets: ${reason}` });
    expect(skippedText(await found())).toBe(
      '2 values could not be read and are left out (tickets: solved_at: found another string, expected a time)',
    );
  });
  it('names what the helpdesk does not give, as of the last run', async () => {
    await clear(warehouse);
    await rejects(
      ['satisfaction_ratings', 'not available: 403 for /ratings (plan or scope)', { stream: 'satisfaction_ratings' }],
      ['sla', 'not available: 404 for /sla (plan or scope)', { stream: 'sla', run: 'r1' }],
    );
    expect(await found()).toEqual({ ...nothingSkipped, unavailable: ['satisfaction_ratings'] });
    expect(skippedText(await found())).toBe('satisfaction_ratings: not available (plan or scope)');
  });
  it('counts tickets that were read in part, but for deleted ones', async () => {
    await clear(warehouse);
    const flagged = { source: 'desk', data_quality: '["clock_order","partly_unread"]' };
    await insert(warehouse, tickets, [
      { ...flagged, ticket_id: '1' },
      { ...flagged, ticket_id: '2', deleted_s: since_s },
      { ...flagged, ticket_id: '3', data_quality: '[]' },
    ]);
    expect(await found()).toEqual({ ...nothingSkipped, partly: 1 });
    expect(skippedText(await found())).toBe('1 ticket was read in part only');
  });
});
