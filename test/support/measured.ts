import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Table, Value } from '../../shared/lake/table.ts';
import * as lake from '../../shared/lake/tables.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import { evaluate, type Ask, type MeasureContext, type Measured } from '../../shared/metrics/evaluate.ts';
import type { Period } from '../../shared/period.ts';
import type { Dimension, MetricValue, Segment } from '../../shared/metrics/value.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { at, configurationOf, flowOf, week39 } from './lake.ts';
import { clear, emptyWarehouse, insert } from './warehouse.ts';

type Given = Readonly<Record<string, Value | undefined>>;
export interface Options {
  readonly period?: Period;
  readonly by?: readonly Dimension[];
  readonly where?: Segment;
  readonly as_of?: string;
  readonly newest?: string;
  readonly configuration?: Record<string, unknown>;
  readonly more?: Partial<MeasureContext>;
}

/** A lake for the tests of one file: empty before each, rows put in as written, metrics through real SQL. */
export function testLake() {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await emptyWarehouse();
  });
  beforeEach(() => clear(warehouse));
  afterAll(() => warehouse.close());
  const context = (options: Options = {}): MeasureContext => ({
    warehouse,
    as_of_s: at(options.as_of ?? '2027-05-01T00:00:00Z'),
    watermark_s: at(options.newest ?? options.as_of ?? '2026-10-15T00:00:00Z'),
    ...configurationOf(options.configuration ?? {}),
    ...options.more,
  });
  const ask = (metric: Metric, options: Options = {}): Ask => ({
    metric,
    period: options.period ?? week39,
    by: options.by ?? [],
    ...(options.where === undefined ? {} : { where: options.where }),
  });
  return {
    context,
    ask,
    put: (table: Table, rows: readonly Given[]) =>
      insert(
        warehouse,
        table,
        rows.map((row) => ({ source: 'helpdesk', version_key: '1', ...row })),
      ),
    /** Tickets with the steps of the backlog that their times imply. */
    async tickets(rows: readonly Given[]) {
      await insert(warehouse, lake.tickets, rows);
      await insert(warehouse, lake.ticketFlow, flowOf(rows));
    },
    all: (metric: Metric, options: Options = {}): Promise<readonly Measured[]> =>
      evaluate([ask(metric, options)], context(options)),
    async value(metric: Metric, options: Options = {}): Promise<MetricValue> {
      const [first] = await evaluate([ask(metric, options)], context(options));
      return first!.value;
    },
    async extras(metric: Metric, options: Options = {}) {
      const [first] = await evaluate([ask(metric, options)], context(options));
      return first!.extras;
    },
    /** Values by the one asked dimension, or by part. */
    async byOne(metric: Metric, dimension: Dimension, options: Options = {}) {
      const found = await evaluate([ask(metric, { ...options, by: [dimension] })], context(options));
      return Object.fromEntries(
        found.map(({ segment, value }) => [
          segment[dimension],
          value.status === 'known' ? value.value : value.status === 'no_data' ? value.reason : value.provisional,
        ]),
      );
    },
  };
}
