import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../shared/errors.ts';
import { importFolder } from '../../shared/load/import-folder.ts';
import { importInput } from '../../shared/load/import.ts';
import { measure, metricsById, readFacts } from '../../shared/run/measure.ts';
import { rejectedFor, rejectedInputs } from '../../shared/load/rejected-inputs.ts';
import type { Ask } from '../../shared/metrics/model.ts';
import { configurationOf } from '../support/lake.ts';
import { temporaryHome, type TemporaryHome } from '../support/home.ts';

/** What is dropped into inputs/, and what reports have to know of what was not taken. */
const header = 'line_id,scope,period_start_day,period_end_day,kind,amount,currency\n';
const good = `${header}a,support,2026-08-01,2026-09-01,tools,12.34,EUR\n`;
const bad = `${header}a,support,2026-08-01,2026-09-01,tools,secret amount,EUR\n`;

let home: TemporaryHome;
beforeEach(async () => {
  home = await temporaryHome();
  mkdirSync(join(home.folder, 'inputs/costs'), { recursive: true });
});
afterEach(() => home.close());
const drop = (name: string, text: string | Uint8Array): void => writeFileSync(join(home.folder, 'inputs', name), text);
const look = () =>
  importFolder(home.ports, configurationOf()).catch((error: unknown) => {
    if (error instanceof InputError) return error.message;
    throw error;
  });
const rejected = () => rejectedInputs(home.ports.state);

describe('a rejected file of the inputs folder', () => {
  it('is remembered by name and place, never by what a cell says; the others are imported', async () => {
    drop('costs/2026-08.csv', bad);
    drop('costs/2026-07.csv', good.replaceAll('2026-08', '2026-07').replaceAll('2026-09', '2026-08'));
    drop('nobody.csv', 'a,b\n');
    expect(await look()).toContain('2 of 3 input files were rejected; the others are imported.');
    expect(await rejected()).toEqual([{ file: 'inputs/costs/2026-08.csv', table: 'costs', line: 2, column: 'amount' }]);
    const stored = await home.ports.warehouse.query('test', 'SELECT amount_minor FROM costs');
    expect(stored.rows).toEqual([[1234]]);
  });

  it('is named by its header or as a whole when no row is at fault', async () => {
    drop('costs.csv', 'line_id,scope\n');
    drop('revenue.csv.gz', Uint8Array.from([0x1f, 0x8b, 0x08])); // a gzip file that ends early
    await look();
    expect((await rejected()).map(({ table, line, column }) => [table, line, column])).toEqual([
      ['costs', 1, 'header'],
      ['revenue', 1, 'file'],
    ]);
  });

  it('is forgotten when it imports, in the folder or by its name, and when it is gone', async () => {
    drop('costs/2026-08.csv', bad);
    await look();
    drop('costs/2026-08.csv', good);
    await look();
    expect(await rejected()).toEqual([]);

    drop('costs/2026-08.csv', bad);
    await look();
    expect(await rejected()).toHaveLength(1);
    const bytes = new TextEncoder().encode(good.replace('12.34', '12.35'));
    await importInput({ table: 'costs', name: '2026-08.csv', bytes }, home.ports, configurationOf());
    expect(await rejected()).toEqual([]);

    await look();
    expect(await rejected()).toHaveLength(1); // the folder still has the bad one
    rmSync(join(home.folder, 'inputs/costs/2026-08.csv'));
    await look();
    expect(await rejected()).toEqual([]);
  });

  it('is in what a report says, where its table is one that the report reads', async () => {
    drop('costs.csv', bad);
    await look();
    const said = async (report: string, period: string) => {
      const job = { report, period, slice: 'all' };
      const request = { job, run: 'r', as_of_s: home.ports.clock.now_s(), is_dry: true };
      const { results_key } = await measure(request, home.ports, configurationOf(), {});
      return (await readFacts(results_key, home.ports)).rejected_inputs;
    };
    expect(await said('finance-weekly', '2026-W32')).toEqual([
      { file: 'inputs/costs.csv', table: 'costs', line: 2, column: 'amount' },
    ]);
    expect(await said('lead-weekly', '2026-W32')).toEqual([]);
  });

  it('concerns the reports whose metrics read its table, and all where everything depends on it', () => {
    const asks = (...ids: readonly string[]) => ids.map((id) => ({ metric: metricsById.get(id) }) as Ask);
    const of = (table: string) => ({ file: `inputs/${table}.csv`, table, line: 2, column: 'x' });
    const files = [of('costs'), of('roster'), of('surveys')];
    const tables = (...ids: readonly string[]) => rejectedFor(asks(...ids), files).map(({ table }) => table);
    expect(tables('cost_per_case')).toEqual(['costs', 'roster']);
    expect(tables('csat')).toEqual(['roster', 'surveys']);
    expect(tables('issues_handled')).toEqual(['roster']);
  });
});
