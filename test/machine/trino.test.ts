import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderState } from '../../shared/adapters/embedded/folder-state.ts';
import { readConfiguration } from '../../shared/config/read.ts';
import { storageOf } from '../../shared/lake/kinds.ts';
import { identifier, literals } from '../../shared/lake/literal.ts';
import { allTables, ticketFlow, tickets } from '../../shared/lake/tables.ts';
import type { Table, Value } from '../../shared/lake/table.ts';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import { evaluate, toJson, type Ask, type MeasureContext } from '../../shared/metrics/evaluate.ts';
import { parsePeriod } from '../../shared/period.ts';
import { connectors } from '../../shared/connectors/registry.ts';
import { load } from '../../shared/load/load.ts';
import { loadDeps } from '../../shared/load/load-deps.ts';
import { measuring } from '../../shared/run/measure.ts';
import { known } from '../../shared/run/registry.ts';
import { tasksOf } from '../../shared/run/tasks.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { insertRows } from '../support/aws/trino-engine.ts';
import type { AthenaHome } from '../support/aws/athena-home.ts';
import { trinoHome, trinoServer } from '../support/aws/trino.ts';
import { expectGolden } from './trino/golden-log.ts';
import { temporaryHome, type TemporaryHome } from '../support/home.ts';
import { at, configurationOf, week39 } from '../support/lake.ts';
import { fill } from '../support/organisation.ts';
import { emptyWarehouse } from '../support/warehouse.ts';

/**
 * Athena's engine itself: every metric's SQL runs on a Trino server through the Athena adapter and must answer what DuckDB answers,
 * bit for bit. Where Maven Central has no server of release 435, its tables are in memory; real Iceberg tables are written and read by
 * iceberg.test.ts.
 */
const trino = trinoServer(18_081);
if (trino.url === undefined) console.log(`Skipped: no Trino. ${trino.about}`);
const hasIceberg = trino.url !== undefined && trino.tables === 'iceberg';
if (trino.url !== undefined && !hasIceberg)
  console.log(`Skipped: the incident log in Iceberg tables of Trino. ${trino.about}`);

const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  trino.stop();
});
const opened = <T extends { close(): Promise<unknown> }>(home: T): T => {
  closing.push(() => home.close());
  return home;
};

/** The rows of a warehouse, put into the tables that the Athena adapter made. */
async function copy(from: Warehouse, { engine, warehouse }: AthenaHome, only: readonly Table[] = allTables) {
  await warehouse.migrate(allTables);
  for (const table of only)
    await insertRows(
      (sql) => engine.run(sql),
      table.name,
      Object.entries(table.columns).map(([name, { kind }]) => ({ name, type: storageOf[kind].athena })),
      await rowsOf(table, from),
    );
}

const rowsSql = (table: Table): string => {
  const [names, order] = [Object.keys(table.columns), table.key].map((list) => list.map(identifier).join(', '));
  return `SELECT ${names} FROM ${identifier(table.name)} ORDER BY ${order}`;
};
const rowsOf = async (table: Table, warehouse: Warehouse): Promise<readonly (readonly Value[])[]> =>
  (await warehouse.query('rows', rowsSql(table))).rows;
const told = (row: readonly Value[]): string =>
  JSON.stringify(row.map((value) => (value === null ? null : String(value))));

const metrics = Object.values(catalogue) as Metric[];

describe.skipIf(trino.url === undefined)('every metric of the catalogue answers what DuckDB answers', () => {
  let here: Warehouse;
  let there: AthenaHome;
  beforeAll(async () => {
    here = opened(await emptyWarehouse());
    await fill(here);
    there = opened(await trinoHome(trino.url!, 'catalogue'));
    await copy(here, there);
  });
  const contextOf = (warehouse: Warehouse): MeasureContext => ({
    warehouse,
    as_of_s: at('2027-05-01T00:00:00Z'),
    watermark_s: at('2026-10-01T00:00:00Z'),
    ...configurationOf(),
  });
  const both = async (asks: readonly Ask[]) =>
    Promise.all(
      [here, there.warehouse].map(async (warehouse) => (await evaluate(asks, contextOf(warehouse))).map(toJson)),
    );

  it('for the whole', async () => {
    const [local, remote] = await both(metrics.map((metric) => ({ metric, period: week39, by: [] })));
    expect(local!.filter(({ status }) => status === 'known').length).toBeGreaterThan(100);
    expect(remote).toEqual(local);
    expect(there.server.executed.length).toBeGreaterThan(5);
  });
  it('by each of its dimensions', async () => {
    const [local, remote] = await both(
      metrics.flatMap((metric) =>
        metric.dimensions.map((dimension): Ask => ({ metric, period: week39, by: [dimension] })),
      ),
    );
    expect(remote).toEqual(local);
  });
});

const log = resolve('../shared/data/uci_incident_event_log.csv.gz');
const golden = resolve('../shared/design/golden-uci.json');
const isHere = existsSync(log) && existsSync(golden);
if (!isHere) console.log('Skipped: the incident log is not beside the repository (../shared/data).');

describe.skipIf(!isHere)('the incident log of 141,712 rows', () => {
  const yaml = readFileSync(new URL('./trino/incident-log.yaml', import.meta.url), 'utf8').replace('LOG', log);
  const configuration = readConfiguration(yaml, 'incident-log.yaml', known);
  const as_of_s = Date.UTC(2017, 11, 31) / 1000;
  let home: TemporaryHome;
  beforeAll(async () => {
    home = opened(await temporaryHome());
    const tasks = tasksOf({ ports: home.ports, configuration, connectors });
    await tasks.pull!({ source: 'incidents', run: 'r1' });
    await tasks.load!({ source: 'incidents', run: 'r1' });
  });

  /** The answers of DuckDB and of a warehouse to the same questions, and how many groups of golden-uci.json the latter agrees with. */
  async function answers(warehouse: Warehouse) {
    const calendar = { zone: 'UTC', fiscal_year_start_month: 1, now_s: as_of_s };
    const asks = ['all', '2016-Q2', '2016-W20'].flatMap((id) =>
      metrics.flatMap((metric) =>
        [[], ...metric.dimensions.filter((by) => by === 'channel' || by === 'priority').map((by) => [by])].map(
          (by): Ask => ({ metric, period: parsePeriod(id, calendar), by }),
        ),
      ),
    );
    const context = await measuring(home.ports, configuration, as_of_s);
    const local = await evaluate(asks, context);
    const remote = await evaluate(asks, { ...context, warehouse });
    const overall = remote.filter(({ period }) => period.id === 'all').map(toJson);
    return { local: local.map(toJson), remote: remote.map(toJson), goldenGroups: expectGolden(overall, golden) };
  }

  describe.skipIf(trino.url === undefined)('loaded by Trino', () => {
    let there: AthenaHome;
    beforeAll(async () => {
      there = opened(await trinoHome(trino.url!, 'incidents', home.folder));
      await there.warehouse.migrate(allTables);
      const state = folderState(join(home.folder, 'state-of-trino'));
      const ports = { ...home.ports, warehouse: there.warehouse, state };
      await load({ source: 'incidents', run: 'r1' }, loadDeps({ ports, configuration, connectors }));
    });

    it('becomes the rows that DuckDB has, in every table', async () => {
      const sizes: Record<string, number> = {};
      for (const table of allTables) {
        const local = (await rowsOf(table, home.ports.warehouse)).map(told);
        const remote = (await there.engine.run(rowsSql(table))).rows.map(told);
        if (local.length > 0) sizes[table.name] = local.length;
        expect([table.name, remote.length]).toEqual([table.name, local.length]);
        expect([table.name, remote.findIndex((row, i) => row !== local[i])]).toEqual([table.name, -1]);
      }
      expect(sizes).toMatchObject({ tickets: 24_918, ticket_attributes: 24_918 });
      const merges = there.server.executed.filter((sql) => sql.startsWith('MERGE')).length;
      console.log(`${merges} MERGE on Trino; rows in both: ${JSON.stringify(sizes)}`);
    });
    it('gives the figures of DuckDB and of the golden file', async () => {
      const { local, remote, goldenGroups } = await answers(there.warehouse);
      expect(local.filter(({ status }) => status === 'known').length).toBeGreaterThan(200);
      expect(remote).toEqual(local);
      expect(goldenGroups).toBe(10);
    });
    it('loses the flow of tickets that are erased, as in DuckDB', async () => {
      const ids = (await rowsOf(tickets, home.ports.warehouse)).slice(500, 600).map(([id]) => id ?? null);
      const before = (await rowsOf(ticketFlow, home.ports.warehouse)).length;
      for (const warehouse of [home.ports.warehouse, there.warehouse])
        await warehouse.remove(ticketFlow, `source = 'incidents' AND ticket_id IN (${literals(ids)})`);
      const local = (await rowsOf(ticketFlow, home.ports.warehouse)).map(told);
      const remote = (await there.engine.run(rowsSql(ticketFlow))).rows.map(told);
      expect(local.length).toBeLessThan(before);
      expect(remote).toEqual(local);
    });
  });

  describe.skipIf(!hasIceberg)('in Iceberg tables', () => {
    let there: AthenaHome;
    beforeAll(async () => {
      there = opened(await trinoHome(trino.url!, 'incidents_on_iceberg'));
      // metrics read nothing of what was received: the two largest tables stay behind
      const received = ['ticket_events', 'ticket_attributes'];
      await copy(
        home.ports.warehouse,
        there,
        allTables.filter(({ name }) => !received.includes(name)),
      );
    });
    it('gives the figures of DuckDB and of the golden file', async () => {
      const { local, remote, goldenGroups } = await answers(there.warehouse);
      expect(local.filter(({ status }) => status === 'known').length).toBeGreaterThan(200);
      expect(remote).toEqual(local);
      expect(goldenGroups).toBe(10);
    });
    it('is read only in the months that a condition names', async () => {
      const sql = `EXPLAIN SELECT ticket_id FROM tickets WHERE created_month IN ('2016-05', '2016-06')`;
      expect((await there.engine.run(sql)).rows.join('\n')).toContain(':: [[2016-05], [2016-06]]');
    });
  });
});
