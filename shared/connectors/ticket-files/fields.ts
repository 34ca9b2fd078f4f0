import { flagIn } from '../event-log/values.ts';
import type { DateColumn } from './dates.ts';
import type { TicketExport } from './export.ts';
import { isGeneric, namesOther, namesTicket } from './evidence.ts';
import { headerWords, plainText, type FileField } from './header-words.ts';
import type { ColumnProfile, FileProfile } from './profile.ts';

/** Which column is about what; `because` says why where the name did not. */
export interface FieldsFound {
  readonly columns: ReadonlyMap<FileField, ColumnProfile>;
  readonly shape: 'events' | 'snapshots';
  readonly because: readonly string[];
  /** What the id needs beside it to name a ticket. */
  readonly collection?: ColumnProfile;
}

const timeFields: ReadonlySet<FileField> = new Set(['updated', 'event_time', 'created_at', 'resolved_at', 'closed_at', 'first_reply_at']); // prettier-ignore
const countFields: ReadonlySet<FileField> = new Set(['reopen_count', 'reply_count']);

/** How sure a name is of a field: 1 for its surest word, less for later ones; 0 when it says nothing. */
function nameScore(name: string, field: FileField): number {
  const words = headerWords[field];
  const plain = plainText(name);
  const at = words.indexOf(plain);
  if (at >= 0) return 1 - at / (words.length * 4);
  // "Custom field (Owner)", "Ticket: Created at", "incident.state": the name inside something.
  const inner = words.findIndex(
    (word) => word.length > 3 && !(field === 'ticket' && isGeneric(word)) && ` ${plain} `.endsWith(` ${word} `),
  );
  return inner >= 0 && plain.split(' ').length <= 5 ? 0.5 - inner / (words.length * 8) : 0;
}

/** Fields of a file by what its product calls them, else by names in eleven languages and what is in them. */
export function fieldsIn(
  profile: FileProfile,
  dates: readonly DateColumn[],
  known: TicketExport | undefined,
): FieldsFound {
  const isTime = new Set(dates.map(({ column }) => column.at));
  const found = new Map<FileField, ColumnProfile>();
  const taken = new Set<number>();
  const because: string[] = [];
  const take = (field: FileField, column: ColumnProfile): void => {
    found.set(field, column);
    taken.add(column.at);
  };
  const usable = profile.columns.filter(({ isRepeated }) => !isRepeated);
  const fits = (field: FileField, column: ColumnProfile): boolean => {
    if (taken.has(column.at) || column.filled === 0) return false;
    if (timeFields.has(field)) return isTime.has(column.at);
    // A long number reads as a time, too: of an id its name decides.
    if (field === 'ticket')
      return (
        (!isTime.has(column.at) || isNumberedTicket(column)) && isName(column) && column.filled >= profile.rows * 0.95
      );
    if (isTime.has(column.at)) return false;
    if (countFields.has(field))
      return column.integers === column.filled || (field === 'reopen_count' && isFlag(column));
    if (field !== 'tags' && isWritten(column)) return false;
    if (field === 'status' || field === 'priority' || field === 'type' || field === 'channel')
      return isWords(column, profile);
    if (field === 'group' || field === 'category' || field === 'product' || field === 'subcategory')
      return column.meanLength <= 80 && !(column.distinct > 50 && column.distinct > profile.rows * 0.8);
    return column.meanLength <= 120;
  };
  for (const [field, names] of Object.entries(known?.columns ?? {}) as [FileField, readonly string[]][]) {
    const column = names
      .map(plainText)
      .flatMap((name) => usable.find((each) => plainText(each.name) === name && fits(field, each)) ?? [])[0];
    if (column !== undefined) take(field, column);
  }
  const { ticket, shape } = found.has('ticket')
    ? { ticket: found.get('ticket'), shape: known?.shape ?? ('snapshots' as const) }
    : ticketColumn(profile, (column) => fits('ticket', column), because);
  if (ticket !== undefined) take('ticket', ticket);
  const rest = (Object.keys(headerWords) as FileField[]).filter(
    (field) =>
      field !== 'ticket' &&
      !found.has(field) &&
      !(field === 'event_time' && shape === 'snapshots') &&
      known?.not?.includes(field) !== true,
  );
  const pairs = rest
    .flatMap((field) => usable.map((column) => ({ field, column, score: nameScore(column.name, field) })))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.column.at - b.column.at);
  for (const { field, column } of pairs) if (!found.has(field) && fits(field, column)) take(field, column);
  return { columns: found, shape, because };
}

/** One short text a row that could name something: no sentence, no address, no time. */
const isName = ({ meanLength, values, emails, filled }: ColumnProfile): boolean =>
  meanLength <= 40 &&
  emails < filled / 2 &&
  [...values.keys()].slice(0, 50).filter((value) => /\s\S+\s/.test(value) || /^https?:/i.test(value)).length < 5;

/** Columns that are named like a count and hold numbers, but not only counts: one such value keeps all of them out. */
export const brokenCounts = ({ columns }: FieldsFound, profile: FileProfile): readonly string[] =>
  [...countFields].flatMap((field) => {
    if (columns.has(field)) return [];
    const column = profile.columns.find(
      ({ name, integers, filled, isRepeated }) =>
        headerWords[field].includes(plainText(name)) && !isRepeated && integers > filled / 2 && integers < filled,
    );
    const found = [...(column?.values.keys() ?? [])].find((value) => !/^\d+$/.test(value));
    return column === undefined || found === undefined
      ? []
      : [`${column.name} is not used: not every value of it is a count, such as "${found}"`];
  });

const isNumberedTicket = ({ name, integers, filled }: ColumnProfile): boolean =>
  integers === filled && (namesTicket(plainText(name)) || isGeneric(plainText(name)));

/** Yes or no, in every row that says something. */
const isFlag = ({ values, isListed }: ColumnProfile): boolean =>
  isListed && values.size <= 4 && [...values.keys()].every((value) => flagIn(value) !== undefined);

/** A list or object written as text is no name of a person or a group. */
const isWritten = ({ values }: ColumnProfile): boolean =>
  [...values.keys()].slice(0, 20).some((value) => /^[[{].*[:,'"].*[\]}]$/s.test(value));

/** Few different words that come again. */
const isWords = ({ distinct, isListed, filled, meanLength }: ColumnProfile, { rows }: FileProfile): boolean =>
  isListed && distinct <= 80 && meanLength <= 60 && (distinct <= 12 || distinct <= filled / 3 || rows < 20);

const uniqueness = ({ distinct, filled }: ColumnProfile): number => (filled === 0 ? 0 : distinct / filled);
const ofOtherThings =
  /\b(?:event|row|line|log|activity|transition|history|entry|audit|parent|related|linked|external|user|customer|contact|requester|account|agent|assignee|project|person|employee|summation|zip|postal|phone|change)\b/;

/** The id: by its name among those that are unique; else by uniqueness and monotony; else the name that comes again in a log. */
function ticketColumn(
  profile: FileProfile,
  fits: (column: ColumnProfile) => boolean,
  because: string[],
): { readonly ticket: ColumnProfile | undefined; readonly shape: 'events' | 'snapshots' } {
  const candidates = profile.columns
    .filter((column) => fits(column) && !column.isRepeated)
    .map((column) => ({ column, name: nameScore(column.name, 'ticket'), unique: uniqueness(column) }));
  const isOther = ({ name }: ColumnProfile): boolean =>
    ofOtherThings.test(plainText(name)) || namesOther(plainText(name));
  const named = candidates.filter(({ column, name }) => name > 0 && !isOther(column));
  const byName = [...named].sort((a, b) => b.name - a.name);
  const surest = byName[0];
  const unique = byName.find(({ unique }) => unique >= 0.98);
  // A log: the surest name comes again and again, and what is unique is a plain row number.
  if (
    surest !== undefined &&
    surest.unique < 0.9 &&
    surest.name > 0.8 &&
    (unique === undefined || unique.name < surest.name)
  )
    return { ticket: surest.column, shape: 'events' };
  if (unique !== undefined) return { ticket: unique.column, shape: 'snapshots' };
  if (surest !== undefined && surest.column.distinct > 1)
    return { ticket: surest.column, shape: surest.unique < 0.9 ? 'events' : 'snapshots' };
  const byContent = candidates
    .filter(({ unique, column }) => unique === 1 && column.filled === profile.rows && !isOther(column))
    .map((each) => ({ ...each, order: Math.max(each.column.ascending, each.column.descending) }))
    .filter(({ order, column }) => order > 0.9 || /^[\p{L}]{1,8}[-#_ ]?\d+$/u.test([...column.values.keys()][0] ?? ''))
    .sort((a, b) => b.order - a.order || a.column.at - b.column.at)[0];
  if (byContent !== undefined)
    because.push(`${byContent.column.name} is the id: no value comes twice, and they ascend`);
  const address = profile.columns.find(
    (column) => uniqueness(column) === 1 && column.filled === profile.rows && isAddress(column),
  );
  return { ticket: byContent?.column ?? address, shape: 'snapshots' };
}

/** The web address of each row. */
const isAddress = ({ values }: ColumnProfile): boolean =>
  values.size > 1 && [...values.keys()].every((value) => /^https?:\/\/\S+$/i.test(value));
