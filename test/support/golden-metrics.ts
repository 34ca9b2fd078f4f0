import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Table, Value } from '../../shared/lake/table.ts';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import { evaluate, type MeasureContext, type Measured } from '../../shared/metrics/evaluate.ts';
import type { Dimension, Known } from '../../shared/metrics/value.ts';
import type { Period } from '../../shared/period.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { at, configurationOf, day, period } from './lake.ts';
import { clear, emptyWarehouse, insert } from './warehouse.ts';

/** The vectors of golden.json of kind metric, by theme: each theme has a file in test/metrics/golden. */
export const themes = {
  effort: [
    'work_ability_example',
    'agent_utilization_example',
    'team_week',
    'capacity_promotion',
    'actual_person_days_example',
    'effective_person_days_example',
    'business_involvement_example',
    'business_involvement_normalised_example',
    'work_efficiency_example',
  ],
  headcount: ['headcount_mean', 'attrition', 'service_efficiency', 'output_per_effort'],
  cohorts: [
    'fdr_24h_example',
    'fdr_24h_strict',
    'fdr_24h_partly_immature',
    'fdr_24h_ripe',
    'fdr_24h_all_immature',
    'fdr_24h_empty',
    'fdr_24h_dst_day',
    'resolution_rate_family',
    'fcr_window',
    'reopen_rate_window',
  ],
  tickets: [
    'backlog_identity',
    'backlog_identity_many_cycles',
    'handoff_rate_and_coefficient',
    'independent_closure',
    'customers_do_not_add',
    'frt_unanswered',
    'aht',
  ],
  mix: ['simpson_reversal', 'mix_only_change', 'within_only_change', 'mix_group_missing'],
  ratings: [
    'nps_30',
    'nps_all_promoters',
    'nps_negative',
    'csat_top2',
    'csat_scale_7',
    'good_bad_rates',
    'good_rate_one_answer',
    'bad_rate_individual_product',
    'ces_reversed_scale',
    'survey_latest_wins',
  ],
  money: ['ledger_tie_out', 'fx_conversion', 'support_roi'],
  knowledge: [
    'churn_and_retention',
    'kano_score',
    'fundamentals_score',
    'innovation_score',
    'tool_interception',
    'smart_interception',
    'self_service_usage',
  ],
} as const;
export type Theme = keyof typeof themes;

const { vectors } = JSON.parse(readFileSync(new URL('../fixtures/golden.json', import.meta.url), 'utf8')) as {
  vectors: readonly { case: string; kind: string; input: never; expect: never }[];
};
export const metricVectors: readonly string[] = vectors.filter(({ kind }) => kind === 'metric').map((one) => one.case);

export const metricsById = new Map((Object.values(catalogue) as Metric[]).map((metric) => [metric.id, metric]));
export const september = period('2026-09');
export const monday = day('2026-09-21');
export type Rows = readonly Readonly<Record<string, Value | undefined>>[];
/** Hits and members of each group of a cohort. */
export type Groups = Record<string, [hits: number, n: number]>;

/** A row of the roster: a full post since the beginning of the year, but for what the vector says. */
export const person = (fields: Readonly<Record<string, Value>>) => ({
  role: 'support',
  fte_milli: 1000,
  start_day: day('2026-01-01'),
  ...fields,
});

/**
 * A lake for the vectors of one theme: each on an empty one, as rows and through real SQL. Expected values were computed elsewhere.
 * Adds a test that the file runs all vectors of its theme.
 */
export function goldenLake(theme: Theme) {
  let warehouse: Warehouse;
  const done = new Set<string>();
  beforeAll(async () => {
    warehouse = await emptyWarehouse();
  });
  beforeEach(() => clear(warehouse));
  afterAll(() => warehouse.close());

  const put = (table: Table, rows: Rows) =>
    insert(
      warehouse,
      table,
      rows.map((row) => ({ source: 'helpdesk', version_key: '1', ...row })),
    );
  const ask = async (
    ids: readonly string[],
    options: {
      readonly as_of?: string;
      readonly over?: Period;
      readonly by?: Dimension[];
      readonly more?: Record<string, unknown>;
    } = {},
  ): Promise<readonly Measured[]> => {
    const context: MeasureContext = {
      warehouse,
      as_of_s: at(options.as_of ?? '2026-12-31T00:00:00Z'),
      watermark_s: at('2026-09-01T00:00:00Z'),
      ...configurationOf(options.more ?? {}),
    };
    return evaluate(
      ids.map((id) => ({ metric: metricsById.get(id)!, period: options.over ?? september, by: options.by ?? [] })),
      context,
    );
  };
  const known = (found: Measured | undefined): Known => {
    expect(found?.value, JSON.stringify(found?.extras)).toMatchObject({ status: 'known' });
    return found!.value as Known;
  };
  const values = async (...parameters: Parameters<typeof ask>) =>
    (await ask(...parameters)).map((one) => known(one).value);
  /** Runs the vectors of these names, each on an empty lake. */
  const each = <I, E>(names: readonly string[], run: (input: I, expected: E) => Promise<void>): void => {
    for (const name of names) {
      const vector = vectors.find((one) => one.case === name)!;
      done.add(name);
      // oxlint-disable-next-line vitest/expect-expect
      it(name, () => run(vector.input as I, vector.expect as E));
    }
  };
  const near = (found: number | null | undefined, expected: number): void => expect(found).toBeCloseTo(expected, 9);

  it('leave none of the theme out', () => {
    expect([...done].sort()).toEqual([...themes[theme]].sort());
  });
  return { put, ask, known, values, each, near };
}
