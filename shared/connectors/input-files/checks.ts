import { counted } from '../../counted.ts';
import type { AnyRow } from '../../lake/table.ts';
import { formatDay } from '../../time/day.ts';
import type { Check, Fault, InputFlag, LineRow } from './input-table.ts';

/** The end must lie after the start; a missing end is "still". */
export const startsBeforeEnds =
  (from: string, to: string, shown: (value: AnyRow[string]) => string = dayText): Check =>
  (rows) => ({
    faults: rows.flatMap(({ line, row }) => {
      const [start, end] = [row[from] ?? null, row[to] ?? null];
      if (start === null || end === null || end > start) return [];
      return [{ line, column: to, found: shown(end), expected: `after ${shown(start)} in ${from}; the end is out` }];
    }),
  });

/** What happened cannot lie ahead. */
export const notInFuture =
  (column: string): Check =>
  (rows, { today }) => ({
    faults: rows.flatMap(({ line, row }) => {
      const day = row[column] ?? null;
      if (today === undefined || day === null || Number(day) <= today) return [];
      return [{ line, column, found: dayText(day), expected: `a day up to today, ${dayText(today)}` }];
    }),
  });

/** Rows of one group must not overlap in time. `gaps`: also counts days between two rows of a group, under this flag. */
export const noOverlap =
  (group: readonly string[], from: string, to: string, gaps?: string): Check =>
  (rows) => {
    const faults: Fault[] = [];
    const found: string[] = [];
    for (const [name, members] of groupsOf(rows, group)) {
      const sorted = [...members].sort((a, b) => startOf(a, from) - startOf(b, from) || a.line - b.line);
      for (const [i, { line, row }] of sorted.entries()) {
        const before = sorted[i - 1];
        if (!before) continue;
        const [end, start] = [before.row[to] ?? null, row[from] ?? null];
        if (end === null || Number(end) > Number(start)) {
          const open = end === null ? 'is still open' : `ends on ${dayText(end)}`;
          faults.push({
            line,
            column: from,
            found: dayText(start),
            expected: `no overlap with line ${before.line}, which ${open} (${name})`,
          });
        } else if (gaps !== undefined && Number(start) > Number(end)) {
          found.push(`${name}: ${dayText(end)} to ${dayText(start)} (line ${line})`);
        }
      }
    }
    return { faults, flags: gaps === undefined ? [] : flagOf(gaps, found) };
  };

/** Currencies in one file: not wrong, but every one needs a rate. */
export const countCurrencies: Check = (rows) => {
  const counts = new Map<string, number>();
  for (const { row } of rows) {
    if (typeof row['currency'] === 'string') counts.set(row['currency'], (counts.get(row['currency']) ?? 0) + 1);
  }
  if (counts.size < 2) return {};
  const examples = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, n]) => `${code}: ${counted(n, 'row')}`);
  return { flags: [{ flag: 'mixed_currencies', count: counts.size, examples: examples.slice(0, 5) }] };
};

/** Counts rows that lack something, under a flag. */
export const countWithout =
  (column: string, flag: string, among: (row: AnyRow) => boolean = () => true): Check =>
  (rows) => ({
    flags: flagOf(
      flag,
      rows.flatMap(({ line, row }) => ((row[column] ?? null) === null && among(row) ? [`line ${line}`] : [])),
    ),
  });

/** A rule of one row. `test` answers what is expected of the column when the row breaks it. */
export const eachRow =
  (
    column: string,
    test: (row: AnyRow) => string | undefined,
    shown: (row: AnyRow) => string = (row) => text(row[column]),
  ): Check =>
  (rows) => ({
    faults: rows.flatMap(({ line, row }) => {
      const expected = test(row);
      return expected === undefined ? [] : [{ line, column, found: shown(row), expected }];
    }),
  });

export const flagOf = (flag: string, places: readonly string[]): readonly InputFlag[] =>
  places.length === 0 ? [] : [{ flag, count: places.length, examples: places.slice(0, 5) }];

/** Rows by the values of some columns, groups in order of appearance. */
export function groupsOf(
  rows: readonly LineRow[],
  columns: readonly string[],
): ReadonlyMap<string, readonly LineRow[]> {
  const groups = new Map<string, LineRow[]>();
  for (const each of rows) {
    const name = columns.map((column) => text(each.row[column])).join(', ');
    const group = groups.get(name);
    if (group) group.push(each);
    else groups.set(name, [each]);
  }
  return groups;
}

export const text = (value: AnyRow[string] | undefined): string =>
  value === null || value === undefined ? '' : String(value);
export const dayText = (value: AnyRow[string]): string => (typeof value === 'number' ? formatDay(value) : text(value));
const startOf = ({ row }: LineRow, from: string): number => Number(row[from] ?? -Infinity);
