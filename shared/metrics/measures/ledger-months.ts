import { civilDay, dayNumber } from '../../time/day.ts';
import { numberOf } from '../answers.ts';
import type { Ask, MetricQueries, Part } from '../model.ts';
import type { Extras } from '../context.ts';
import { noData } from '../outcome.ts';
import { knownEndOf } from './weights.ts';

/** A ledger: a table of money or of time that is kept by month, and the lines of it that a metric reads, as a SQL condition. */
export interface Ledger {
  readonly table: 'costs' | 'revenue' | 'time_log';
  readonly where: string;
}
export const supportCosts: Ledger = { table: 'costs', where: `scope = 'support'` };
export const supportRevenueLines: Ledger = { table: 'revenue', where: `scope = 'support'` };

/** Everybody's time; also who only noted leave has said something. */
export const loggedTime: Ledger = { table: 'time_log', where: 'TRUE' };

/** What a ledger says of the months that the known part of a period touches. */
export interface LedgerMonths {
  readonly table: Ledger['table'];
  /** No month has a line: nobody said anything, which is not 0. Also when none of the period is known yet. */
  readonly isSilent: boolean;
  /** Months without any line, "2026-09", ascending. */
  readonly without: readonly string[];
}

/** First and last day (exclusive) of a line. */
const spanOf: Readonly<Record<Ledger['table'], readonly [first: string, end: string]>> = {
  costs: ['period_start_day', 'period_end_day'],
  revenue: ['recognised_day', 'recognised_day + 1'],
  time_log: ['work_day', 'work_day + 1'],
};

/**
 * Which months of a period a ledger has lines of. The month is the unit, because ledgers are closed by month: a week without a line
 * in a month that has some is a true 0. "All" begins with the first line. Months are cut at the day of as_of.
 */
export async function ledgerMonths(queries: MetricQueries, ask: Ask, { table, where }: Ledger): Promise<LedgerMonths> {
  const [first, end] = spanOf[table];
  const rows = await queries.rows(
    `days of ${table}`,
    `SELECT DISTINCT ${first} AS first_day, ${end} AS end_day FROM ${table} WHERE ${where} ORDER BY first_day, end_day`,
  );
  const spans = rows.map((row) => [numberOf(row.first_day) ?? 0, numberOf(row.end_day) ?? 0] as const);
  const known_end_day = knownEndOf(queries, ask.period.end_day);
  const tomorrow = knownEndOf(queries, Infinity);
  const from_day = ask.period.kind === 'all' ? (spans[0]?.[0] ?? known_end_day) : ask.period.start_day;
  const months = monthsBetween(from_day, known_end_day);
  const without = months.filter(
    ({ start_day, end_day }) =>
      !spans.some(([first_day, last_day]) => first_day < Math.min(end_day, tomorrow) && last_day > start_day),
  );
  return { table, isSilent: without.length === months.length, without: without.map(({ id }) => id) };
}

/** The one element of a metric whose ledger says nothing of the period; undefined when each says something. */
export function silent(ledgers: readonly LedgerMonths[], extras: Extras = {}): readonly Part[] | undefined {
  const first = ledgers.find(({ isSilent }) => isSilent);
  return first && [{ segment: {}, value: noData(`no_input:${first.table}`), extras }];
}

/** Beside a number: the months that it lacks, by name; nothing when there are none. */
export function monthsWithoutLines(...ledgers: readonly LedgerMonths[]): Extras {
  const lacking = ledgers.filter(({ without }) => without.length > 0);
  if (lacking.length === 0) return {};
  const named = lacking.map(({ table, without }) => `${ledgers.length > 1 ? `${table} ` : ''}${without.join(', ')}`);
  return { months_without_lines: named.join('; ') };
}

interface Month {
  readonly id: string;
  readonly start_day: number;
  readonly end_day: number;
}
function monthsBetween(from_day: number, end_day: number): readonly Month[] {
  const months: Month[] = [];
  let at = from_day;
  while (at < end_day) {
    const { year, month } = civilDay(at);
    const next = dayNumber(year, month + 1, 1);
    months.push({
      id: `${year}-${String(month).padStart(2, '0')}`,
      start_day: dayNumber(year, month, 1),
      end_day: next,
    });
    at = next;
  }
  return months;
}
