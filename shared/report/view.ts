import type { Metric } from '../metrics/definition.ts';
import type { Measured } from '../metrics/evaluate.ts';
import type { MetricValue, Segment } from '../metrics/value.ts';
import type { Period } from '../period.ts';
import type { Goal, ReportFacts } from './facts.ts';
import { formatOf } from './format.ts';
import { meanOf, pooled, readingOf } from './reading.ts';
import type { Reading, View } from './section.ts';
import { wordsOf } from './words/words.ts';

/** How a report of this cadence sees its facts. */
export function viewOf(facts: ReportFacts, cadence: 'weekly' | 'quarterly'): View {
  const locale = facts.configuration.locale ?? facts.organisation.locale;
  const measured = new Map<string, Measured>(
    facts.measured.map((item) => [keyOf(item.metric, item.period.id, item.segment), item]),
  );
  const found = (metric: Metric, segment: Segment, period: Period): Measured | undefined =>
    measured.get(keyOf(metric.id, period.id, segment));
  const value = (metric: Metric, segment: Segment = {}, period: Period = facts.periods.now): MetricValue =>
    found(metric, segment, period)?.value ?? notMeasured;

  return {
    facts,
    cadence,
    words: wordsOf(locale),
    format: formatOf(locale, facts.organisation.time_zone, facts.organisation.currency),
    value,
    extra: (metric, name, segment = {}, period = facts.periods.now) =>
      found(metric, segment, period)?.extras[name] ?? null,
    reading: (metric, segment = {}) => reading(metric, segment, facts, cadence, value),
    cut: (metric, dimension, period = facts.periods.now) =>
      facts.measured
        .filter(
          (item) =>
            item.metric === metric.id && item.period.id === period.id && Object.keys(item.segment).join() === dimension,
        )
        .map((item) => ({ key: item.segment[dimension] ?? 'unknown', value: item.value }))
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)),
    rows: (list) => facts.lists[list.id] ?? [],
  };
}

/** Nothing was asked for, because the metric cannot be cut that way: no number, never 0. */
const notMeasured: MetricValue = { status: 'no_data', reason: 'not_defined' };

const keyOf = (metric: string, period: string, segment: Segment): string =>
  `${metric}|${period}|${Object.entries(segment)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([dimension, name]) => `${dimension}=${name}`)
    .join('&')}`;

function reading(
  metric: Metric,
  segment: Segment,
  facts: ReportFacts,
  cadence: 'weekly' | 'quarterly',
  value: View['value'],
): Reading {
  const all = facts.periods.history.map((period) => ({ period, value: value(metric, segment, period) }));
  const upTo = all.slice(0, lastRipe(all.map((item) => item.value)) + 1);
  const last = upTo.at(-1) ?? { period: facts.periods.now, value: value(metric, segment) };
  const isNow = last.period.id === facts.periods.now.id;
  const earlier = upTo.slice(0, -1).map((item) => item.value);
  return {
    period: last.period,
    ...readingOf({
      metric,
      segment,
      now: last.value,
      before:
        cadence === 'quarterly'
          ? (earlier.at(-1) ?? notMeasured)
          : (baselineOf(metric, segment, earlier, isNow, facts, value) ?? notMeasured),
      history: upTo.map((item) => item.value),
      goal: goalOf(metric, segment, facts.goals),
      cadence,
    }),
  };
}

/**
 * The newest period that can be read: the reported one, unless less than half of its cohort is ripe and an earlier one is
 * complete; then that one is shown, under its own name.
 */
function lastRipe(values: readonly MetricValue[]): number {
  const newest = values.at(-1);
  if (newest?.status !== 'immature' || newest.n >= newest.unripe) return values.length - 1;
  const ripe = values.findLastIndex((value) => value.status === 'known');
  return ripe < 0 ? values.length - 1 : ripe;
}

/** Four weeks before: rates pooled by their counts, percentiles measured over the four weeks together, counts as the mean of four. */
function baselineOf(
  metric: Metric,
  segment: Segment,
  earlier: readonly MetricValue[],
  isNow: boolean,
  facts: ReportFacts,
  value: View['value'],
): MetricValue | null {
  const four = earlier.slice(-4);
  if (four.length < 4) return null;
  if (metric.unit === 'rate' || metric.interval !== 'none') return pooled(four);
  if (metric.unit === 'seconds') return isNow ? value(metric, segment, facts.periods.baseline) : null;
  return meanOf(four);
}

const goalOf = (metric: Metric, segment: Segment, goals: readonly Goal[]): Goal | null =>
  goals.find((goal) => keyOf(goal.metric, '', goal.segment) === keyOf(metric.id, '', segment)) ?? null;
