import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ran } from '../../shared/metrics/queries.ts';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import { evaluate, toJson, type Ask, type MeasureContext, type Measured } from '../../shared/metrics/evaluate.ts';
import type { Dimension } from '../../shared/metrics/value.ts';
import { previousN } from '../../shared/period.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { at, configurationOf, period, week39 } from '../support/lake.ts';
import { fill } from '../support/organisation.ts';
import { expectPortable, expectTrinoGrammar } from '../support/sql.ts';
import { emptyWarehouse } from '../support/warehouse.ts';

const metrics = Object.values(catalogue) as Metric[];
/** Ids and units are promises to scripts: added to, never changed or dropped. */
const contract = JSON.parse(readFileSync(new URL('../fixtures/metrics.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, string>
>;

const contextOf = (warehouse: Warehouse, more: Partial<MeasureContext> = {}): MeasureContext => ({
  warehouse,
  as_of_s: at('2027-05-01T00:00:00Z'),
  watermark_s: at('2026-10-01T00:00:00Z'),
  ...configurationOf(),
  ...more,
});
const whole = (): Ask[] => metrics.map((metric) => ({ metric, period: week39, by: [] }));
const shownBy = ({ metric, segment, value }: Measured): string =>
  `${metric} ${JSON.stringify(segment)} ${value.status}${value.status === 'no_data' ? ` ${value.reason}` : ''}`;

describe('the catalogue', () => {
  it('has every id of the contract in its unit, and more at will', () => {
    const units = new Map(metrics.map(({ id, unit }) => [id, unit]));
    for (const [id, unit] of Object.entries(contract)) expect(units.get(id), id).toBe(unit);
  });
  it('has ids that differ and questions that are some', () => {
    expect(new Set(metrics.map(({ id }) => id)).size).toBe(metrics.length);
    for (const { id, question } of metrics) expect(question, id).toMatch(/^[A-Z].*\?$/);
  });
});

describe('every metric', () => {
  let empty: Warehouse;
  let one: Warehouse;
  let two: Warehouse;
  beforeAll(async () => {
    [empty, one, two] = await Promise.all([emptyWarehouse(), emptyWarehouse(), emptyWarehouse()]);
    await fill(one);
    await fill(two, 2);
  });
  afterAll(() => Promise.all([empty, one, two].map((warehouse) => warehouse.close())));

  it('says no data with its own reason on an empty lake', async () => {
    const found = await evaluate(whole(), contextOf(empty, { watermark_s: null }));
    for (const metric of metrics) {
      const own = found.filter((answer) => answer.metric === metric.id);
      expect(own.length, metric.id).toBeGreaterThan(0);
      for (const { value } of own) expect(value, metric.id).toMatchObject({ status: 'no_data' });
      const [first] = own;
      const [table] = metric.requires;
      if (table !== undefined)
        expect(first?.value, metric.id).toEqual({ status: 'no_data', reason: `no_input:${table}` });
      else expect(metric.no_data, metric.id).toContain((first!.value as { reason: string }).reason);
    }
  });

  it('is known, or says why not, on a small organisation', async () => {
    const found = await evaluate(whole(), contextOf(one));
    const unknown = found.filter(({ value }) => value.status !== 'known').map(shownBy);
    expect(unknown).toEqual([
      'backlog_forecast {} no_data below_minimum_n',
      'renewal_rate_supported {"part":"some_unresolved"} no_data zero_denominator',
      'staff_required {} no_data below_minimum_n',
      'support_contribution_index {} no_data not_defined',
      'volume_forecast {} no_data below_minimum_n',
    ]);
    for (const answer of found) {
      const json = toJson(answer) as { readonly value: number | null };
      expect(answer.value.status === 'known' ? Number.isFinite(json.value) : json.value === null, shownBy(answer)).toBe(
        true,
      );
    }
  });

  it('can be cut by each of its dimensions; the segments of a plain count add up to the whole', async () => {
    const plain = new Set([
      'ticket_volume',
      'issues_handled',
      'requirements_raised',
      'fundamentals_count',
      'answers_delivered',
    ]);
    const asks = metrics.flatMap((metric) =>
      metric.dimensions.map((dimension) => ({ metric, period: week39, by: [dimension] })),
    );
    const found = await evaluate(asks, contextOf(one));
    const totals = await evaluate(whole(), contextOf(one));
    /** Cut no further than the tables know; no promise runs, no customer is at risk, and for a forecast there are too few weeks, of any segment. */
    const uncut = new Set([
      'account_exposure',
      'cac',
      'romi',
      'promises_at_risk',
      'backlog_forecast',
      'staff_required',
      'volume_forecast',
    ]);
    for (const { metric, by } of asks) {
      const [dimension] = by as [Dimension];
      const own = found.filter((answer) => answer.metric === metric.id && dimension in answer.segment);
      if (!uncut.has(metric.id) && !['part', 'group_dimension', 'scenario', 'tool'].includes(dimension))
        expect(own.length, `${metric.id} by ${dimension}`).toBeGreaterThan(0);
      if (!plain.has(metric.id)) continue;
      const values = own.filter(({ segment }) => segment.part === undefined).map(({ value }) => value);
      const sum = values.reduce((all, value) => all + (value.status === 'known' ? value.value : NaN), 0);
      const total = totals.find((answer) => answer.metric === metric.id && answer.segment.part === undefined)!.value;
      expect(sum, `${metric.id} by ${dimension}`).toBe(total.status === 'known' ? total.value : NaN);
    }
  });

  it('doubles totals and leaves rates, means and medians when everything is there twice', async () => {
    /** Type 7 lies between two rows: with every row twice the 80th percentile of few rows lies between others. */
    const interpolated = new Set(['dts_p80', 'frt_p80']);
    const asks = whole().filter(({ metric }) => !interpolated.has(metric.id) && metric.id !== 'bad_rate_individual');
    const [single, double] = await Promise.all([evaluate(asks, contextOf(one)), evaluate(asks, contextOf(two))]);
    /** Counts of kinds, ratios counted as such, and what is shared by both copies do not double. */
    const stays = new Set([
      'channels_used',
      'contact_rate',
      'contact_rate_orders',
      'service_efficiency',
      'output_per_effort',
      'handoff_coefficient',
      'effectiveness_quality',
      'channel_performance',
      'delivery_efficiency',
      'cost_per_case',
      'cost_per_ticket',
      'cost_per_resolution_blended',
      'cost_per_ai_resolution',
      'cac',
      'clv',
      'nps',
    ]);
    for (const [i, before] of single.entries()) {
      const after = double[i]!;
      expect(shownBy(after)).toBe(shownBy(before));
      if (before.value.status !== 'known' || after.value.status !== 'known') continue;
      const isTotal =
        ['count', 'currency', 'days', 'points'].includes(before.unit) &&
        !stays.has(before.metric) &&
        !/mix_adjusted/.test(before.metric);
      expect(after.value.value, shownBy(before)).toBeCloseTo(before.value.value * (isTotal ? 2 : 1), 8);
    }
  });

  it('asks only what both engines understand alike: Trino grammar, allowed functions, no division, no zone', async () => {
    const ran: Ran[] = [];
    const past = { as_of_s: at('Thu 09:00') };
    for (const context of [contextOf(one), contextOf(one, past), contextOf(one, { refine_above: 0 })])
      await evaluate(whole(), context, ran);
    const cuts = metrics.flatMap((metric) =>
      metric.dimensions.map((dimension) => ({ metric, period: week39, by: [dimension] })),
    );
    await evaluate(cuts, contextOf(one), ran);
    const history = [week39, ...previousN(week39, 3)].flatMap((period) =>
      [catalogue.backlog, catalogue.fdr24h, catalogue.dtsP80].map((metric) => ({
        metric,
        period,
        by: [],
        companions: false,
      })),
    );
    await evaluate(history, contextOf(one), ran);
    const texts = new Map(ran.map(({ sql, name }) => [sql, name]));
    expect(texts.size).toBeGreaterThan(50);
    for (const [sql, name] of texts) {
      expectTrinoGrammar(sql, name);
      expectPortable(sql, name);
      expect(sql.replaceAll(/'(?:[^']|'')*'/g, "''"), name).not.toMatch(/\/|\bAT TIME ZONE\b|\bavg\s*\(|approx_/i);
      expect(Buffer.byteLength(sql), name).toBeLessThan(262_144);
    }
  });

  it('joins by keys: no statement compares each row of one table with each of another', async () => {
    const ran: Ran[] = [];
    const past = { as_of_s: at('Thu 09:00') };
    for (const context of [contextOf(two), contextOf(two, past)]) await evaluate(whole(), context, ran);
    const nested: string[] = [];
    for (const sql of new Set(ran.map((each) => each.sql))) {
      const plan = await two.query('plan', `EXPLAIN ${sql}`);
      if (/NL_JOIN|NESTED_LOOP_JOIN/.test(String(plan.rows[0]?.[1]))) nested.push(sql);
    }
    expect(nested.map((sql) => sql.slice(-300))).toEqual([]);
  });

  it('gives the same numbers when percentiles are refined in two passes', async () => {
    const [arrays, refined] = await Promise.all([
      evaluate(whole(), contextOf(two)),
      evaluate(whole(), contextOf(two, { refine_above: 0 })),
    ]);
    expect(refined).toEqual(arrays);
  });

  it('gives the same numbers for a week asked alone or in a history, also beside a period that overlaps it', async () => {
    const periods = [week39, ...previousN(week39, 5), period('2026-08-24..2026-09-21'), period('2026-09')];
    const history = periods.flatMap((one) =>
      [catalogue.backlog, catalogue.ticketVolume, catalogue.dtsP50].flatMap((metric) =>
        [[], ['channel' as const]].map((by) => ({ metric, period: one, by, companions: false })),
      ),
    );
    const together = await evaluate(history, contextOf(one));
    const alone = await Promise.all(history.map((ask) => evaluate([ask], contextOf(one))));
    expect(together).toEqual(alone.flat());
  });

  it('gives the same numbers whether asked alone or together', async () => {
    const together = await evaluate(whole(), contextOf(one));
    const some = whole().filter((_, i) => i % 6 === 0);
    const alone = await Promise.all(some.map((ask) => evaluate([ask], contextOf(one))));
    const ids = new Set(some.map(({ metric }) => metric.id));
    expect(alone.flat()).toEqual(together.filter(({ metric }) => ids.has(metric)));
  });
});
