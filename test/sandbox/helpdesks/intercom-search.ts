import { day_s } from '../../../shared/sandbox/civil.ts';
import { ok, type SandboxAnswer } from '../../../functions/sandbox/server.ts';

/** Something that a search can find. */
export interface Sought {
  /** Breaks ties of the order. */
  readonly n: number;
  readonly own: Readonly<Record<string, number | string>>;
  readonly json: () => unknown;
}
interface Clause {
  readonly field: string;
  readonly operator: string;
  readonly value: number | boolean | string;
}
interface Group {
  readonly operator: 'AND' | 'OR';
  readonly value: readonly (Clause | Group)[];
}
interface Question {
  readonly query?: Clause | Group;
  readonly pagination?: { readonly per_page?: number; readonly starting_after?: string | null };
  readonly sort?: { readonly field?: string; readonly order?: 'ascending' | 'descending' };
}

/** No ">=": it is not known to be accepted. */
const operators: Readonly<Record<string, (own: number | string, value: number | string) => boolean>> = {
  '=': (own, value) => own === value,
  '!=': (own, value) => own !== value,
  '>': (own, value) => own > value,
  '<': (own, value) => own < value,
  '<=': (own, value) => own <= value,
};
const most = { perPage: 150, clauses: 15, nesting: 2 } as const;

const isGroup = (query: Clause | Group): query is Group => Array.isArray(query.value);

function isValid(query: Clause | Group, depth = 1): boolean {
  if (!isGroup(query)) return operators[query.operator] !== undefined;
  return (
    depth <= most.nesting &&
    query.value.length <= most.clauses &&
    query.value.every((each) => isValid(each, isGroup(each) ? depth + 1 : depth))
  );
}

function holds(query: Clause | Group, own: Sought['own'], byDay: boolean): boolean {
  if (isGroup(query)) {
    const each = (one: Clause | Group): boolean => holds(one, own, byDay);
    return query.operator === 'OR' ? query.value.some(each) : query.value.every(each);
  }
  const compared = (value: Clause['value']): number | string =>
    typeof value === 'string'
      ? value
      : byDay && query.field.endsWith('_at')
        ? Math.floor(Number(value) / day_s) * day_s
        : Number(value);
  return operators[query.operator]?.(compared(own[query.field] ?? 0), compared(query.value)) === true;
}

type Place = readonly [value: number, n: number];
const cursorOf = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');
const placeIn = (cursor: string): Place => JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Place;

/**
 * One page: 20 rows, at most 150, after the row that the cursor names, newest change first unless told otherwise. undefined: not a
 * question that is understood.
 */
export function answerTo(
  body: string,
  rows: readonly Sought[],
  { name, byDay }: { readonly name: string; readonly byDay: boolean },
): SandboxAnswer | undefined {
  const { query, pagination, sort } = JSON.parse(body) as Question;
  const per = pagination?.per_page ?? 20;
  if (!query || !isValid(query) || per > most.perPage) return undefined;
  const sign = sort?.order === 'ascending' ? 1 : -1;
  const placeOf = ({ own, n }: Sought): Place => [Number(own[sort?.field ?? 'updated_at'] ?? 0), n];
  const order = ([a, i]: Place, [b, j]: Place): number => sign * (a - b || i - j);
  const found = rows.filter(({ own }) => holds(query, own, byDay)).toSorted((a, b) => order(placeOf(a), placeOf(b)));
  const after = pagination?.starting_after ? placeIn(pagination.starting_after) : undefined;
  const left = after ? found.filter((row) => order(placeOf(row), after) > 0) : found;
  const shown = left.slice(0, per);
  const last = shown.at(-1);
  return ok({
    type: name === 'data' ? 'list' : `${name.slice(0, -1)}.list`,
    [name]: shown.map(({ json }) => json()),
    total_count: found.length,
    pages: {
      type: 'pages',
      per_page: per,
      total_pages: Math.ceil(found.length / per),
      ...(last && left.length > per ? { next: { per_page: per, starting_after: cursorOf(placeOf(last)) } } : {}),
    },
  });
}
