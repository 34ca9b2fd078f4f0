import type { AnyRow } from '../../lake/table.ts';
import { dayText, flagOf, text } from './checks.ts';
import type { InputFlag } from './input-table.ts';
import { civilDay } from '../../time/day.ts';

/** Rows of the input tables, as far as they are there, and what the configuration names. */
export interface ReferenceTables {
  readonly roster: readonly AnyRow[];
  readonly level_coefficients: readonly AnyRow[];
  readonly activity_weights: readonly AnyRow[];
  readonly time_log: readonly AnyRow[];
  readonly costs: readonly AnyRow[];
  readonly revenue: readonly AnyRow[];
  readonly fx_rates: readonly AnyRow[];
  /** Reporting currency. */
  readonly currency: string;
  /** Cost centres the organisation knows; null: it keeps no list, and only empty ones are told. */
  readonly cost_centres: readonly string[] | null;
  /** Accounts that tickets name and no row of accounts does: renamed, or new; empty where there is no list of accounts. */
  readonly unlisted_accounts: readonly string[];
  /** Day of the newest ticket: months that were over by then should have rows. null: no ticket. */
  readonly newest_day: number | null;
}

/**
 * Rows that refer to something that is not there, over all tables: each kind is one flag with its count and up to five places.
 * Nothing is rejected, because the missing part may come with the next file; the metrics that need it say no_data.
 */
export function referenceFlags(tables: ReferenceTables): readonly InputFlag[] {
  return [
    ...flagOf('level_without_coefficient', levelsWithoutCoefficient(tables)),
    ...flagOf('activity_without_weight', activitiesWithoutWeight(tables)),
    ...flagOf('roster_overlap', overlaps(tables)),
    ...flagOf('cost_without_cost_centre', withoutCentre(tables)),
    ...uncheckedCentres(tables),
    ...flagOf('currency_without_rate', currenciesWithoutRate(tables)),
    ...flagOf('ticket_of_unlisted_account', tables.unlisted_accounts),
    ...flagOf('month_without_rows', emptyMonths(tables)),
  ];
}

const startOf = (row: AnyRow, column: string): number => Number(row[column] ?? -Infinity);
const endOf = (row: AnyRow, column: string): number => Number(row[column] ?? Infinity);

/** The first day of [from, to) on which no row is in force; undefined when all are covered. */
function firstUncovered(rows: readonly AnyRow[], from: number, to: number): number | undefined {
  let day = from;
  for (const row of [...rows].sort((a, b) => startOf(a, 'from_day') - startOf(b, 'from_day'))) {
    if (startOf(row, 'from_day') > day) break;
    day = Math.max(day, endOf(row, 'to_day'));
  }
  return day < to ? day : undefined;
}

function levelsWithoutCoefficient({ roster, level_coefficients }: ReferenceTables): readonly string[] {
  return roster.flatMap((row) => {
    if (row['role'] !== 'support' && row['role'] !== null) return [];
    const who = `${text(row['person_id'])} from ${dayText(row['start_day'] ?? null)}`;
    if (row['level'] === null) return [`${who}: no level`];
    const own = level_coefficients.filter(({ level }) => level === row['level']);
    const day = firstUncovered(own, startOf(row, 'start_day'), endOf(row, 'end_day'));
    return day === undefined ? [] : [`${who}: level ${text(row['level'])} has no coefficient on ${dayText(day)}`];
  });
}

function activitiesWithoutWeight({ time_log, activity_weights }: ReferenceTables): readonly string[] {
  const found = new Map<string, number>();
  for (const row of time_log) {
    const day = startOf(row, 'work_day');
    const own = activity_weights.filter(({ activity }) => activity === row['activity']);
    if (firstUncovered(own, day, day + 1) === undefined) continue;
    found.set(text(row['activity']), Math.min(day, found.get(text(row['activity'])) ?? Infinity));
  }
  return [...found].sort(byName).map(([activity, day]) => `${activity}, first on ${dayText(day)}`);
}

/** Two files may each be right and contradict each other. */
function overlaps({ roster }: ReferenceTables): readonly string[] {
  const people = new Map<string, AnyRow[]>();
  for (const row of roster) people.set(text(row['person_id']), [...(people.get(text(row['person_id'])) ?? []), row]);
  return [...people].sort(byName).flatMap(([person, posts]) => {
    const sorted = posts.sort((a, b) => startOf(a, 'start_day') - startOf(b, 'start_day'));
    return sorted.flatMap((post, i) => {
      const before = sorted[i - 1];
      return before && endOf(before, 'end_day') > startOf(post, 'start_day')
        ? [`${person} on ${dayText(post['start_day'] ?? null)}`]
        : [];
    });
  });
}

function withoutCentre({ costs }: ReferenceTables): readonly string[] {
  return costs.flatMap(({ line_id, cost_centre }) => ((cost_centre ?? null) === null ? [`line ${text(line_id)}`] : []));
}

/** Cost centres that nobody can tell from a slip, because the organisation lists none. */
export function uncheckedCentres({
  costs,
  cost_centres,
}: Pick<ReferenceTables, 'costs' | 'cost_centres'>): readonly InputFlag[] {
  if (cost_centres !== null) return [];
  const named = costs.flatMap(({ cost_centre }) => ((cost_centre ?? null) === null ? [] : [text(cost_centre)]));
  const advice = 'List them in organisation.cost_centres of casebook.yaml: a slip is told then.';
  return flagOf('cost_centre_not_checked', [...new Set(named)].sort()).map((flag) => ({ ...flag, advice }));
}

function currenciesWithoutRate({ costs, revenue, fx_rates, currency }: ReferenceTables): readonly string[] {
  const dated = [
    ...costs.map((row) => [row['currency'], startOf(row, 'period_start_day')] as const),
    ...revenue.map((row) => [row['currency'], startOf(row, 'recognised_day')] as const),
  ];
  const found = new Map<string, number>();
  for (const [code, day] of dated) {
    if (code === currency) continue;
    const rates = fx_rates.filter((rate) => rate['currency'] === code && rate['base'] === currency);
    if (firstUncovered(rates, day, day + 1) !== undefined)
      found.set(text(code), Math.min(day, found.get(text(code)) ?? Infinity));
  }
  return [...found].sort(byName).map(([code, day]) => `${code} to ${currency}, first on ${dayText(day)}`);
}

/**
 * Months after the first of a table, and over by the newest ticket, that no row of it touches: a sum over them is 0 because nobody
 * said anything, not because nothing was spent.
 */
function emptyMonths({ costs, revenue, time_log, newest_day }: ReferenceTables): readonly string[] {
  const within = (rows: readonly AnyRow[], first: string, end: string | null): readonly (readonly [number, number])[] =>
    rows.flatMap((row) =>
      row[first] === null
        ? []
        : [[monthOf(startOf(row, first)), monthOf(end === null ? startOf(row, first) : endOf(row, end) - 1)]],
    );
  const tables = {
    costs: within(costs, 'period_start_day', 'period_end_day'),
    revenue: within(revenue, 'recognised_day', null),
    time_log: within(time_log, 'work_day', null),
  };
  return Object.entries(tables).flatMap(([name, covered]) => {
    if (covered.length === 0) return [];
    const touched = new Set(covered.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i)));
    const until = Math.max(...touched, newest_day === null ? -Infinity : monthOf(newest_day) - 1);
    const first = Math.min(...touched);
    return Array.from({ length: until - first + 1 }, (_, i) => first + i)
      .filter((month) => !touched.has(month))
      .map((month) => `${name} in ${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`);
  });
}
/** Months since the year 0. */
const monthOf = (day: number): number => {
  const { year, month } = civilDay(day);
  return year * 12 + month - 1;
};

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;
