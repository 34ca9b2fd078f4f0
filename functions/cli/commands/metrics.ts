import { measuring, metricsById } from '../../../shared/run/measure.ts';
import { measuredAsOf, sourceRecords } from '../../../shared/run/coverage.ts';
import { meaningOf } from '../../../shared/knowledge/doubt.ts';
import { nearest } from '../../../shared/nearest.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Metric } from '../../../shared/metrics/model.ts';
import {
  evaluate,
  isRunning,
  toJson,
  type Ask,
  type Measured,
  type MeasureContext,
} from '../../../shared/metrics/evaluate.ts';
import { dimensions, type Dimension, type Known } from '../../../shared/metrics/value.ts';
import { lastComplete, parsePeriod, previous, type Period } from '../../../shared/period.ts';
import { reasonText } from '../../../shared/report/phrases.ts';
import { wordsOf } from '../../../shared/report/words/words.ts';
import { formatOf, type Format } from '../../../shared/report/format.ts';
import { leastForInterval } from '../../../shared/stats/percentile-interval.ts';
import type { Arguments, Command } from '../command.ts';
import { otherRules, withHome, type Home } from '../home.ts';
import { momentIn } from '../../../shared/time/moment.ts';
import { localTime, parseInstant } from '../instant.ts';
import { columns, print, say, table } from '../terminal.ts';
import { wrapped } from '../../../shared/wrapped.ts';

/** A metric by id. @throws UsageError that suggests the nearest */
export function metricNamed(id: string): Metric {
  const metric = metricsById.get(id);
  if (metric !== undefined) return metric;
  const hint = nearest(id, [...metricsById.keys()]);
  throw new UsageError(
    `Metric: found "${id}", expected one of the ${metricsById.size} ids of the catalogue${hint === undefined ? '' : `; did you mean ${hint}?`} (casebook metrics --list shows all).`,
  );
}

/** A dimension by name. @throws UsageError that names the option and suggests the nearest */
export function dimensionNamed(name: string, option: string): Dimension {
  if ((dimensions as readonly string[]).includes(name)) return name as Dimension;
  const hint = nearest(name, dimensions);
  throw new UsageError(
    `${option}: found "${name}", expected dimensions such as ${dimensions.slice(0, 9).join(', ')}${hint === undefined ? '' : `; did you mean ${hint}?`}`,
  );
}

/** The metrics among these that have all of these cuts. @throws UsageError when none has */
export function thatCanBeCut(chosen: readonly Metric[], by: readonly Dimension[]): readonly Metric[] {
  const cut = chosen.filter((metric) => by.every((dimension) => metric.dimensions.includes(dimension)));
  if (cut.length > 0 || by.length === 0) return cut;
  throw new UsageError(
    `${chosen.map(({ id }) => id).join(', ')} cannot be cut by ${by.join(' and ')}; it can be cut by ${[...new Set(chosen.flatMap(({ dimensions: own }) => own))].join(', ') || 'nothing'}.`,
  );
}

/** The period asked for, else the last complete week; and the context as of the instant asked for, else now. */
export async function asked(
  given: Pick<Arguments, 'one'>,
  home: Home,
): Promise<{ readonly period: Period; readonly context: MeasureContext }> {
  await sayOtherRules(home);
  const instant = given.one('as-of');
  const now_s = home.ports.clock.now_s();
  const asked_s = instant === undefined ? now_s : parseInstant(instant, home.configuration.organisation.time_zone);
  const records = await sourceRecords(home.configuration, home.ports.state);
  const as_of_s = measuredAsOf(asked_s, records);
  const { time_zone: zone, fiscal_year_start_month } = home.configuration.organisation;
  const text = given.one('period');
  const period =
    text === undefined
      ? lastComplete('week', asked_s, { zone, fiscal_year_start_month })
      : parsePeriod(text, { zone, fiscal_year_start_month, now_s: asked_s });
  return { period, context: await measuring(home.ports, home.configuration, as_of_s, { records, asked_s }) };
}

/** A changed configuration is not yet that of the numbers. */
export async function sayOtherRules(home: Home): Promise<void> {
  const text = await otherRules(home);
  if (text !== undefined) say(wrapped(`Note: ${text}.`, columns()).join('\n'));
}

const periodOption = {
  takes: 'P',
  help: '2026-W39, 2026-09, 2026-Q3, 2026-09-01..2026-10-01 or all (default: the last complete week)',
};
const asOfOption = { takes: 'T', help: 'count only what was known at this instant, such as 2026-09-28T06:00:00Z' };

export const metrics: Command = {
  takes: '',
  options: {
    metric: { takes: 'ID', several: true, help: 'metric (default: all)' },
    period: periodOption,
    by: { takes: 'DIM,...', several: true, help: `cut by dimensions: ${dimensions.slice(0, 13).join(', ')}, ...` },
    'as-of': asOfOption,
    json: { help: 'the array of contract 4.2, to stdout' },
    list: { help: 'lists the ids with their titles' },
  },
  examples: [
    ['casebook metrics --list', 'every metric with its unit and title'],
    ['casebook metrics --metric fcr,dts_p50 --by team --period 2026-09', 'two numbers of a month, by team'],
    ['casebook metrics --period all --json | jq .', 'everything, for a script'],
  ],
  run: async (given) => {
    if (given.flag('list')) {
      print(
        table(
          ['metric', 'unit', 'title'],
          [...metricsById.values()].map(({ id, unit, title }) => [id, unit, title]),
        ),
      );
      return 0;
    }
    const chosen = given.many('metric').length > 0 ? given.many('metric').map(metricNamed) : [...metricsById.values()];
    const by = given.many('by').map((name) => dimensionNamed(name, '--by'));
    return withHome(given, 'read', async (home) => {
      const { period, context } = await asked(given, home);
      const cut = thatCanBeCut(chosen, by);
      const left = chosen.filter((metric) => !cut.includes(metric));
      if (left.length > 0 && given.many('metric').length > 0)
        say(`Left out, because they cannot be cut by ${by.join(' and ')}: ${left.map(({ id }) => id).join(', ')}.`);
      const before = given.flag('json') ? [] : periodsBefore(period);
      const all = await evaluate(
        [
          ...cut.map((metric): Ask => ({ metric, period, by })),
          ...before.flatMap((one) => cut.map((metric): Ask => ({ metric, period: one, by, companions: false }))),
        ],
        context,
      );
      const measured = all.filter((one) => one.period.id === period.id);
      const reach = shortReach(measured, home, context);
      if (reach !== undefined) say(`Note: ${reach}`);
      const failed = failures(measured);
      for (const text of failed) say(text);
      if (given.flag('json')) print(JSON.stringify(measured.map(toJson), null, 1));
      else print(readable(measured, home, context, courseOf(all, [...before, period])));
      return failed.length === 0 ? 0 : 1;
    });
  },
};

/** How far the sources are read, where a number is missing because of it. */
export const shortReach = (
  measured: readonly Measured[],
  { configuration }: Pick<Home, 'configuration'>,
  context: MeasureContext,
): string | undefined =>
  measured.some(({ value }) => value.status === 'no_data' && value.reason === 'incomplete_source')
    ? `${reachText(context, configuration.organisation.time_zone)}. casebook pull reads on.`
    : undefined;
/** Why numbers failed, one line each. */
export const failures = (measured: readonly Measured[]): readonly string[] =>
  measured
    .filter(({ value }) => value.status === 'no_data' && value.reason === 'failed')
    .map(({ metric, extras }) => `${metric}: ${String(extras.why)}`);

/** How far each source is read. */
const reachText = ({ reach = [] }: MeasureContext, zone: string): string =>
  reach
    .map(({ source, complete_until_s }) =>
      complete_until_s === 0
        ? `${source} was never read to its end`
        : `${source} is read up to ${momentIn(zone)(complete_until_s)}`,
    )
    .join('; ');

/** How many periods the small course of a number has. */
const courseLength = 8;

/** The periods before one that repeats, ascending. */
function periodsBefore(period: Period): readonly Period[] {
  const found: Period[] = [];
  if (period.kind === 'all' || period.kind === 'range') return found;
  for (let at = previous(period); at !== undefined && found.length < courseLength - 1; at = previous(at))
    found.unshift(at);
  return found;
}

const steps = '▁▂▃▄▅▆▇█';
/** A number of the periods up to the one asked for, from its lowest to its highest; a dot where it is not known. */
function courseOf(all: readonly Measured[], periods: readonly Period[]): (of: Measured) => string {
  const keyOf = (metric: string, segment: Measured['segment'], period: string): string =>
    JSON.stringify([metric, Object.entries(segment).sort(([a], [b]) => (a < b ? -1 : 1)), period]);
  const known = new Map(
    all.flatMap(({ metric, segment, period, value }) =>
      value.status === 'known' ? [[keyOf(metric, segment, period.id), value.value] as const] : [],
    ),
  );
  return ({ metric, segment }) => {
    const values = periods.map(({ id }) => known.get(keyOf(metric, segment, id)));
    const told = values.filter((value) => value !== undefined);
    if (told.length < 2) return '';
    const [low, high] = [Math.min(...told), Math.max(...told)];
    const step = (value: number): string =>
      steps[high === low ? 3 : Math.round(((value - low) / (high - low)) * (steps.length - 1))] ?? '';
    return values.map((value) => (value === undefined ? '·' : step(value))).join('');
  };
}

/** One line an element, with the words a person needs. */
function readable(
  measured: readonly Measured[],
  home: Home,
  context: MeasureContext,
  course: (of: Measured) => string,
): string {
  const { locale, time_zone, currency } = home.configuration.organisation;
  const format = formatOf(locale, time_zone, currency);
  const hasLost = measured.some(({ not_told }) => not_told !== undefined);
  const rows = measured.map((one) => {
    const { metric, segment, value, not_told } = one;
    const lost = hasLost ? [not_told === undefined ? '' : String(not_told)] : [];
    const cut = Object.entries(segment)
      .map(([name, of]) => `${name}=${of}`)
      .join(' ');
    if (value.status === 'no_data')
      return [metric, cut, 'no data', course(one), reasonText(value.reason, wordsOf(locale)), '', '', ...lost];
    const number = value.status === 'known' ? value.value : value.provisional;
    const note =
      value.status === 'immature'
        ? `provisional, ${value.unripe} too new`
        : rangeText(metricNamed(metric), value, (end) => amountText(one, end, format));
    return [
      metric,
      cut,
      number === null ? 'n/a' : amountText(one, number, format),
      course(one),
      note,
      String(value.n),
      ratio(value),
      ...lost,
    ];
  });
  const period = measured[0]?.period;
  const head =
    period === undefined ? '' : `${period.id}: ${format.range(period)}${runningText(period, context, time_zone)}\n\n`;
  return (
    head +
    table(['metric', 'segment', 'value', 'course', '95 % range', 'n', 'of', ...(hasLost ? ['not told'] : [])], rows) +
    careText(measured)
  );
}

/** A number as text; where times are days alone, less than one day is all that is known of a short one. */
export const amountText = ({ unit, metric, doubts = [] }: Measured, amount: number, format: Format): string =>
  unit === 'seconds' && amount < 86_400 && doubts.includes('days_only')
    ? 'under 1 day'
    : format.value(unit, amount, metric);

/** Says of a period that is not over that it still runs, and up to when it is counted. */
export const runningText = (
  period: Period,
  context: Pick<MeasureContext, 'as_of_s' | 'asked_s'>,
  zone: string,
): string => (isRunning(period, context) ? `, still running: counted up to ${localTime(context.as_of_s, zone)}` : '');

/** Each reason not to trust numbers, with the numbers that it touches. */
export function cares(measured: readonly Measured[]): readonly string[] {
  const touched = new Map<string, Set<string>>();
  for (const { metric, doubts = [] } of measured)
    for (const id of doubts) touched.set(id, (touched.get(id) ?? new Set()).add(metric));
  return [...touched].map(([id, metrics]) => `${[...metrics].join(', ')}: ${meaningOf(id)}.`);
}

function careText(measured: readonly Measured[]): string {
  const lines = cares(measured).flatMap((text) => wrapped(text, columns()));
  return lines.length === 0 ? '' : `\n\nRead with care\n${lines.join('\n')}`;
}

/** The 95 % interval; for a percentile of too few, from how many on there is one; empty where the metric has none. */
export function rangeText({ percentile }: Metric, { interval }: Known, shown: (end: number) => string): string {
  if (interval !== null) return interval.map(shown).join(' to ');
  return percentile === undefined ? '' : `none below n = ${leastForInterval(percentile)}`;
}

const ratio = (value: { readonly numerator: number | null; readonly denominator: number | null }): string =>
  value.numerator === null || value.denominator === null
    ? ''
    : [value.numerator, value.denominator].map((part) => Number(part.toFixed(2))).join(' / ');

export { asOfOption, periodOption };
