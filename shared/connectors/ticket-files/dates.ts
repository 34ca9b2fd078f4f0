import { timeReader } from '../event-log/time-format.ts';
import { isTicketTime, type DateFormat, type DayOrder } from './date-formats.ts';
import type { ColumnProfile, FileProfile } from './profile.ts';

type Order = Exclude<DayOrder, null>;
/** Formats that read a column, simplest first, and the rows that they read. */
export interface DateReading {
  readonly formats: readonly string[];
  readonly fits: number;
}
/** A column of times, by order of day and month; where its formats say themselves, both are the same. */
export interface DateColumn {
  readonly column: ColumnProfile;
  readonly byOrder: Readonly<Record<Order, DateReading | undefined>>;
  readonly saysOrder: boolean;
}

/** Share of the filled rows that must read as times: a few may be spoilt. */
const enough = 0.95;

/** The columns that hold times. */
export function dateColumns({ columns, kept }: FileProfile): readonly DateColumn[] {
  return columns.flatMap((column) => {
    const { filled, formats } = column;
    if (filled === 0 || formats.length === 0) return [];
    const values = kept.map((cells) => cells[column.at] ?? '').filter((value) => value !== '');
    const reading = (order: Order): DateReading | undefined => {
      const usable = formats.filter(({ format }) => format.order === null || format.order === order);
      const chosen = union(usable, values);
      if (chosen.length === 0) return undefined;
      const single = usable.find(({ format }) => format.format === chosen[0]);
      const read = timeReader(chosen, 'UTC');
      const share = values.filter((value) => isTicketTime(read(value))).length / Math.max(1, values.length);
      const fits = chosen.length === 1 ? (single?.fits ?? 0) : Math.round(share * filled);
      return fits >= filled * enough || fits >= filled - 1 ? { formats: chosen, fits } : undefined;
    };
    const byOrder = { day_first: reading('day_first'), month_first: reading('month_first') };
    if (byOrder.day_first === undefined && byOrder.month_first === undefined) return [];
    const saysOrder = JSON.stringify(byOrder.day_first) === JSON.stringify(byOrder.month_first);
    return [{ column, byOrder, saysOrder }];
  });
}

/** Up to three formats that read all of the values that any reads, the one that reads most first. */
function union(
  usable: readonly { readonly format: DateFormat; readonly fits: number }[],
  values: readonly string[],
): readonly string[] {
  const chosen: string[] = [];
  let rest = [...new Set(values)].slice(0, 4000);
  const whole = usable.filter(({ format }) => readsItsKind(format, rest));
  while (rest.length > 0 && chosen.length < 3) {
    const best = whole
      .map(({ format, fits }) => ({
        format,
        fits,
        left: rest.filter((value) => !isTicketTime(format.read(value, 'UTC'))),
      }))
      .reduce<{ format: DateFormat; fits: number; left: string[] } | undefined>(
        (found, each) => (found === undefined || each.left.length < found.left.length ? each : found),
        undefined,
      );
    if (best === undefined || best.left.length === rest.length) break;
    chosen.push(best.format.format);
    rest = best.left;
  }
  return chosen;
}

/**
 * Whether a format reads (nearly) all values of the kinds that it reads at all, where a kind is what is left without the digits: day
 * first reads some of "02/26/2026" and "03/04/2026", and then it is no format of that column.
 */
function readsItsKind({ read }: DateFormat, values: readonly string[]): boolean {
  const kinds = new Map<string, { all: number; read: number }>();
  for (const value of values) {
    const kind = value.replaceAll(/\d+/g, '9');
    const count = kinds.get(kind) ?? { all: 0, read: 0 };
    kinds.set(kind, count);
    count.all += 1;
    if (isTicketTime(read(value, 'UTC'))) count.read += 1;
  }
  return [...kinds.values()].every((count) => count.read === 0 || count.read >= count.all * 0.97 || count.read === count.all - 1); // prettier-ignore
}

export interface OrderFound {
  readonly order: Order;
  /** `stated`: the formats say it. `proved`: the other order does not read the file, or makes times that cannot be. `open`: both fit. */
  readonly by: 'stated' | 'proved' | 'asked' | 'open';
  /** Why, as a sentence without its end. */
  readonly because: string;
}

/** Pairs of columns of which the first cannot come after the second. */
export type Sequence = readonly (readonly [before: number, after: number])[];

/** The order of day and month, from all columns of times together: an export writes all of them alike. */
export function dayOrder(
  columns: readonly DateColumn[],
  { kept }: FileProfile,
  sequence: Sequence,
  now_s: number,
  asked: Order | undefined,
): OrderFound {
  const open = columns.filter(({ saysOrder }) => !saysOrder);
  if (open.length === 0) return { order: asked ?? 'day_first', by: 'stated', because: 'the dates say it themselves' };
  if (asked !== undefined) return { order: asked, by: 'asked', because: 'so it was told' };
  const judged = (['day_first', 'month_first'] as const).map((order) => {
    const unread = open.filter(({ byOrder }) => byOrder[order] === undefined);
    const misfits = open.reduce((n, { column, byOrder }) => n + column.filled - (byOrder[order]?.fits ?? 0), 0);
    return { order, unread, misfits, wrong: impossible(columns, order, kept, sequence, now_s) };
  });
  const [day, month] = judged;
  const example = open[0]?.column.name ?? '';
  for (const [one, other] of [
    [day, month],
    [month, day],
  ] as const) {
    if (one === undefined || other === undefined) continue;
    const name = one.order === 'day_first' ? 'day first' : 'month first';
    if (other.misfits > one.misfits)
      return {
        order: one.order,
        by: 'proved',
        because: `${name} reads ${other.misfits - one.misfits} more values of ${open.map(({ column }) => column.name).join(', ')}`,
      };
    if (other.misfits === one.misfits && one.wrong * 4 < other.wrong)
      return {
        order: one.order,
        by: 'proved',
        because: `the other order puts ${other.wrong} times before the creation or into the future, this one ${one.wrong}`,
      };
  }
  return { order: 'day_first', by: 'open', because: `both orders read every row of ${example}` };
}

/** Rows in which a time comes before one that it cannot precede, or lies in the future. */
function impossible(
  columns: readonly DateColumn[],
  order: Order,
  kept: FileProfile['kept'],
  sequence: Sequence,
  now_s: number,
): number {
  const readers = new Map(
    columns.flatMap(({ column, byOrder }) => {
      const formats = byOrder[order]?.formats;
      return formats === undefined ? [] : [[column.at, timeReader(formats, 'UTC')] as const];
    }),
  );
  const at = (cells: readonly string[], place: number): number | undefined => readers.get(place)?.(cells[place] ?? '');
  let n = 0;
  for (const cells of kept) {
    const isFuture = sequence.flat().some((place) => (at(cells, place) ?? 0) > now_s + 86_400);
    const isTwisted = sequence.some(([before, after]) => {
      const [first, second] = [at(cells, before), at(cells, after)];
      return first !== undefined && second !== undefined && second < first - 60;
    });
    if (isFuture || isTwisted) n += 1;
  }
  return n;
}
