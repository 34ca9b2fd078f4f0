import type { Cadence } from '../config/cadence.ts';
import type { Metric } from '../metrics/model.ts';
import type { Measured } from '../metrics/evaluate.ts';
import type { MetricValue, Segment } from '../metrics/value.ts';
import type { Period } from '../period.ts';
import type { Goal, ReportFacts } from './facts.ts';
import { formatOf } from './format.ts';
import { alone, type Jury } from './jury.ts';
import { meanOf, pooled, readingOf } from './reading.ts';
import type { Reading, View } from './section.ts';
import { wordsOf } from './words/words.ts';

/** How a report of this cadence sees its facts. Without the jury of a mail each number is judged alone. */
export function viewOf(facts: ReportFacts, cadence: Cadence, jury: Jury = alone): View {
  const locale = facts.configuration.locale ?? facts.organisation.locale;
  const measured = new Map<string, Measured>(
    facts.measured.map((item) => [keyOf(item.metric, item.period.id, item.segment), item]),
  );
  const readings = new Map<string, Reading>();
  const found = (metric: Metric, segment: Segment, period: Period): Measured | undefined =>
    measured.get(keyOf(metric.id, period.id, segment));
  const first_s = firstData_s(facts);
  const value = (metric: Metric, segment: Segment = {}, period: Period = facts.periods.now): MetricValue =>
    period.end_s <= first_s ? beforeData : (found(metric, segment, period)?.value ?? notMeasured);

  return {
    facts,
    cadence,
    words: wordsOf(locale),
    format: formatOf(locale, facts.organisation.time_zone, facts.organisation.currency),
    value,
    extra: (metric, name, segment = {}, period = facts.periods.now) =>
      found(metric, segment, period)?.extras[name] ?? null,
    reading: (metric, segment = {}) => {
      const key = keyOf(metric.id, '', segment);
      const known = readings.get(key) ?? reading({ metric, segment, facts, cadence, found, value }, jury);
      readings.set(key, known);
      return known;
    },
    stands: (key, { p }, weight) => jury({ key, p, weight }),
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

/** A row of a table is one of many: together they weigh like a number or two. */
const rowWeight = 1 / 8;

/** Names a number, of one period or of all. */
export const keyOf = (metric: string, period: string, segment: Segment): string =>
  `${metric}|${period}|${Object.entries(segment)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([dimension, name]) => `${dimension}=${name}`)
    .join('&')}`;

/** A count of 0 before the first data is no 0: nobody was there to count. */
const beforeData: MetricValue = { status: 'no_data', reason: 'empty_population' };

/** The start of the first period, of the length of the reported one, about which any number is known to have a member. */
export function firstData_s({ periods, measured }: Pick<ReportFacts, 'periods' | 'measured'>): number {
  return measured.reduce(
    (first_s, { period, value }) =>
      period.kind === periods.now.kind && value.status !== 'no_data' && value.n > 0
        ? Math.min(first_s, period.start_s)
        : first_s,
    periods.now.start_s,
  );
}

interface Asked {
  readonly metric: Metric;
  readonly segment: Segment;
  readonly facts: ReportFacts;
  readonly cadence: Cadence;
  readonly found: (metric: Metric, segment: Segment, period: Period) => Measured | undefined;
  readonly value: View['value'];
}

function reading({ metric, segment, facts, cadence, found, value }: Asked, jury: Jury): Reading {
  const weight = Object.keys(segment).length === 0 ? 1 : rowWeight;
  const { periods } = facts;
  const all = periods.history.map((period) => ({ period, value: value(metric, segment, period) }));
  const upTo = all.slice(0, lastRipe(all.map((item) => item.value)) + 1);
  const last = upTo.at(-1) ?? { period: periods.now, value: value(metric, segment) };
  const isNow = last.period.id === periods.now.id;
  const earlier = upTo.slice(0, -1).map((item) => item.value);
  const before =
    cadence === 'weekly'
      ? (baselineOf(metric, segment, earlier, isNow, facts, value) ?? notMeasured)
      : isNow
        ? value(metric, segment, periods.baseline)
        : (earlier.at(-1) ?? notMeasured);
  const above = upTo.map(({ period }) => {
    const counted = found(metric, segment, period)?.extras['above'];
    return typeof counted === 'number' ? counted : null;
  });
  return {
    period: last.period,
    ...readingOf(
      {
        metric,
        segment,
        now: last.value,
        before,
        history: upTo.map((item) => item.value),
        above,
        goal: goalOf(metric, segment, facts.goals, cadence),
        cadence,
      },
      ({ p }) => jury({ key: keyOf(metric.id, '', segment), p, weight }),
    ),
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

/** The goal for reports of this cadence; where there is none that of the quarter, against which a week shows its pace. */
export function goalOf(metric: Metric, segment: Segment, goals: readonly Goal[], cadence: Cadence): Goal | null {
  const own = goals.filter((goal) => keyOf(goal.metric, '', goal.segment) === keyOf(metric.id, '', segment));
  return own.find((goal) => cadenceOf(goal) === cadence) ?? own.find((goal) => cadenceOf(goal) === 'quarterly') ?? null;
}
export const cadenceOf = ({ cadence }: Goal): Cadence => cadence ?? 'quarterly';
