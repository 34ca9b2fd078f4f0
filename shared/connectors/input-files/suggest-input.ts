import { InputMapping, type MappedColumn } from '../../config/input-mapping.ts';
import { InputError } from '../../errors.ts';
import { dateColumns, dayOrder, type DateColumn } from '../ticket-files/dates.ts';
import { plainText } from '../ticket-files/header-words.ts';
import { profileOf, type ColumnProfile, type FileProfile } from '../ticket-files/profile.ts';
import { amountText, dayOf, hoursText, monthFormats, monthStart, yesNoText } from './foreign-values.ts';
import { inputWords, wordsOfTables } from './input-words.ts';
import type { InputTable } from './input-table.ts';
import { openInput } from './open-input.ts';
import { readInput, type InputContext } from './read-input.ts';
import { amounts, costs, negativeOf } from './suggest-ledger.ts';
import { entries, fullNames, shares } from './suggest-people.ts';
import { survey } from './suggest-survey.ts';
import type { About, Find } from './suggestion.ts';

export interface InputProposal {
  readonly mapping: InputMapping;
  /** Why it is read so, and what to look at. */
  readonly notes: readonly string[];
  /** What the file does not tell and the table needs; and what trying it on the whole file said. Empty: it loads. */
  readonly open: readonly string[];
  /** Rows that it gives. */
  readonly rows: number;
}

/**
 * Proposes how a file of a ledger, a roster, a time sheet or a survey is read as an input table: columns by their names, signs and
 * formats proved over every row, account names to kinds of cost; tried on the whole file.
 * @throws InputError when the file holds no table
 */
export async function suggestInput(
  input: InputTable,
  bytes: Uint8Array,
  file: string,
  context: InputContext & { readonly currency: string; readonly now_s: number },
): Promise<InputProposal> {
  const table = await openInput(bytes, file, {});
  const rows = (async function* () {
    yield table.rows;
  })();
  // BambooHR writes 0000-00-00 for "no day".
  const profile = await profileOf({ header: table.header, rows }, ['0000-00-00']);
  const dates = dateColumns(profile);
  const find = finder(profile, dates, input);
  const notes: string[] = [];
  const columns: Record<string, MappedColumn> = {};
  for (const target of Object.keys(input.columns)) {
    const found = find(target);
    if (found !== undefined) columns[target] = found.name;
  }
  const decimal = decimalOf(profile, input, find);
  if (decimal.because !== undefined) notes.push(decimal.because);
  const order = dayOrder(dates, profile, [], context.now_s, undefined);
  if (order.by === 'open') notes.push(`day or month first: ${order.because}, day first is taken`);
  if (order.by === 'proved') notes.push(`day and month: ${order.because}`);
  const month = find('month');
  const formats = [
    ...new Set([
      ...dates.flatMap(({ byOrder }) => (byOrder[order.order] ?? byOrder.day_first)?.formats ?? []),
      ...(month === undefined ? [] : [monthFormat(month) ?? []].flat()),
    ]),
  ];
  const about = { input, profile, find, columns, notes, decimal: decimal.sign, formats };
  amounts(about, context.currency);
  if (input.name === 'costs') costs(about);
  if (input.name === 'surveys') survey(about);
  if (input.name === 'time_log') entries(about);
  if (input.name === 'roster') {
    shares(about);
    fullNames('name', about);
  }
  if (input.columns['person_id']?.required === true) fullNames('person_id', about);
  identify(about);
  const mapping = InputMapping.parse({
    table: input.name,
    ...(table.delimiter === null || table.delimiter === ',' ? {} : { delimiter: table.delimiter }),
    ...(table.encoding() === 'utf-8' || table.encoding().startsWith('utf-16') ? {} : { encoding: table.encoding() }),
    decimal: decimal.sign,
    dates: formats.length === 0 ? ['iso'] : formats,
    ends: endsOf(about),
    ...negativeOf(about),
    columns,
  });
  const tried = await trial(input, bytes, file, { ...context, mappings: [mapping] });
  const hasNoAnswer = input.name === 'surveys' && columns['score'] === undefined && columns['label'] === undefined;
  return { mapping, notes, ...tried, open: hasNoAnswer ? [...tried.open, noAnswer(table.header)] : tried.open };
}

const noAnswer = (names: readonly string[]): string =>
  `score: no column holds answers of 0 to 10 or words such as good and bad under a name that asks for them (it has ${names.join(', ')})`;

/** What tells something else besides: the same column may tell both. */
const beside: ReadonlySet<string> = new Set(['date', 'account_name', 'start_time', 'entry_text']);

/** The column of a target: its surest name, where the values are of its kind; each column once, save for what is `beside`. */
function finder({ columns }: FileProfile, dates: readonly DateColumn[], input: InputTable): Find {
  const isDate = new Set(dates.map(({ column }) => column));
  const fits = (target: string, column: ColumnProfile): boolean => {
    const kind = input.columns[target]?.cell.kind;
    const sample = [...column.values.keys()].slice(0, 50);
    if (column.filled === 0 || column.isRepeated) return false;
    if (kind === 'day' || kind === 'epoch_s' || target === 'date') return isDate.has(column);
    if (target === 'month') return monthFormat(column) !== undefined;
    if (isDate.has(column)) return false;
    if (target === 'person_id' && sample.every((value) => yesNoText(value) !== undefined)) return false;
    if (target === 'weekly_hours') return sample.every((value) => /^\d{1,2}(?:[.,]\d{1,2})?$/.test(value));
    if (kind === 'minor' || target === 'debit' || target === 'credit') return mostly(sample, isAmount);
    if (kind === 'duration_s') return mostly(sample, (value) => hoursText(value) !== undefined);
    return true;
  };
  const chosen = new Map<string, ColumnProfile>();
  const taken = new Set<ColumnProfile>();
  const pairs = [
    ...Object.keys(input.columns),
    'debit',
    'credit',
    'negative',
    'date',
    'month',
    'account_name',
    'weekly_hours',
    'start_time',
    'entry_text',
  ]
    .flatMap((target) => columns.map((column) => ({ target, column, rank: rankOf(input.name, target, column.name) })))
    .filter(({ rank }) => rank !== undefined)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.column.at - b.column.at);
  for (const { target, column } of pairs) {
    const isBeside = beside.has(target);
    if (chosen.has(target) || !fits(target, column) || (!isBeside && taken.has(column))) continue;
    chosen.set(target, column);
    if (!isBeside) taken.add(column);
  }
  return (target) => chosen.get(target);
}

function rankOf(table: string, target: string, name: string): number | undefined {
  const words = wordsOfTables[table]?.[target] ?? inputWords[target] ?? [target.replaceAll('_', ' ')];
  const at = words.indexOf(plainText(name));
  return at < 0 ? undefined : at;
}

/** The format of a month that reads every value of a column. */
const monthFormat = ({ values, isListed }: ColumnProfile): string | undefined =>
  isListed && values.size > 0
    ? monthFormats.find((format) => [...values.keys()].every((value) => dayOf(value, [format]) !== undefined))
    : undefined;

/** Half of it: a spoilt value is told as what it is, not hidden by a column that is not found. */
const mostly = (values: readonly string[], test: (value: string) => boolean): boolean =>
  values.filter(test).length * 2 >= values.length;
const isAmount = (text: string): boolean => amountText(text, '.') !== undefined || amountText(text, ',') !== undefined;

/** The sign before the decimals: the one by which every amount reads; where both do, the point. */
function decimalOf({ columns }: FileProfile, input: InputTable, find: Find) {
  const named = ['amount', 'debit', 'credit'].flatMap((target) => find(target) ?? []);
  const others = columns.filter((column) =>
    Object.entries(input.columns).some(([target, { cell }]) => cell.kind === 'milli' && find(target) === column),
  );
  const values = [...named, ...others].flatMap((column) => [...column.values.keys()]);
  const reads = (sign: ',' | '.'): number => values.filter((value) => amountText(value, sign) !== undefined).length;
  const [comma, point] = [reads(','), reads('.')];
  const sign = comma > point ? (',' as const) : ('.' as const);
  // "1,020" reads both ways: a thousand, or one and a bit.
  const isOpen = comma === point && values.some((value) => /[.,]\d{3}\b/.test(value));
  const because = isOpen
    ? 'decimal sign: every amount reads with a comma and with a point; the point is taken, look at one amount'
    : comma === point
      ? undefined
      : `decimal sign: ${sign === ',' ? 'a comma' : 'a point'} reads ${Math.max(comma, point)} of ${values.length} amounts, the other ${Math.min(comma, point)}`;
  return { sign, because };
}

/** A key of one column that comes again takes others with it, until no row has that of another. */
function identify({ input, profile, columns, notes, find }: About): void {
  const key = Object.keys(input.columns).find(
    (target) => input.columns[target]?.required && /^(?:line|entry|survey)_id$/.test(target),
  );
  if (key === undefined) return;
  const named = columns[key];
  const first = typeof named === 'string' ? profile.columns.find(({ name }) => name === named) : undefined;
  if (first !== undefined && first.filled === profile.rows && first.distinct === profile.rows) return;
  const ofTime = ['person_id', 'work_day', 'started_at', 'start_time', 'ticket_id', 'activity', 'entry_text'];
  const helpers =
    key === 'entry_id'
      ? ofTime
      : [
          'ledger_account',
          'cost_centre',
          'account_name',
          'kind',
          'date',
          'month',
          'recognised_day',
          'ticket_id',
          'answered_at',
          'amount',
        ];
  const chosen = first === undefined ? [] : [first];
  for (const column of helpers.flatMap((target) => find(target) ?? joinedColumns(columns[target], profile))) {
    // Entries of a day differ next month in what is the same in all of these: all that tell one from another are taken.
    if (key !== 'entry_id' && chosen.length > 1 && isUnique(chosen, profile)) break;
    if (!chosen.includes(column)) chosen.push(column);
  }
  if (chosen.length < 2) return;
  columns[key] = { columns: chosen.map(({ name }) => name) };
  notes.push(
    `${key}: ${chosen.map(({ name }) => name).join(' and ')} together, no single column is different in every row`,
  );
}

/** The columns that a value is joined of: first and last name. */
const joinedColumns = (spec: MappedColumn | undefined, { columns }: FileProfile): readonly ColumnProfile[] =>
  typeof spec === 'object' && 'columns' in spec ? columns.filter(({ name }) => spec.columns.includes(name)) : [];

const isUnique = (columns: readonly ColumnProfile[], { kept }: FileProfile): boolean =>
  new Set(kept.map((cells) => columns.map(({ at }) => cells[at]).join('\u001f'))).size === kept.length;

/** Whether days that end something belong to it, by the days themselves. */
function endsOf({ find, profile, formats, columns, notes, input }: About): InputMapping['ends'] {
  const end = find('period_end_day') ?? find('end_day');
  if (end === undefined || columns[input.name === 'costs' ? 'period_end_day' : 'end_day'] !== end.name)
    return 'exclusive';
  const days = profile.kept.flatMap((cells) => dayOf(cells[end.at] ?? '', formats) ?? []);
  const lasts = days.filter((day) => monthStart(day, 1) === day + 1).length;
  const firsts = days.filter((day) => monthStart(day, 0) === day).length;
  const found = lasts === 0 ? 'exclusive' : firsts === 0 && lasts === days.length ? 'inclusive' : 'months';
  if (days.length > 0)
    notes.push(
      `ends: ${end.name} has ${lasts} last days of months and ${firsts} first days of ${days.length}: ${found}`,
    );
  return found;
}

async function trial(input: InputTable, bytes: Uint8Array, file: string, context: InputContext) {
  try {
    const { rows, isMapped } = await readInput(input, bytes, file, context);
    return { rows: rows.length, open: isMapped ? [] : ['no column of the table was found in the file'] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { rows: 0, open: error.faults.length === 0 ? [error.message] : error.faults };
  }
}
