import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate, type MeasureContext } from '../../shared/metrics/evaluate.ts';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import type { Dimension } from '../../shared/metrics/value.ts';
import type { Period } from '../../shared/period.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { at, configurationOf, period } from '../support/lake.ts';
import { emptyWarehouse } from '../support/warehouse.ts';

/**
 * A real incident log, read by DuckDB's own CSV reader straight into the tables, so that nothing but the metrics is under test.
 * The expected values are those of golden-uci.json, computed by a script that shares no code with the product.
 */
const folder = new URL('../../../shared/', import.meta.url);
const log = fileURLToPath(new URL('data/uci_incident_event_log.csv.gz', folder));
const goldenFile = fileURLToPath(new URL('design/golden-uci.json', folder));
const isHere = existsSync(log) && existsSync(goldenFile);
if (!isHere) console.log('real-log: skipped, because the incident log is not in ../shared');

interface Summary {
  readonly incidents: number;
  readonly resolved: number;
  readonly resolution_time: Readonly<Record<string, number | null>>;
  readonly resolution_rate_24h: Share;
}
interface Share {
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number;
  readonly interval95: readonly [number, number];
}
interface Golden {
  readonly totals: { readonly requesters: number };
  readonly all: Summary & Readonly<Record<string, Share>>;
  readonly by_contact_type: Readonly<Record<string, Summary>>;
  readonly by_priority: Readonly<Record<string, Summary>>;
  readonly by_month_opened: Readonly<Record<string, Summary>>;
  readonly resolution_time_by_month_resolved: Readonly<Record<string, Summary['resolution_time']>>;
  readonly weeks: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly maturity: { readonly cases: readonly Readonly<Record<string, string | number>>[] };
}
const golden = isHere ? (JSON.parse(readFileSync(goldenFile, 'utf8')) as Golden) : ({} as Golden);
const metrics = new Map((Object.values(catalogue) as Metric[]).map((metric) => [metric.id, metric]));

describe.skipIf(!isHere)('metrics of a real incident log', () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await emptyWarehouse();
    const time = (column: string) => `CAST(epoch(try_strptime(nullif(${column}, '?'), '%d/%m/%Y %H:%M')) AS BIGINT)`;
    await warehouse.query(
      'log',
      `CREATE TABLE log AS SELECT number, ${time('opened_at')} AS opened_s, ${time('resolved_at')} AS resolved_s, ${time('closed_at')} AS closed_s,
         ${time('sys_updated_at')} AS updated_s, CAST(sys_mod_count AS INTEGER) AS mods, contact_type, priority, caller_id, reopen_count
       FROM read_csv('${log}', header = true, all_varchar = true)`,
    );
    await warehouse.query(
      'tickets',
      `INSERT INTO tickets BY NAME SELECT 'log' AS source, number AS ticket_id, '1' AS version_key, opened_s AS created_s, resolved_s,
         closed_s, CAST(resolved_s - opened_s AS INTEGER) AS resolve_s, contact_type AS channel, priority, TRUE AS is_counted,
         nullif(caller_id, '?') AS requester_id
       FROM (SELECT *, row_number() OVER (PARTITION BY number ORDER BY updated_s DESC, mods DESC) AS place FROM log) WHERE place = 1`,
    );
    await warehouse.query(
      'flow',
      `INSERT INTO ticket_flow BY NAME SELECT source, ticket_id, created_s AS at_s, 0 AS seq, 'created' AS kind FROM tickets
       UNION ALL BY NAME SELECT source, ticket_id, coalesce(resolved_s, closed_s) AS at_s, 1 AS seq, 'resolved' AS kind FROM tickets
         WHERE coalesce(resolved_s, closed_s) IS NOT NULL`,
    );
  });
  afterAll(() => warehouse.close());

  const ask = async (ids: readonly string[], periods: readonly Period[], by: Dimension[] = [], as_of?: string) => {
    const configuration = configurationOf();
    const context: MeasureContext = {
      warehouse,
      as_of_s: as_of === undefined ? at('2017-12-31T00:00:00Z') : at(as_of),
      watermark_s: at('2017-02-18T15:00:00Z'),
      ...configuration,
    };
    return evaluate(
      ids.flatMap((id) => periods.map((one) => ({ metric: metrics.get(id)!, period: one, by }))),
      context,
    );
  };
  const same = (found: Awaited<ReturnType<typeof ask>>, id: string, segment: object, expected: Summary) => {
    const of = (name: string, more = {}) =>
      found.find(
        (one) => one.metric === name && JSON.stringify(one.segment) === JSON.stringify({ ...segment, ...more }),
      )!;
    const times = expected.resolution_time;
    if (times.n === 0) expect(of('dts_p50').value).toEqual({ status: 'no_data', reason: 'empty_population' });
    else {
      expect(of('dts_p50').value, id).toMatchObject({ value: times.p50_seconds, n: times.n });
      expect(of('dts_p80').value, id).toMatchObject({ value: times.p80_seconds });
      expect(of('dts_mean').value, id).toMatchObject({ value: times.mean_seconds, numerator: times.sum_seconds });
    }
    const { numerator, denominator, value, interval95 } = expected.resolution_rate_24h;
    expect(of('fdr_24h').value, id).toMatchObject({ status: 'known', numerator, denominator, value });
    const { interval } = of('fdr_24h').value as { interval: readonly number[] };
    interval95.forEach((bound, i) => expect(interval[i]).toBeCloseTo(bound, 12));
    expect(of('ticket_volume').value).toMatchObject({ value: expected.incidents });
  };
  const ids = ['dts_p50', 'dts_p80', 'dts_mean', 'fdr_24h', 'ticket_volume'];

  it('gives the whole log to the second', async () => {
    const found = await ask([...ids, 'resolution_rate_Nh', 'customers_served'], [period('all')]);
    same(found, 'all', {}, golden.all);
    for (const hours of ['4', '12', '24', '168']) {
      const { numerator, denominator } = golden.all[`resolution_rate_${hours}h`]!;
      expect(found.find(({ segment }) => segment.hours === hours)!.value).toMatchObject({ numerator, denominator });
    }
    expect(found.find(({ metric }) => metric === 'customers_served')!.value).toMatchObject({
      value: golden.totals.requesters,
    });
  });
  it('gives each channel and each priority', async () => {
    for (const [dimension, expected] of [
      ['channel', golden.by_contact_type],
      ['priority', golden.by_priority],
    ] as const) {
      const found = await ask(ids, [period('all')], [dimension]);
      for (const [value, summary] of Object.entries(expected)) same(found, value, { [dimension]: value }, summary);
    }
  });
  it('gives each month by either axis', async () => {
    for (const [month, summary] of Object.entries(golden.by_month_opened)) {
      const found = await ask(['fdr_24h', 'ticket_volume', 'dts_p50', 'dts_p80', 'dts_mean'], [period(month)]);
      const [rate, volume, p50, p80, mean] = found.map(({ value }) => value);
      const { numerator, denominator } = summary.resolution_rate_24h;
      expect(rate).toMatchObject({ numerator, denominator });
      expect(volume).toMatchObject({ value: summary.incidents });
      const times = golden.resolution_time_by_month_resolved[month]!;
      expect(p50).toMatchObject({ value: times.p50_seconds, n: times.n });
      expect(p80).toMatchObject({ value: times.p80_seconds });
      expect(mean).toMatchObject({ value: times.mean_seconds });
    }
  });
  it('gives the backlog and its identity for each week', async () => {
    for (const [id, week] of Object.entries(golden.weeks)) {
      const found = await ask(['backlog', 'ticket_volume', 'customers_served', 'fdr_24h', 'dts_p50'], [period(id)]);
      expect(found[0]!.value).toMatchObject({ value: week.backlog_closing });
      expect(found[0]!.extras).toMatchObject({
        opening: week.backlog_opening,
        created: week.created,
        resolved: week.ended_resolved_or_closed,
        reopened: 0,
      });
      expect(found[1]!.value).toMatchObject({ value: week.created });
      expect(found[2]!.value).toMatchObject({ value: week.customers_served_created_axis });
      const share = week.resolution_rate_24h_created_axis as Share;
      expect(found[3]!.value).toMatchObject({ numerator: share.numerator, denominator: share.denominator });
      expect(found[4]!.value).toMatchObject({ n: week.resolved });
    }
  });
  it('is immature while the cohort ripens, seen from then', async () => {
    for (const one of golden.maturity.cases) {
      const hours = /_(\d+)h$/.exec(String(one.metric))![1]!;
      const found = await ask(['resolution_rate_Nh'], [period(String(one.period))], [], String(one.as_of));
      const { value, extras } = found.find(({ segment }) => segment.hours === hours)!;
      expect(value.status).toBe(one.status);
      expect(value).toMatchObject({ n: one.ripe, numerator: one.hits });
      expect(extras).toMatchObject({ hits: one.hits, misses: one.misses, immature: one.unripe });
      if (value.status === 'immature')
        expect(value).toMatchObject({ from_s: one.from_s, provisional: one.value_over_ripe, unripe: one.unripe });
      else expect(value).toMatchObject({ value: one.value_over_ripe });
    }
  });
});
