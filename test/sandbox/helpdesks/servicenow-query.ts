/** One row of a table: every value is text. */
export type TableRow = Readonly<Record<string, string>>;

type Test = (row: TableRow) => boolean;

/** What the encoded query language needs here: ^ and, ^NQ or, comparisons, STARTSWITH, and ordering. Unknown parts match everything. */
export function encodedQuery(text: string): {
  readonly matches: Test;
  readonly order: readonly (readonly [field: string, sign: 1 | -1])[];
} {
  const order: (readonly [string, 1 | -1])[] = [];
  const branches = text.split('^NQ').map((branch) =>
    branch.split('^').flatMap((part): Test[] => {
      const sorted = /^ORDERBY(DESC)?(.+)$/.exec(part);
      if (sorted) {
        order.push([sorted[2] ?? '', sorted[1] === undefined ? 1 : -1]);
        return [];
      }
      const empty = /^([\w.]+)ISEMPTY$/.exec(part);
      if (empty) return [(row) => (row[empty[1] ?? ''] ?? '') === ''];
      const match = /^([\w.]+)(>=|<=|!=|>|<|=|STARTSWITH)(.*)$/.exec(part);
      if (!match) return [];
      const [, field = '', operator = '', raw = ''] = match;
      const value = literal(raw);
      return [(row) => compare(row[field] ?? '', operator, value)];
    }),
  );
  return { matches: (row) => branches.some((tests) => tests.every((test) => test(row))), order };
}

const literal = (raw: string): string => {
  const date = /^javascript:gs\.dateGenerate\('([^']*)','([^']*)'\)$/.exec(raw);
  return date ? `${date[1]} ${date[2]}` : raw;
};

function compare(value: string, operator: string, wanted: string): boolean {
  switch (operator) {
    case '=':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case '>':
      return value > wanted;
    case '<':
      return value < wanted;
    case '>=':
      return value >= wanted;
    case '<=':
      return value <= wanted;
    default:
      return value.startsWith(wanted);
  }
}

export const inOrder =
  (order: readonly (readonly [field: string, sign: 1 | -1])[]) =>
  (a: TableRow, b: TableRow): number => {
    for (const [field, sign] of order) {
      const [x, y] = [a[field] ?? '', b[field] ?? ''];
      if (x !== y) return x < y ? -sign : sign;
    }
    return 0;
  };
