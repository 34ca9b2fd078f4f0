import { mixAdjusted } from '../../stats/mix-adjusted.ts';
import { mixEffects, type Ratio } from '../../stats/mix-effects.ts';
import { periodOf, previous, type Period } from '../../period.ts';
import type { Ask, Metric, MetricQueries, Part } from '../model.ts';
import type { Extras } from '../context.ts';
import { noData } from '../outcome.ts';
import type { Dimension } from '../value.ts';
import { lastDayOf, weightedValues } from './weights.ts';

/** Numerators and denominators of a base metric by group; the ripe part of a young cohort. */
async function ratiosOf(queries: MetricQueries, ask: Ask): Promise<ReadonlyMap<string, Ratio>> {
  const [by = 'channel'] = ask.by;
  const parts = await queries.metric(ask);
  return new Map(
    parts.flatMap(({ segment, value }) =>
      value.status === 'no_data' || value.denominator === null || segment[by] === undefined
        ? []
        : [[segment[by], { numerator: value.numerator ?? 0, denominator: value.denominator }] as const],
    ),
  );
}

/** The four quarters before the fiscal year of a period, as one range. */
export function yearBefore(period: Period, fiscal_year_start_month: number): Period | undefined {
  let first = periodOf('quarter', period.start_day, { zone: period.zone, fiscal_year_start_month });
  while (!first.id.endsWith('Q1')) first = previous(first) ?? first;
  const quarters: Period[] = [];
  for (let at = previous(first); at !== undefined && quarters.length < 4; at = previous(at)) quarters.unshift(at);
  const [start, end] = [quarters[0], quarters.at(-1)];
  return start === undefined || end === undefined
    ? undefined
    : {
        ...start,
        id: `${start.id}..${end.id}`,
        kind: 'range',
        end_s: end.end_s,
        end_day: end.end_day,
      };
}

/** Fixed weights: those of the table, else the groups' shares pooled over the four quarters before the fiscal year. */
async function baselineOf(
  queries: MetricQueries,
  ask: Ask,
  dimension: Dimension,
): Promise<ReadonlyMap<string, number>> {
  const given = await weightedValues(queries, dimension, lastDayOf(queries, ask.period.end_day));
  if (given.size > 0) return given;
  const period = yearBefore(ask.period, queries.context.organisation.fiscal_year_start_month);
  if (period === undefined) return new Map();
  const ratios = await ratiosOf(queries, { ...ask, period });
  return new Map([...ratios].map(([key, { denominator }]) => [key, denominator]));
}

/** The total of a base metric at fixed weights, with the raw total and what moved it since the period before. */
export async function mixOf(queries: MetricQueries, ask: Ask, metric: Metric, dimension: Dimension): Promise<Part> {
  const base = { ...ask, metric, by: [dimension], companions: false };
  const before = previous(ask.period);
  const [groups, now, then, weights] = await Promise.all([
    queries.metric(base),
    ratiosOf(queries, base),
    before === undefined ? Promise.resolve(new Map<string, Ratio>()) : ratiosOf(queries, { ...base, period: before }),
    baselineOf(queries, base, dimension),
  ]);
  const segment = {
    base_metric: metric.id,
    ...(ask.by.includes('group_dimension') ? { group_dimension: dimension } : {}),
  };
  const adjusted = mixAdjusted(now, weights);
  const effects = mixEffects(then, now);
  const earlier = mixAdjusted(then, weights);
  const not_told = groups.reduce((sum, part) => sum + (part.not_told ?? 0), 0);
  const untold = groups.flatMap(({ value }) =>
    value.status === 'no_data' && value.reason.startsWith('not_told:') ? [value.reason] : [],
  )[0];
  const n = [...now.values()].reduce((sum, { denominator }) => sum + denominator, 0);
  const total = [...now.values()].reduce((sum, { numerator }) => sum + numerator, 0);
  const extras: Extras = {
    group_dimension: dimension,
    raw: n === 0 ? null : total / n,
    raw_before: effects?.raw[0] ?? null,
    raw_change: effects?.change ?? null,
    within_effect: effects?.within ?? null,
    mix_effect: effects?.mix ?? null,
    adjusted_before: earlier?.value ?? null,
    covered_weight_share: adjusted?.covered_weight ?? null,
    missing: adjusted?.missing.join(', ') ?? null,
    unweighted: adjusted?.unweighted.join(', ') ?? null,
    simpson_alarm: alarm(effects?.change, adjusted?.value, earlier?.value),
  };
  return {
    segment,
    unit: metric.unit,
    ...(not_told === 0 ? {} : { not_told }),
    value:
      untold !== undefined || adjusted === null
        ? noData(untold ?? 'zero_denominator')
        : { status: 'known', value: adjusted.value, n, numerator: null, denominator: null, interval: null },
    extras,
  };
}

/** 1 when the raw and the adjusted total moved in opposite directions: the raw change is then a change of mix. */
function alarm(change: number | undefined, now: number | undefined, before: number | undefined): number | null {
  if (change === undefined || now === undefined || before === undefined) return null;
  return change * (now - before) < 0 ? 1 : 0;
}
