import { counted } from '../../counted.ts';
import { openTable, refused, type FileRow, type FileTable, type TableAsked } from '../../files/table.ts';
import { EventLogConfiguration } from '../event-log/configuration.ts';
import type { Asked } from './answers.ts';
import { withCollection } from './collection.ts';
import { dateColumns, dayOrder } from './dates.ts';
import { timesOfDay } from './day-and-time.ts';
import { whyNoTickets } from './evidence.ts';
import { brokenCounts, type FieldsFound, fieldsIn } from './fields.ts';
import { isSatisfaction, type FileField } from './header-words.ts';
import { loadable } from './loadable.ts';
import { columnsOf, groupsOf, nullsOf, orderOf } from './mapped-columns.ts';
import { prioritiesOf, statusesOf, type StatusesFound } from './meanings.ts';
import { profileOf, type ColumnProfile, type FileProfile } from './profile.ts';
import type { Proposal } from './proposal.ts';
import { questionsOf } from './questions.ts';
import { recognise } from './recognise.ts';
import { formatsOf, isPlainIso, listOf, noCreation, sequenceOf, timeOfRow, withCreation } from './row-times.ts';
import { statedDurations, type DurationsFound } from './stated-durations.ts';

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
  const profile = await profileOf({ header: table.header, rows: atMost(table.rows, path) }, product?.empty);
  if (profile.rows === 0) throw refused(path, 'a header without rows', 'expected at least one row below it');
  const [fault] = profile.faults;
  if (fault !== undefined && profile.faults.length === profile.rows)
    throw refused(
      path,
      `${fault.found} on line ${fault.line}, and no row that can be read`,
      `expected ${fault.expected}`,
    );
  const dates = dateColumns(profile);
  const fields = withCollection(path, withCreation(fieldsIn(profile, dates, product), dates, profile), profile);
  const { columns, shape } = fields;
  const ticket = columns.get('ticket');
  if (ticket === undefined)
    throw refused(
      path,
      `no column that names tickets (it has ${listOf(table.header)})`,
      'expected one whose values are the ids of tickets',
    );
  const at = timeOfRow(fields, profile);
  const isUndated = shape === 'snapshots' && !columns.has('created_at');
  // a log that has just begun: of each ticket its first state, which dates it
  const mayBegin =
    columns.has('updated') && !columns.has('resolved_at') && !columns.has('closed_at') && profile.rows < mostFirst;
  const noDate = () => refused(path, noCreation(profile, dates), 'expected one of times, filled in every row');
  if (at === undefined || (isUndated && !mayBegin)) throw noDate();
  const used = dates.filter(({ column }) => [...columns.values()].includes(column));
  const order = dayOrder(used, profile, sequenceOf(columns), now_s, answers.day_order);
  // Every row of a log may have the end that came later: it says nothing about the status of the row.
  const ends =
    shape === 'events' ? [] : [columns.get('resolved_at'), columns.get('closed_at')].flatMap((column) => column ?? []);
  const status = columns.get('status');
  const statuses =
    status === undefined ? undefined : statusesOf(status, ends, profile, { ...product?.statuses, ...answers.statuses });
  // what is finished had a life before its last change
  if (isUndated && statuses?.meanings.some(({ status }) => status === 'solved' || status === 'closed') === true)
    throw noDate();
  const priority = columns.get('priority');
  const priorities = priority === undefined ? {} : prioritiesOf(priority, product?.priorities);
  const other = product === undefined ? whyNoTickets(fields, statuses, table.header) : undefined;
  if (other !== undefined) throw refused(path, other, 'expected one row a ticket, or one a change of a ticket');
  const formats = formatsOf(at, used, order);
  const stated =
    shape === 'events' ? { durations: new Map(), notes: [] } : statedDurations(profile, columns, statuses, product);
  const clocks = timesOfDay(profile, columns, used);
  const notes: string[] = [
    ...fields.because,
    ...uncertain(fields, profile),
    ...brokenCounts(fields, profile),
    ...stated.notes,
    ...ratings(profile, columns),
    ...(shape === 'events' ? [] : oneSided(statuses, profile)),
  ];
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
    ticket: fields.collection === undefined ? ticket.name : [fields.collection.name, ticket.name],
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
      .filter((column) => column !== fields.collection && !usedIn(columns, clocks, stated).includes(column))
      .map(({ name }) => name),
    trial,
  };
  return { ...proposal, questions: questionsOf(proposal, used, answers, product) };
}

/** More first states than a log that has just begun would have: then they are the last states of tickets that began at other times. */
const mostFirst = 20;
/** Rows of one file: the ids of so many tickets fit in memory. */
const mostRows = 4_000_000;

async function* atMost(batches: FileTable['rows'], path: string): AsyncGenerator<readonly FileRow[]> {
  let n = 0;
  for await (const batch of batches) {
    n += batch.length;
    if (n > mostRows)
      throw refused(path, `more than ${mostRows} rows`, 'export a shorter span, such as one file a year');
    yield batch;
  }
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

/** Rows that miss what a number needs. */
const uncertain = ({ columns, shape }: FieldsFound, { rows }: FileProfile): readonly string[] => {
  const created = columns.get('created_at');
  return created === undefined || created.filled === rows || shape === 'events'
    ? []
    : [
        `${rows - created.filled} of ${counted(rows, 'row')} have no time of creation in ${created.name} and are not counted`,
      ];
};

/** A list that was cut by its statuses: how many came in, or are open, it does not say. */
function oneSided(statuses: StatusesFound | undefined, { rows }: FileProfile): readonly string[] {
  const found = statuses?.meanings ?? [];
  if (rows < enoughToTell || found.some(({ by }) => by === 'unknown')) return [];
  const isEnd = ({ status }: (typeof found)[number]): boolean => status === 'solved' || status === 'closed';
  if (found.length > 0 && !found.some(isEnd))
    return ['no ticket in it is finished: if it lists unfinished ones alone, more came in than it counts'];
  if (found.length > 0 && found.every(isEnd))
    return [
      'every ticket in it is finished: if it lists finished ones alone, more came in and are open than it counts',
    ];
  return [];
}
/** Fewer tickets may all be open, or all be done. */
const enoughToTell = 20;

/** Satisfaction counts in the period in which it was given, and no column of an export tells that. */
const ratings = ({ columns }: FileProfile, used: ReadonlyMap<FileField, ColumnProfile>): readonly string[] =>
  columns
    .filter((column) => column.filled > 0 && isSatisfaction(column.name) && ![...used.values()].includes(column))
    .map(
      ({ name }) =>
        `${name} states satisfaction, not when it was given, so that no week can count it: it is not used (casebook import surveys takes answers with their time)`,
    );

const stamps: readonly FileField[] = ['created_at', 'resolved_at', 'closed_at', 'first_reply_at'];
