import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckdbWarehouse } from '../../shared/adapters/embedded/duckdb-warehouse.ts';
import { allTables } from '../../shared/lake/tables.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { asked, kept, playMany, type Schedule } from '../support/faults.ts';
import { playSources, sourceSchedule } from '../support/source-world.ts';

const these = asked(60);
const patience_ms = Math.max(300_000, these.many * 15_000);

let tables: Warehouse;
let undisturbed: readonly string[];
const play = async (schedule: Schedule): Promise<readonly string[]> =>
  (await playSources(schedule, tables, undisturbed)).wrong;

beforeAll(async () => {
  tables = await duckdbWarehouse({ file: ':memory:', lake: '.', threads: 1 });
  await tables.migrate(allTables);
  const calm = await playSources({ seed: 0, faults: [], pauses_h: [8, 8, 8, 8, 8] }, tables, undefined);
  expect(calm.wrong).toEqual([]);
  undisturbed = calm.rows;
});
afterAll(() => tables.close());

describe(`${these.many} schedules of faults in helpdesk, disk and tables while a person is erased, kills among them`, () => {
  it(
    'ends in the tables of an undisturbed history, claims nothing that was not read, and leaves nothing of the person',
    async () => {
      expect(undisturbed.length).toBeGreaterThan(60);
      expect((await playMany('source', these, sourceSchedule, play)).join('\n')).toBe('');
    },
    patience_ms,
  );

  it.each(kept('source'))('does not fail again: $name', async ({ schedule }) => {
    expect(await play(schedule)).toEqual([]);
  });
});
