import type { AnyRow, Kind, Table, Value } from '../../shared/lake/table.ts';

/** A row whose key is `n` and whose other values tell `label`; every third value is absent, text and numbers are hostile ones. */
export function rowOf(table: Table, n: number, version_key: string, label: string): AnyRow {
  const values = Object.entries(table.columns).map(([name, { kind }], i): readonly [string, Value] => {
    if (table.key.includes(name)) return [name, keyValue(kind, name, n)];
    return [name, (n + i + label.length) % 3 === 0 ? null : valueOf(kind, n, i, label)];
  });
  return {
    ...Object.fromEntries(values),
    ...(table.partition === null ? {} : { [table.partition]: `2026-0${(n % 3) + 1}` }),
    source: 'helpdesk',
    version_key,
  };
}

function keyValue(kind: Kind, name: string, n: number): Value {
  // One row of each table has no value in those columns of its key that may lack one.
  if (n === 4 && kind === 'text' && !name.endsWith('_id')) return null;
  return kind === 'text' ? `key ${n}` : kind === 'flag' ? n % 2 === 0 : n * 1000;
}

function valueOf(kind: Kind, n: number, i: number, label: string): Value {
  switch (kind) {
    case 'text':
      return i % 4 === 0 ? '' : `${label} ${n} O'Brien "quoted"; -- é 🎫 \\ \n\t`;
    case 'flag':
      return (n + i) % 2 === 0;
    case 'epoch_s':
      return 1_790_000_000 + n * i;
    case 'minor':
    case 'e8':
      return i % 2 === 0 ? 9_223_372_036_854_775_807n : -9_007_199_254_740_993n;
    case 'count':
    case 'duration_s':
    case 'day':
    case 'milli':
      return i % 2 === 0 ? 2_147_483_647 - n : -n;
  }
}
