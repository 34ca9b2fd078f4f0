import { Readable } from 'node:stream';
import type { z } from 'zod';
import { isMap, parseDocument, stringify } from 'yaml';
import { InputMapping, inputsOf, type Inputs, type MappedColumn } from '../../config/input-mapping.ts';
import { InputError } from '../../errors.ts';
import { openTable } from '../../files/table.ts';
import { dateColumns, dayOrder, type DateColumn } from '../ticket-files/dates.ts';
import { plainText } from '../ticket-files/header-words.ts';
import { meaningOf } from '../ticket-files/meanings.ts';
import { profileOf, ranked, type ColumnProfile, type FileProfile } from '../ticket-files/profile.ts';
import { amountText, dayOf, hoursText, monthStart } from './foreign-values.ts';
import { costKinds, inputWords } from './input-words.ts';
import type { InputTable } from './input-table.ts';
import { columnsRead } from './mapped.ts';
import { readInput, type InputContext } from './read-input.ts';

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
  const table = await openTable(Readable.from([bytes]), file);
  const profile = await profileOf(table);
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
  const formats = [
    ...new Set(dates.flatMap(({ byOrder }) => (byOrder[order.order] ?? byOrder.day_first)?.formats ?? [])),
  ];
  const about = { input, profile, find, columns, notes, decimal: decimal.sign, formats };
  amounts(about, context.currency);
  if (input.name === 'costs') costs(about);
  if (input.name === 'surveys') survey(about);
  if (input.name === 'time_log') entries(about);
  if (columns['fte'] !== undefined) shares(about);
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
  return { mapping, notes, ...(await trial(input, bytes, file, { ...context, mappings: [mapping] })) };
}

type Find = (target: string) => ColumnProfile | undefined;
interface About {
  readonly input: InputTable;
  readonly profile: FileProfile;
  readonly find: Find;
  readonly columns: Record<string, MappedColumn>;
  readonly notes: string[];
  readonly decimal: ',' | '.';
  readonly formats: readonly string[];
}

/** The column of a target: its surest name, where the values are of its kind; each column once, `date` and `account_name` besides. */
function finder({ columns }: FileProfile, dates: readonly DateColumn[], input: InputTable): Find {
  const isDate = new Set(dates.map(({ column }) => column));
  const fits = (target: string, column: ColumnProfile): boolean => {
    const kind = input.columns[target]?.cell.kind;
    const sample = [...column.values.keys()].slice(0, 50);
    if (column.filled === 0 || column.isRepeated) return false;
    if (kind === 'day' || kind === 'epoch_s' || target === 'date') return isDate.has(column);
    if (isDate.has(column)) return false;
    if (kind === 'minor' || target === 'debit' || target === 'credit') return mostly(sample, isAmount);
    if (kind === 'duration_s') return mostly(sample, (value) => hoursText(value) !== undefined);
    return true;
  };
  const chosen = new Map<string, ColumnProfile>();
  const taken = new Set<ColumnProfile>();
  const pairs = [...Object.keys(input.columns), 'debit', 'credit', 'negative', 'date', 'account_name']
    .flatMap((target) => columns.map((column) => ({ target, column, rank: rankOf(target, column.name) })))
    .filter(({ rank }) => rank !== undefined)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.column.at - b.column.at);
  for (const { target, column } of pairs) {
    const isBeside = target === 'date' || target === 'account_name';
    if (chosen.has(target) || !fits(target, column) || (!isBeside && taken.has(column))) continue;
    chosen.set(target, column);
    if (!isBeside) taken.add(column);
  }
  return (target) => chosen.get(target);
}

function rankOf(target: string, name: string): number | undefined {
  const words = inputWords[target] ?? [target.replaceAll('_', ' ')];
  const at = words.indexOf(plainText(name));
  return at < 0 ? undefined : at;
}

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

function amounts({ input, find, columns, notes }: About, currency: string): void {
  if (input.columns['amount'] === undefined) return;
  const [debit, credit] = [find('debit'), find('credit')];
  if (columns['amount'] === undefined && debit !== undefined && credit !== undefined) {
    columns['amount'] = { debit: debit.name, credit: credit.name };
    notes.push('amount: debit less credit');
  }
  if (columns['currency'] === undefined) {
    columns['currency'] = { value: currency };
    notes.push(`currency: the file names none, ${currency} of the organisation is taken`);
  }
  if (columns['scope'] === undefined) {
    columns['scope'] = { value: 'support' };
    notes.push('scope: every line is taken for a cost of support');
  }
}

/** DATEV and SAP write the side in a column: H and C are credits. */
function negativeOf({ find }: About): Partial<Pick<InputMapping, 'negative'>> {
  const side = find('negative');
  if (side === undefined) return {};
  const values = [...side.values.keys()].filter((value) => /^(?:h|haben|c|cr|credit)$/i.test(value));
  return values.length === 0 ? {} : { negative: { column: side.name, values } };
}

function costs({ find, columns, notes, profile, input }: About): void {
  const date = find('date');
  if (columns['period_start_day'] === undefined && date !== undefined) {
    columns['period_start_day'] = { column: date.name, month: 'first' };
    columns['period_end_day'] = { column: date.name, month: 'next' };
    notes.push(`period: the month of ${date.name}`);
  }
  const kind = find('kind');
  const name = kind ?? find('account_name');
  if (name === undefined) return;
  const kinds = input.columns['kind']?.cell;
  const known = (raw: string): string | undefined =>
    kinds !== undefined && typeof kinds.parse(raw, { zone: 'UTC', currency: '' }) === 'string'
      ? raw
      : meaningOf(raw, costKinds);
  const told = kind === undefined ? find('ledger_account') : undefined;
  const account = told === name ? undefined : told;
  const map: Record<string, string> = {};
  const unknown: string[] = [];
  for (const cells of profile.kept) {
    const raw = cells[name.at] ?? '';
    const key = account === undefined ? raw : (cells[account.at] ?? '');
    const found = known(raw);
    if (key === '') continue;
    if (found !== undefined) map[key] ??= found;
    else unknown.push(account === undefined ? key : `${key} ${raw}`);
  }
  columns['kind'] = { column: (account ?? name).name, map };
  const open = [...new Set(unknown)].filter(
    (text) => map[account === undefined ? text : (text.split(' ')[0] ?? '')] === undefined,
  );
  if (Object.keys(map).length > 0) notes.push(`kind: by the words of ${name.name}`);
  if (open.length > 0) notes.push(`kind: nothing tells it of ${open.slice(0, 10).join('; ')}: add them to the map`);
}

/** Scores from 0 to 10 are taken for NPS where a name says so, from 1 to 5 for CSAT. */
function survey({ find, columns, notes }: About): void {
  const score = find('score');
  const values = score === undefined ? [] : [...score.values.keys()].map(Number).filter(Number.isFinite);
  const isNps = score !== undefined && /\bnps\b|recommend/.test(plainText(score.name));
  const top = Math.max(0, ...values);
  const constant = (target: string, value: string): void => {
    columns[target] ??= { value };
  };
  constant('kind', isNps ? 'nps' : 'csat');
  constant('scale_min', isNps ? '0' : '1');
  constant('scale_max', isNps ? '10' : top > 7 ? '10' : top > 5 ? '7' : '5');
  notes.push(`scale: scores reach from ${Math.min(...values)} to ${top}`);
}

const activityWords = {
  online_support: ['support', 'ticket', 'tickets', 'customer', 'case', 'cases', 'kunde', 'kunden', 'helpdesk'],
  training: ['training', 'schulung', 'course', 'learning', 'fortbildung'],
  knowledge: ['documentation', 'knowledge', 'dokumentation', 'articles', 'wissen'],
  tool_development: ['development', 'automation', 'entwicklung'],
  leave: ['leave', 'vacation', 'holiday', 'sick', 'urlaub', 'krank', 'pto', 'conges'],
  non_support: ['meeting', 'meetings', 'admin', 'administration', 'internal', 'intern', 'besprechung', 'sales'],
} as const;

function entries({ find, columns, notes, input }: About): void {
  const activity = find('activity');
  const cell = input.columns['activity']?.cell;
  if (activity === undefined) {
    columns['activity'] = { value: 'other' };
    notes.push('activity: the file tells none, "other" is taken');
    return;
  }
  const map = Object.fromEntries(
    ranked(activity.values).flatMap(([raw]) => {
      const found =
        typeof cell?.parse(raw, { zone: 'UTC', currency: '' }) === 'string' ? raw : meaningOf(raw, activityWords);
      return found === undefined ? [] : [[raw, found]];
    }),
  );
  columns['activity'] = { column: activity.name, map };
}

function shares({ find, columns }: About): void {
  const fte = find('fte');
  if (fte !== undefined && [...fte.values.keys()].some((value) => Number.parseFloat(value) > 2))
    columns['fte'] = { column: fte.name, percent: true };
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
  const ofTime = ['person_id', 'work_day', 'started_at', 'ticket_id', 'activity'];
  const helpers =
    key === 'entry_id'
      ? ofTime
      : [
          'ledger_account',
          'cost_centre',
          'account_name',
          'date',
          'recognised_day',
          'ticket_id',
          'answered_at',
          'amount',
        ];
  const chosen = first === undefined ? [] : [first];
  for (const column of helpers.flatMap((target) => find(target) ?? [])) {
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

/** The proposal as it stands under `inputs:` of casebook.yaml. */
export function inputProposalText({ mapping, notes, open, rows }: InputProposal, file: string): string {
  const { files: _, ...rest } = mapping;
  return [
    ...notes.map((note) => `# ${note}`),
    ...(open.length === 0
      ? [`# Tried on all of ${file}: ${rows} rows.`]
      : [`# Tried on all of ${file}, it does not load yet:`, ...open.map((each) => `#   ${each}`)]),
    stringify({ inputs: { files: [rest] } }, { lineWidth: 0 }),
  ].join('\n');
}

/** The text of casebook.yaml with the mapping under `inputs:`, in the place of one that reads the same columns; comments stay. */
export function withInputMapping(text: string, { files, ...mapping }: InputMapping): string {
  const document = parseDocument(text);
  const { inputs } = document.toJS() as { inputs?: z.output<typeof Inputs> };
  const told = inputsOf(inputs ?? 'inputs/');
  const same = (other: InputMapping): boolean =>
    other.table === mapping.table &&
    JSON.stringify(columnsRead(other)) === JSON.stringify(columnsRead({ files, ...mapping }));
  const at = told.files.findIndex(same);
  if (!isMap(document.get('inputs', true)))
    document.set('inputs', document.createNode({ folder: told.folder, files: [] }));
  if (at < 0 && !document.hasIn(['inputs', 'files'])) document.setIn(['inputs', 'files'], document.createNode([]));
  if (at < 0) document.addIn(['inputs', 'files'], mapping);
  else document.setIn(['inputs', 'files', at], mapping);
  return document.toString({ lineWidth: 0 });
}
