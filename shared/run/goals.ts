import type { TargetConfiguration } from '../config/configuration.ts';
import { durationSeconds } from '../config/duration.ts';
import { ConfigurationError } from '../errors.ts';
import type { Metric } from '../metrics/model.ts';
import type { Segment, Unit } from '../metrics/value.ts';
import type { Goal } from '../report/facts.ts';
import { minorDigits } from '../lake/currency.ts';
import { parseDay } from '../time/day.ts';
import type { AnyRow } from '../lake/table.ts';

/** How many minor units one major unit of a currency has: 100 for EUR, 1 for JPY. */
export const minorPerMajor = (currency: string): number => 10 ** minorDigits(currency);

/**
 * A goal of casebook.yaml in its metric's unit: "10 h" or seconds, "72 %" or 0.72, 47.00 in major units of the currency.
 * undefined when the text is none.
 */
export function goalValue(given: number | string, unit: Unit, currency: string): number | undefined {
  const text = String(given).trim();
  const number = Number(text.replace(/\s*%$/, ''));
  if (unit === 'seconds') return durationSeconds(text) ?? (typeof given === 'number' ? given : undefined);
  if (text.endsWith('%')) return unit === 'rate' && Number.isFinite(number) ? number / 100 : undefined;
  if (!Number.isFinite(number) || text === '') return undefined;
  return unit === 'currency' ? Math.round(number * minorPerMajor(currency)) : number;
}

/**
 * What is expected of a goal that does not fit its metric: another unit, a time below 0, or a share beyond 0 to 1 (a metric whose interval is
 * Wilson's counts cases out of cases, so 900 % can only be a slip). Of an unknown metric only a goal in no unit at all is told.
 * undefined when it fits, or when the currency is none.
 */
export function goalFault(metric: Metric | undefined, given: number | string, currency: string): string | undefined {
  if (!isCurrency(currency)) return undefined;
  if (metric === undefined) {
    const fits = units.some((unit) => goalValue(given, unit, currency) !== undefined);
    return fits ? undefined : 'a number, a percentage such as 72 %, a duration such as 10 h or money such as 47.00';
  }
  const value = goalValue(given, metric.unit, currency);
  if (value === undefined || (metric.unit === 'seconds' && value < 0)) return expectedFor[metric.unit] ?? 'a number';
  return metric.interval === 'wilson' && (value < 0 || value > 1) ? 'a share from 0 % to 100 %' : undefined;
}

/** Between them they read every way to write a goal. */
const units: readonly Unit[] = ['seconds', 'rate', 'currency'];
const isCurrency = (code: string): boolean => Intl.supportedValuesOf('currency').includes(code);

/**
 * Goals in force on a day: of casebook.yaml, then of the table `targets`, whose rows win over the file for the same metric and
 * segment. In the table goal_milli is thousandths of the metric's unit; money is in thousandths of a major unit.
 * @throws ConfigurationError for a goal that does not fit its metric's unit
 */
export function goalsOn(
  day: number,
  given: { readonly targets: readonly TargetConfiguration[]; readonly rows: readonly AnyRow[] },
  metrics: ReadonlyMap<string, Metric>,
  currency: string,
): readonly Goal[] {
  const found = new Map<string, Goal>();
  const keep = (goal: Goal): void => {
    const key = `${goal.metric} ${JSON.stringify(goal.segment)} ${goal.cadence ?? ''}`;
    const owner = goal.owner ?? found.get(key)?.owner;
    found.set(key, { ...goal, ...(owner === undefined ? {} : { owner }) });
  };
  for (const target of given.targets) {
    const metric = metrics.get(target.metric);
    const from = target.from === undefined ? undefined : parseDay(target.from);
    const to = target.to === undefined ? undefined : parseDay(target.to);
    if (!metric || (from !== undefined && day < from) || (to !== undefined && day >= to)) continue;
    const value = (name: 'at_most' | 'at_least' | 'watch'): number | null => {
      const text = target[name];
      if (text === undefined) return null;
      const number = goalValue(text, metric.unit, currency);
      if (number === undefined) {
        throw new ConfigurationError(
          `targets: ${target.metric}: ${name}: found "${text}", expected ${expectedFor[metric.unit] ?? 'a number'}.`,
        );
      }
      return number;
    };
    keep({
      metric: metric.id,
      segment: (target.by ?? {}) as Segment,
      at_most: value('at_most'),
      at_least: value('at_least'),
      watch: value('watch'),
      ...(target.owner === undefined ? {} : { owner: target.owner }),
      ...(target.cadence === undefined || target.cadence === 'quarterly' ? {} : { cadence: target.cadence }),
    });
  }
  for (const row of given.rows) {
    const metric = metrics.get(String(row.metric));
    const [from, to] = [row.from_day, row.to_day] as (number | null)[];
    if (
      !metric ||
      (from !== null && from !== undefined && day < from) ||
      (to !== null && to !== undefined && day >= to)
    )
      continue;
    const scale = metric.unit === 'currency' ? minorPerMajor(currency) / 1000 : 1 / 1000;
    const goal = Number(row.goal_milli) * scale;
    const watch = row.warn_milli === null ? null : Number(row.warn_milli) * scale;
    const isCeiling = metric.direction === 'down';
    keep({
      metric: metric.id,
      segment: row.dimension === null ? {} : ({ [String(row.dimension)]: String(row.value) } as Segment),
      at_most: isCeiling ? goal : null,
      at_least: isCeiling ? null : goal,
      watch,
    });
  }
  return [...found.values()];
}

const expectedFor: Readonly<Partial<Record<Unit, string>>> = {
  seconds: 'a duration such as 10 h',
  rate: 'a percentage such as 72 % or a share such as 0.72',
  currency: 'an amount such as 47.00',
};

/**
 * Goals as one slice sees them: a goal of the slice itself becomes a goal of the whole and wins over the general one; goals of
 * other slices are left out, so that no reader learns of another team.
 */
export function goalsFor(
  slice: { readonly dimension: string; readonly id: string } | null,
  goals: readonly Goal[],
): readonly Goal[] {
  if (slice === null) return goals;
  const keyOf = (goal: Goal): string =>
    `${goal.metric} ${goal.cadence ?? ''} ${JSON.stringify(Object.entries(goal.segment).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
  const found = new Map<string, Goal>();
  const own: Goal[] = [];
  for (const goal of goals) {
    const { [slice.dimension as keyof Segment]: value, ...rest } = goal.segment;
    if (value === undefined) found.set(keyOf(goal), goal);
    else if (value === slice.id) own.push({ ...goal, segment: rest });
  }
  for (const goal of own) found.set(keyOf(goal), goal);
  return [...found.values()];
}
