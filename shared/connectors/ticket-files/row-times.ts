import type { DateColumn, OrderFound, Sequence } from './dates.ts';
import { timeReader } from '../event-log/time-format.ts';
import { isTicketTime } from './date-formats.ts';
import { namesTicket } from './evidence.ts';
import type { FieldsFound } from './fields.ts';
import { headerWords, plainText, type FileField } from './header-words.ts';
import type { ColumnProfile, FileProfile } from './profile.ts';

/** "Date", "Incident date": a time of which only the ticket is said, not what happened then. */
function isPlainDate(name: string): boolean {
  const words = plainText(name)
    .split(' ')
    .filter((word) => !['de', 'of', 'the', 'do', 'da', 'del', 'di', 'du', 'der', 'd'].includes(word));
  const rest = words.filter((word) => words.length === 1 || !namesTicket(word));
  return headerWords.event_time.includes(rest.join(' '));
}

/** The creation where no name tells it: the only time that says nothing else of itself, filled in every row. */
export function withCreation(fields: FieldsFound, dates: readonly DateColumn[], profile: FileProfile): FieldsFound {
  if (fields.columns.has('created_at') || fields.shape === 'events') return fields;
  const free = dates.filter(
    ({ column }) =>
      column.filled === profile.rows && ![...fields.columns.values()].includes(column) && isPlainDate(column.name),
  );
  const [only] = free;
  if (only === undefined || free.length > 1) return fields;
  return {
    ...fields,
    columns: new Map([...fields.columns, ['created_at' as const, only.column]]),
    because: [
      ...fields.because,
      `${only.column.name} is taken for the creation: it is the only time without another meaning`,
    ],
  };
}

/** The time of a row: that of the change, else of the event, else of the creation; each only where every row has it. */
export function timeOfRow({ columns, shape }: FieldsFound, { rows }: FileProfile): ColumnProfile | undefined {
  const preferred: readonly FileField[] =
    shape === 'events' ? ['event_time', 'updated', 'created_at'] : ['updated', 'created_at', 'event_time'];
  const there = preferred.flatMap((field) => columns.get(field) ?? []);
  return there.find(({ filled }) => filled === rows) ?? there.find(({ filled }) => filled >= rows * 0.95);
}

/** What cannot precede what: columns by their places. */
export function sequenceOf(columns: ReadonlyMap<FileField, ColumnProfile>): Sequence {
  const at = (field: FileField): number[] => [columns.get(field)?.at ?? []].flat();
  const later: readonly FileField[] = ['first_reply_at', 'resolved_at', 'closed_at', 'updated'];
  return at('created_at').flatMap((before) =>
    later.flatMap((field) => at(field).map((after) => [before, after] as const)),
  );
}

export const formatsOf = (
  column: ColumnProfile,
  dates: readonly DateColumn[],
  { order }: OrderFound,
): readonly string[] => {
  const found = dates.find((each) => each.column === column)?.byOrder;
  return withDays(column, (found?.[order] ?? found?.day_first ?? found?.month_first)?.formats ?? ['iso']);
};

/** How a midnight is written. */
const midnight = /(?<!\d)(?:0?0[:.]00(?:[:.]00(?:[.,]0+)?)?|12:00(?::00)? ?[AP]M)(?!\d)/i;
const timeOfDay = /(?:H+[:.]mm(?:[:.]ss(?:\.S+)?)?|h+[:.]mm(?:[:.]ss(?:\.S+)?)? ?a)/;

/**
 * Before its formats, one without hours for days that are written as midnights: where more than one value in twenty is a midnight, a
 * clock did not write them.
 */
function withDays({ values, filled }: ColumnProfile, formats: readonly string[]): readonly string[] {
  const listed = [...values];
  const all = listed.reduce((sum, [, n]) => sum + n, 0);
  const written = new Map<string, number>();
  for (const [value, n] of listed) {
    const found = midnight.exec(value)?.[0];
    if (found !== undefined && !/^12.*PM$/i.test(found)) written.set(found, (written.get(found) ?? 0) + n);
  }
  const [most] = [...written].sort(([, a], [, b]) => b - a);
  if (most === undefined || most[1] < Math.min(3, filled) || most[1] * 20 < all) return formats;
  const literal = most[0].replaceAll(/[A-Z]+/gi, "'$&'");
  const offset = listed.some(([value]) => value.includes(most[0]) && /(?:Z|UTC|[+-]\d\d:?\d\d)$/i.test(value));
  const plain = formats.flatMap((format) =>
    format === 'iso'
      ? ['T', ' '].map((joint) => `yyyy-MM-dd${joint}${literal}${offset ? 'XXX' : ''}`)
      : timeOfDay.test(format)
        ? [format.replace(timeOfDay, literal)]
        : [],
  );
  const isRead = (format: string): boolean => {
    const read = timeReader([format], 'UTC');
    return listed.some(([value]) => read(value) !== undefined);
  };
  return [...plain.filter(isRead).slice(0, 1), ...formats];
}
/** Written as ISO 8601 alone, which every reader takes. */
export const isPlainIso = (formats: readonly string[]): boolean => formats.length === 1 && formats[0] === 'iso';

const creations = [headerWords.created_at, headerWords.event_time];
/** Why nothing says when a ticket was created: what times there are, and what was no time. */
export function noCreation({ columns, rows }: FileProfile, dates: readonly DateColumn[]): string {
  const half = columns.find(
    (column) =>
      column.filled > rows / 2 &&
      creations.some((words) => words.includes(plainText(column.name))) &&
      !dates.some((date) => date.column === column) &&
      column.formats.some(({ fits }) => fits >= column.filled / 3),
  );
  if (half !== undefined) {
    const reads = (value: string): boolean =>
      half.formats.some(({ format }) => isTicketTime(format.read(value, 'UTC')));
    const strange = [...half.values.keys()].find((value) => !reads(value));
    return `no column that says when a ticket was created: ${half.name} holds times, but others than those too${strange === undefined ? ', in several forms that contradict each other' : `, such as "${strange.slice(0, 40)}"`}`;
  }
  const times = dates.map(({ column }) => column.name);
  const named = columns.find(({ name, filled }) => filled > 0 && creations.some((words) => words.includes(plainText(name)))); // prettier-ignore
  const [value] = named?.values.keys() ?? [];
  if (times.length === 0 && named !== undefined && value !== undefined)
    return `no time that can be read: ${named.name} has "${value.slice(0, 40)}"`;
  return times.length === 0
    ? `no column of times (it has ${listOf(columns.map(({ name }) => name))})`
    : `no column that says when a ticket was created (its times are ${listOf(times)})`;
}

/** Names for a message, the first dozen. */
export const listOf = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join(', ')}, ...` : names.join(', ');
