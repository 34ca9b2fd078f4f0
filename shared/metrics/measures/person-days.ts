import type { Ask, MetricQueries, Part } from '../model.ts';
import type { Extras } from '../context.ts';
import { known, noData, quotient, share } from '../outcome.ts';
import { bySegment, isIn } from '../segments.ts';
import type { MetricValue, Segment } from '../value.ts';
import { ledgerMonths, loggedTime, silent } from './ledger-months.ts';
import { workforceOf, type Logged, type PersonDay } from './workforce.ts';

/** Sums over the people of a segment. Fields ending in _u are units of person-days; `day_u` of them are one. */
export interface Effort {
  readonly people: number;
  /** People with support time. */
  readonly workers: number;
  readonly day_u: bigint;
  /** Person-days, and the same times the coefficient (thousandths). */
  readonly days_u: bigint;
  readonly capacity_u: bigint;
  /** Support time, seconds: all of it, of people with capacity, times coefficient, effective, effective times coefficient. */
  readonly support_s: bigint;
  readonly support_of_capable_s: bigint;
  readonly support_of_capable_coef: bigint;
  readonly support_coef: bigint;
  readonly effective_milli: bigint;
  readonly effective_coef: bigint;
  readonly logged_s: bigint;
  readonly day_s: bigint;
  /** Names of what is missing: a level without a coefficient, an activity without a weight. */
  readonly without_coefficient: readonly string[];
  readonly without_weight: readonly string[];
  readonly not_in_roster_s: bigint;
}

/** Efforts by segment; null segment parts become `unknown`. */
export async function effortsOf(
  queries: MetricQueries,
  ask: Ask,
): Promise<readonly { readonly segment: Segment; readonly effort: Effort }[]> {
  const force = await workforceOf(queries, ask);
  const capable = new Set(force.days.map(({ person }) => person));
  const rows = [...force.days, ...force.log].filter(({ segment }) => isIn(ask.where, segment));
  return bySegment(ask, rows, ({ segment }) => segment).map(({ segment, rows }) => {
    const days = rows.filter((row): row is PersonDay => 'units' in row);
    const log = rows.filter((row): row is Logged => 'activity' in row);
    const support = log.filter(({ is_support }) => is_support === true);
    const ofCapable = support.filter(({ person }) => capable.has(person));
    const weighed = support.filter(({ is_in_roster }) => is_in_roster);
    const missing = [...days, ...ofCapable].filter(({ coef_milli }) => coef_milli === null);
    return {
      segment,
      effort: {
        people: new Set(days.map(({ person }) => person)).size,
        workers: new Set(support.map(({ person }) => person)).size,
        day_u: force.units_per_day,
        days_u: total(days, ({ units }) => units),
        capacity_u: total(days, ({ units, coef_milli }) => units * BigInt(coef_milli ?? 0)),
        support_s: total(support, ({ worked_s }) => BigInt(worked_s)),
        support_of_capable_s: total(ofCapable, ({ worked_s }) => BigInt(worked_s)),
        support_of_capable_coef: total(
          ofCapable,
          ({ worked_s, coef_milli }) => BigInt(worked_s) * BigInt(coef_milli ?? 0),
        ),
        support_coef: total(weighed, ({ worked_s, coef_milli }) => BigInt(worked_s) * BigInt(coef_milli ?? 0)),
        effective_milli: total(
          support,
          ({ worked_s, validity_milli }) => BigInt(worked_s) * BigInt(validity_milli ?? 0),
        ),
        effective_coef: total(
          weighed,
          ({ worked_s, validity_milli, coef_milli }) =>
            BigInt(worked_s) * BigInt(validity_milli ?? 0) * BigInt(coef_milli ?? 0),
        ),
        logged_s: total(
          log.filter(({ activity, person }) => activity !== 'leave' && capable.has(person)),
          ({ worked_s }) => BigInt(worked_s),
        ),
        day_s: BigInt(force.day_s),
        without_coefficient: names(missing.map(({ segment }) => segment.level ?? 'unknown')),
        without_weight: names([
          ...log.filter(({ is_support }) => is_support === null).map(({ activity }) => activity),
          ...support.filter(({ validity_milli }) => validity_milli === null).map(({ activity }) => activity),
        ]),
        not_in_roster_s: total(
          support.filter(({ is_in_roster }) => !is_in_roster),
          ({ worked_s }) => BigInt(worked_s),
        ),
      },
    };
  });
}

/**
 * One element a segment from its efforts. A missing weight or coefficient is said, never taken for 1; what weighs logged time has no
 * number where nobody logged any, and names the months without an entry.
 */
export async function fromEfforts(
  queries: MetricQueries,
  ask: Ask,
  needs: { readonly coefficients?: boolean; readonly weights?: boolean },
  valueOf: (effort: Effort) => { readonly value: MetricValue; readonly extras?: Extras },
): Promise<readonly Part[]> {
  const [efforts, months] = await Promise.all([
    effortsOf(queries, ask),
    needs.weights === true ? ledgerMonths(queries, ask, loggedTime) : null,
  ]);
  const nothing = months && silent([months]);
  if (nothing) return nothing;
  const gaps: Extras =
    months !== null && months.without.length > 0 && ask.by.length === 0
      ? { months_without_entries: months.without.join(', ') }
      : {};
  return efforts.map(({ segment, effort }) => {
    const missing = [
      ...(needs.coefficients ? effort.without_coefficient.map((level) => `level ${level}`) : []),
      ...(needs.weights ? effort.without_weight.map((activity) => `activity ${activity}`) : []),
    ];
    if (missing.length > 0)
      return { segment, value: noData('missing_weight'), extras: { missing: missing.join(', ') } };
    const { value, extras } = valueOf(effort);
    return { segment, value, extras: { ...extras, ...gaps } };
  });
}

/** Person-days from units or seconds. */
export const daysOf = (units: bigint, perDay: bigint, people: number): MetricValue =>
  known(quotient(units, perDay), people);

/** Ratio of exact sums; numerator and denominator in the unit of the metric's words. */
export function effortRatio(
  numerator: bigint,
  denominator: bigint,
  perUnit: readonly [bigint, bigint],
  people: number,
): MetricValue {
  if (denominator === 0n) return noData('zero_denominator');
  const [a, b] = perUnit;
  return {
    status: 'known',
    value: quotient(numerator * b, denominator * a),
    n: people,
    numerator: quotient(numerator, a),
    denominator: quotient(denominator, b),
    interval: null,
  };
}

/** Logged time over planned time of the people with capacity; below 0.8 the reader is warned. */
export const coverageOf = (effort: Effort): number | null =>
  share(quotient(effort.logged_s, effort.day_s), quotient(effort.days_u, effort.day_u));

const total = <R>(rows: readonly R[], of: (row: R) => bigint): bigint => rows.reduce((sum, row) => sum + of(row), 0n);
const names = (all: readonly string[]): readonly string[] => [...new Set(all)].sort();
