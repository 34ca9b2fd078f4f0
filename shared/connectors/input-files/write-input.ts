import type { AnyRow } from '../../lake/table.ts';
import type { InputTable } from './input-table.ts';

/** Rows of the table as a CSV file that readInput reads back to the same rows. Columns that no row fills are left out. */
export function writeInput(input: InputTable, rows: readonly AnyRow[], zone: string): string {
  const columns = Object.entries(input.columns).filter(
    ([name, { required, into = name }]) => required || rows.some((row) => (row[into] ?? null) !== null),
  );
  const lines = rows.map((row) =>
    columns.map(([name, { cell, into = name }]) => {
      const value = row[into] ?? null;
      return value === null ? '' : cell.format(value, { zone, currency: String(row['currency'] ?? '') });
    }),
  );
  return [columns.map(([name]) => name), ...lines].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

/** The header and an example row, or several: a file that can be imported as it is. */
export const templateOf = ({ columns, alsoLike = [] }: InputTable): string =>
  [
    Object.keys(columns),
    ...[{}, ...alsoLike].map((other: Readonly<Record<string, string>>) =>
      Object.entries(columns).map(([name, { example }]) => other[name] ?? example),
    ),
  ]
    .map((cells) => `${cells.map(quoted).join(',')}\n`)
    .join('');

const quoted = (cell: string): string => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
