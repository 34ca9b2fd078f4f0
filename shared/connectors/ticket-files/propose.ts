import { openTable, refused, type FileTable, type TableAsked } from '../../files/table.ts';
import { EventLogConfiguration } from '../event-log/configuration.ts';
import { isTicketTime } from './date-formats.ts';
import { dateColumns, dayOrder, type DateColumn, type OrderFound, type Sequence } from './dates.ts';
import { joinedFormats, timesOfDay } from './day-and-time.ts';
import { namesTicket, whyNoTickets } from './evidence.ts';
import type { TicketExport } from './export.ts';
import { fieldsIn, type FieldsFound } from './fields.ts';
import { headerWords, plainText, type FileField } from './header-words.ts';
import { channelsOf, prioritiesOf, statusesOf, type StatusesFound } from './meanings.ts';
import { profileOf, type ColumnProfile, type FileProfile } from './profile.ts';
import { recognise } from './recognise.ts';
import { statedDurations, type DurationsFound } from './stated-durations.ts';
import { tried, type Trial } from './trial.ts';
import type { Status } from './value-words.ts';

/** What a person has said about the file; all else is found out, or left unknown. */
export interface Answers {
  readonly time_zone?: string | undefined;
  readonly day_order?: 'day_first' | 'month_first' | undefined;
  readonly statuses?: Readonly<Record<string, Status>> | undefined;
  readonly sheet?: string | undefined;
}
export interface Asked {
  readonly now_s: number;
  /** Taken for times without an offset until another one is told. */
  readonly zone: string;
  /** Patterns under `files:`; the path when left out. */
  readonly files?: readonly string[];
  readonly id?: string;
  readonly answers?: Answers;
}
/** What the data leave open. */
export type Question =
  | { readonly about: 'day_order'; readonly text: string }
  | { readonly about: 'time_zone'; readonly text: string }
  | { readonly about: 'status'; readonly raw: string; readonly rows: number; readonly text: string };

export interface Proposal {
  readonly path: string;
  /** "a ticket export of Zendesk", "a table of tickets", "a log of events". */
  readonly what: string;
  readonly table: Pick<FileTable, 'format' | 'delimiter' | 'headerLine' | 'passed'> & { readonly encoding: string };
  readonly source: EventLogConfiguration;
  readonly statuses: StatusesFound | undefined;
  /** Groups with their rows, when there are few enough to be teams. */
  readonly groups: readonly string[];
  readonly order: OrderFound;
  readonly notes: readonly string[];
  readonly questions: readonly Question[];
  /** Columns that nothing is taken from. */
  readonly unused: readonly string[];
  readonly trial: Trial;
}

type Columns = EventLogConfiguration['columns'];
const mapping: readonly (keyof Columns & FileField)[] = [
  'created_at', 'resolved_at', 'closed_at', 'first_reply_at', 'status', 'assignee', 'group', 'requester', 'account', 'channel', 'priority', 'type', 'category', 'subcategory', 'product', 'tags', 'reopen_count', 'reply_count',
] as (keyof Columns & FileField)[]; // prettier-ignore

/**
 * Proposes a source for a file of tickets: recognised by the columns of its product, else by names and content, and tried on the whole
 * file before it is given back, so that what is proposed loads. `open` gives the bytes as often as it is asked.
 * @throws InputError in one sentence when the file is none of tickets
 */
export async function propose(
  path: string,
  open: () => AsyncIterable<Uint8Array>,
  { now_s, zone, files = [path], id = 'tickets', answers = {} }: Asked,
): Promise<Proposal> {
  const layout: TableAsked = { sheet: answers.sheet };
  const table = await openTable(open(), path, layout);
  const product = recognise(table.header);
  const profile = await profileOf(table, product?.empty);
  if (profile.rows === 0) throw refused(path, 'a header without rows', 'expected at least one row below it');
  const dates = dateColumns(profile);
  const fields = withCreation(fieldsIn(profile, dates, product), dates, profile);
  const { columns, shape } = fields;
  const ticket = columns.get('ticket');
  if (ticket === undefined)
    throw refused(
      path,
      `no column that names tickets (it has ${listOf(table.header)})`,
      'expected one whose values are the ids of tickets',
    );
  const at = timeOfRow(fields, profile);
  // one row a ticket under the time of its last change, and no end: its first state in a log, of which nothing dates the creation
  const isLastChange = columns.has('updated') && !columns.has('resolved_at') && !columns.has('closed_at');
  if (at === undefined || (shape === 'snapshots' && !columns.has('created_at') && !isLastChange))
    throw refused(path, noCreation(profile, dates), 'expected one of times, filled in every row');
  const used = dates.filter(({ column }) => [...columns.values()].includes(column));
  const order = dayOrder(used, profile, sequenceOf(columns), now_s, answers.day_order);
  // Every row of a log may have the end that came later: it says nothing about the status of the row.
  const ends =
    shape === 'events' ? [] : [columns.get('resolved_at'), columns.get('closed_at')].flatMap((column) => column ?? []);
  const status = columns.get('status');
  const statuses =
    status === undefined ? undefined : statusesOf(status, ends, profile, { ...product?.statuses, ...answers.statuses });
  const priority = columns.get('priority');
  const priorities = priority === undefined ? {} : prioritiesOf(priority, product?.priorities);
  const other = product === undefined ? whyNoTickets(fields, statuses, table.header) : undefined;
  if (other !== undefined) throw refused(path, other, 'expected one row a ticket, or one a change of a ticket');
  const formats = formatsOf(at, used, order);
  const stated =
    shape === 'events' ? { durations: new Map(), notes: [] } : statedDurations(profile, columns, statuses, product);
  const clocks = timesOfDay(profile, columns, used);
  const notes: string[] = [...fields.because, ...uncertain(fields, profile), ...stated.notes];
  const mapped = EventLogConfiguration.parse({
    id,
    connector: 'event-log',
    files,
    ...(table.format === 'csv' && (table.delimiter ?? ',') !== ',' ? { delimiter: table.delimiter } : {}),
    ...(table.encoding() === 'utf-8' || table.encoding().startsWith('utf-16') ? {} : { encoding: table.encoding() }),
    ...(answers.sheet === undefined ? {} : { sheet: answers.sheet }),
    // A table without any stamp is read as the first state of a log: nothing else could date its tickets.
    ...(shape === 'events' || stamps.some((field) => columns.has(field)) ? { shape } : {}),
    time_zone: answers.time_zone ?? product?.zone ?? zone,
    ...(isPlainIso(formats) ? {} : { time_format: formats.length === 1 ? formats[0] : formats }),
    null_values: nullsOf(columns, product),
    ticket: ticket.name,
    at: at.name,
    ...(shape === 'events' ? orderOf(profile, columns) : {}),
    columns: columnsOf({ fields, used, order, formats, statuses, priorities, product, clocks, stated, notes }),
  });
  const { source, trial } = await loadable(path, open, mapped, now_s, notes);
  const proposal = {
    path,
    what:
      product?.title ??
      (shape === 'events' ? 'a log of events, several rows a ticket' : 'a table of tickets, one row a ticket'),
    table: {
      format: table.format,
      delimiter: table.delimiter,
      headerLine: table.headerLine,
      passed: table.passed,
      encoding: table.encoding(),
    },
    source,
    statuses,
    groups: groupsOf(columns, source.null_values),
    order,
    notes,
    unused: profile.columns
      .filter((column) => !usedIn(columns, clocks, stated).includes(column))
      .map(({ name }) => name),
    trial,
  };
  return { ...proposal, questions: questionsOf(proposal, used, answers, product) };
}

const usedIn = (
  columns: ReadonlyMap<FileField, ColumnProfile>,
  clocks: ReadonlyMap<FileField, ColumnProfile>,
  { durations }: DurationsFound,
): readonly ColumnProfile[] => [
  ...columns.values(),
  ...clocks.values(),
  ...[...durations.values()].map(({ column }) => column),
];

const creations = [headerWords.created_at, headerWords.event_time];
/** Why nothing says when a ticket was created: what times there are, and what was no time. */
function noCreation({ columns, rows }: FileProfile, dates: readonly DateColumn[]): string {
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
  return times.length === 0
    ? `no column of times (it has ${listOf(columns.map(({ name }) => name))})`
    : `no column that says when a ticket was created (its times are ${listOf(times)})`;
}

/** Rows that miss what a number needs. */
const uncertain = ({ columns, shape }: FieldsFound, { rows }: FileProfile): readonly string[] => {
  const created = columns.get('created_at');
  return created === undefined || created.filled === rows || shape === 'events'
    ? []
    : [`${rows - created.filled} of ${rows} rows have no time of creation in ${created.name} and are not counted`];
};

const stamps: readonly FileField[] = ['created_at', 'resolved_at', 'closed_at', 'first_reply_at'];
/** Shares of rows that are proposed to be set aside, when some cannot be read. */
const asides = [0.01, 0.05];

/** The source as all of the file loads by it: with a share of rows set aside, or without a stated shape, where that is what it takes. */
async function loadable(
  path: string,
  open: () => AsyncIterable<Uint8Array>,
  mapped: EventLogConfiguration,
  now_s: number,
  notes: string[],
): Promise<{ readonly source: EventLogConfiguration; readonly trial: Trial }> {
  const { source, trial } = await leastAside(path, open, mapped, now_s);
  if (trial.aside > 0)
    notes.push(
      `${trial.aside} of ${trial.rows + trial.aside} rows cannot be read and are set aside; each pull lists them`,
    );
  const again = trial.rows - trial.repeated - trial.tickets;
  if (again === 0 || (source.shape !== 'snapshots' && !isDatedByCreation(source))) return { source, trial };
  if (again <= trial.rows * mostAgain) {
    notes.push(
      `${again} ${again === 1 ? 'row tells' : 'rows tell'} of a ticket that another row tells of: the latest counts`,
    );
    return { source, trial };
  }
  if (isDatedByCreation(source))
    throw refused(
      path,
      'several rows a ticket, and no column that says when each was written',
      'give one row a ticket, or add the time of each change',
    );
  const { shape: _, ...rest } = source;
  notes.push(`${again} rows tell of a ticket that an earlier row told of: it is read as a log`);
  return { source: rest, trial };
}

/** Tried with no row set aside, then with as few as the file needs. */
async function leastAside(
  path: string,
  open: () => AsyncIterable<Uint8Array>,
  mapped: EventLogConfiguration,
  now_s: number,
): Promise<{ readonly source: EventLogConfiguration; readonly trial: Trial }> {
  let fault: unknown;
  for (const set_aside of [0, ...asides]) {
    const source = { ...mapped, set_aside };
    try {
      return { source, trial: await tried(path, open, source, now_s) };
    } catch (error) {
      fault ??= error;
    }
  }
  throw fault;
}

/** Share of the rows that may tell of a ticket again before a table is taken for a log. */
const mostAgain = 0.1;

/** Nothing says when a row was written: its time is the creation of its ticket. */
const isDatedByCreation = ({ at, columns: { created_at } }: EventLogConfiguration): boolean =>
  at === (typeof created_at === 'string' ? created_at : (created_at?.column ?? created_at?.columns?.[0]));

const listOf = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join(', ')}, ...` : names.join(', ');

/** Teams of a mail each. */
const mostTeams = 8;

function groupsOf(
  columns: ReadonlyMap<FileField, ColumnProfile>,
  nulls: readonly (string | number)[],
): readonly string[] {
  const group = columns.get('group');
  const names = group?.isListed === true ? [...group.values.keys()].filter((name) => !nulls.includes(name)) : [];
  return names.length > mostTeams ? [] : names.sort();
}

/** "Date", "Incident date": a time of which only the ticket is said, not what happened then. */
function isPlainDate(name: string): boolean {
  const words = plainText(name)
    .split(' ')
    .filter((word) => !['de', 'of', 'the', 'do', 'da', 'del', 'di', 'du', 'der', 'd'].includes(word));
  const rest = words.filter((word) => words.length === 1 || !namesTicket(word));
  return headerWords.event_time.includes(rest.join(' '));
}

/** The creation where no name tells it: the only time that says nothing else of itself, filled in every row. */
function withCreation(fields: FieldsFound, dates: readonly DateColumn[], profile: FileProfile): FieldsFound {
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
function timeOfRow({ columns, shape }: FieldsFound, { rows }: FileProfile): ColumnProfile | undefined {
  const preferred: readonly FileField[] =
    shape === 'events' ? ['event_time', 'updated', 'created_at'] : ['updated', 'created_at', 'event_time'];
  const there = preferred.flatMap((field) => columns.get(field) ?? []);
  return there.find(({ filled }) => filled === rows) ?? there.find(({ filled }) => filled >= rows * 0.95);
}

/** What cannot precede what: columns by their places. */
function sequenceOf(columns: ReadonlyMap<FileField, ColumnProfile>): Sequence {
  const at = (field: FileField): number[] => [columns.get(field)?.at ?? []].flat();
  const later: readonly FileField[] = ['first_reply_at', 'resolved_at', 'closed_at', 'updated'];
  return at('created_at').flatMap((before) =>
    later.flatMap((field) => at(field).map((after) => [before, after] as const)),
  );
}

const formatsOf = (column: ColumnProfile, dates: readonly DateColumn[], { order }: OrderFound): readonly string[] => {
  const found = dates.find((each) => each.column === column)?.byOrder;
  return (found?.[order] ?? found?.day_first ?? found?.month_first)?.formats ?? ['iso'];
};
const isPlainIso = (formats: readonly string[]): boolean => formats.length === 1 && formats[0] === 'iso';

/** Texts of the columns in use that mean "no value". */
function nullsOf(columns: ReadonlyMap<FileField, ColumnProfile>, product: TicketExport | undefined): readonly string[] {
  const found = new Set<string>(['']);
  const words = new Set((product?.empty ?? []).map(plainText));
  for (const [field, { empties, values }] of columns) {
    for (const text of empties) found.add(text);
    for (const value of values.keys())
      if (words.has(plainText(value)) && plainText(value) !== '' && field !== 'status') found.add(value);
    if (field === 'assignee' || field === 'group')
      for (const value of values.keys()) if (nobody.has(plainText(value))) found.add(value);
  }
  const statuses = columns.get('status')?.values;
  return [...found].filter((text) => text === '' || statuses?.has(text) !== true).sort();
}
const nobody = new Set(['unassigned', 'nobody', 'not assigned', 'no agent', 'no group', 'nicht zugewiesen', 'niemand', 'non attribue', 'sin asignar', 'nao atribuido', 'non assegnato', 'niet toegewezen', 'nieprzypisane', 'не назначен', 'не назначено', '未分配', '未割り当て', '担当者なし', '未定']); // prettier-ignore

/** A column that counts the changes of a ticket orders rows of one instant. */
function orderOf(
  { columns, rows }: FileProfile,
  fields: ReadonlyMap<FileField, ColumnProfile>,
): { readonly order?: readonly string[] } {
  const found = columns.find(
    (column) =>
      /(?:mod|version|sequence|seq|event|step)[_ ]?(?:count|no|nr|number)?$/i.test(column.name) &&
      ![...fields.values()].includes(column) &&
      column.integers === rows,
  );
  return found === undefined ? {} : { order: [found.name] };
}

interface Mapped {
  readonly fields: FieldsFound;
  readonly used: readonly DateColumn[];
  readonly order: OrderFound;
  readonly formats: readonly string[];
  readonly statuses: StatusesFound | undefined;
  readonly priorities: Readonly<Record<string, string>>;
  readonly product: TicketExport | undefined;
  readonly clocks: ReadonlyMap<FileField, ColumnProfile>;
  readonly stated: DurationsFound;
  readonly notes: string[];
}

function columnsOf({
  fields: { columns },
  used,
  order,
  formats,
  statuses,
  priorities,
  product,
  clocks,
  stated,
  notes,
}: Mapped): Record<string, unknown> {
  const mapped: Record<string, unknown> = {};
  for (const field of mapping) {
    const column = columns.get(field);
    if (column === undefined) continue;
    const { name } = column;
    const clock = clocks.get(field);
    if (clock !== undefined) {
      const own = joinedFormats(formatsOf(column, used, order), clock);
      mapped[field] = { columns: [name, clock.name], time_format: own };
      notes.push(`${name} is read with ${clock.name}`);
    } else if (used.some((each) => each.column === column)) {
      const own = formatsOf(column, used, order);
      mapped[field] =
        JSON.stringify(own) === JSON.stringify(formats)
          ? name
          : { column: name, time_format: own.length === 1 ? own[0] : own };
    } else if (field === 'status' && statuses !== undefined)
      mapped[field] = {
        column: name,
        map: Object.fromEntries(statuses.meanings.map(({ raw, status }) => [raw, status])),
        default: 'other',
      };
    else if (field === 'channel') {
      const map = channelsOf(column, product?.channels);
      if (Object.keys(map).length > 0) mapped[field] = { column: name, map, default: 'other' };
    } else if (field === 'priority') {
      if (Object.keys(priorities).length > 0) mapped[field] = { column: name, map: priorities };
      else
        notes.push(
          `${name} is not used: its values (${[...column.values.keys()].slice(0, 5).join(', ')}) do not say which of them is urgent`,
        );
    } else mapped[field] = name;
  }
  if (mapped['resolved_at'] === undefined && mapped['closed_at'] !== undefined) {
    mapped['resolved_at'] = mapped['closed_at'];
    notes.push(
      `${columns.get('closed_at')?.name ?? ''} is taken for the resolution, too: the file has no other time of it`,
    );
  }
  for (const [field, { column, unit }] of stated.durations)
    mapped[field] = { column: column.name, after_creation: unit };
  return mapped;
}

function questionsOf(
  { source, order, statuses, trial }: Pick<Proposal, 'source' | 'order' | 'statuses' | 'trial'>,
  used: readonly DateColumn[],
  answers: Answers,
  product: TicketExport | undefined,
): readonly Question[] {
  const questions: Question[] = [];
  if (order.by === 'open')
    questions.push({
      about: 'day_order',
      text: `Which comes first in its dates, the day or the month? ${order.because}.`,
    });
  const hasWallTimes = used.some(({ column }) =>
    [...column.values.keys()].slice(0, 50).some((value) => !/(?:Z|[+-]\d{2}:?\d{2})$|^\d{9,13}$/.test(value)),
  );
  if (answers.time_zone === undefined && product?.zone === undefined && hasWallTimes)
    questions.push({
      about: 'time_zone',
      text: `In which time zone are its times? They do not say; ${source.time_zone} is taken.`,
    });
  for (const { raw, rows, by } of statuses?.meanings ?? [])
    if (by === 'unknown')
      questions.push({
        about: 'status',
        raw,
        rows,
        text: `What does the status "${raw}" mean (${rows} of ${trial.rows} rows)?`,
      });
  return questions;
}
