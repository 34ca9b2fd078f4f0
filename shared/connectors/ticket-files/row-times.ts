import type { DateColumn, OrderFound, Sequence } from './dates.ts';
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
  return (found?.[order] ?? found?.day_first ?? found?.month_first)?.formats ?? ['iso'];
};
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
