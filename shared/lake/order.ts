import type { AnyRow, Value } from './table.ts';

/** Order of text in both engines: by UTF-8 bytes, that is by code point. UTF-16 puts U+E000 to U+FFFF after the surrogates. */
export function compareText(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}
const rank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);

/** Order of rows by columns, ascending, as `ORDER BY` of both engines: null comes last. */
export const byColumns =
  (columns: readonly string[]) =>
  (a: AnyRow, b: AnyRow): number => {
    for (const column of columns) {
      const order = compareValues(a[column] ?? null, b[column] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  };

function compareValues(a: Value, b: Value): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}
