import { hash } from 'node:crypto';
import type { EventData, TicketEvent } from '../../events/event.ts';
import type { QualityFlag } from '../../facts/quality.ts';
import { blankRows } from '../../lake/blank-row.ts';
import type { AnyRow, Value } from '../../lake/table.ts';
import type { TableRow } from '../staged-row.ts';
import type { ColumnName, EventLogConfiguration } from './configuration.ts';
import type { Faults } from './faults.ts';
import { durationIn, durationText } from './durations.ts';
import { fieldsOf, type Field } from './fields.ts';
import { orderKey, orderNumber, padded } from './order-key.ts';
import type { Snapshot } from './raw-name.ts';
import type { LogRow } from './rows.ts';
import { dayTeller, isNever, timeReader } from './time-format.ts';
import { countIn, countOrFlagIn, flagIn, secondsIn, tagsIn, type Parse } from './values.ts';

/** What one row of a log says: the state of a ticket at an instant, and its attributes then. */
export interface Version {
  readonly event: TicketEvent;
  readonly eventVersion: string;
  readonly attributes: AnyRow;
  /** Orders the versions of a ticket; the largest is the present. */
  readonly attributesVersion: string;
  /** Time of the row. */
  readonly at_s: number;
}

/** Reads the rows of one file by the configuration; one reader a file, because it counts values. */
export interface Reader {
  /** Columns of the file that are needed, each once. */
  readonly columns: readonly string[];
  /** undefined when the row has a fault. `position` counts the rows of the file. */
  read(row: LogRow, position: number, faults: Faults): Version | undefined;
  readonly fields: readonly Field[];
  /** Adds what only the whole file shows: statuses without a meaning, with their counts. */
  finish(faults: Faults): void;
}

type Column = keyof TableRow<'ticket_attributes'>['row'];

/** Columns of ticket_attributes that a field is copied to. */
const copies: Readonly<Partial<Record<ColumnName, Column>>> = {
  channel: 'channel',
  priority: 'priority',
  status: 'status',
  type: 'type',
  tier: 'tier',
  root_cause: 'root_cause',
  ai_handoff_reason: 'ai_handoff_reason',
  category: 'category',
  subcategory: 'subcategory',
  product: 'product',
  brand: 'brand',
  queue: 'queue',
  assignee: 'assignee_id',
  group: 'group_id',
  requester: 'requester_id',
  account: 'account_id',
  region: 'region',
  language: 'language',
  number: 'number',
  url: 'url',
  followup_of: 'followup_of_id',
  merged_into: 'merged_into_id',
};
/** Fields whose raw value is kept beside their meaning. */
const withRaw: ReadonlySet<string> = new Set(['channel', 'status', 'priority']);
/** Fields that are part of the state which consecutive rows are compared by (TicketEvent snapshot). */
const states: Readonly<Partial<Record<ColumnName, keyof EventData<'snapshot'>>>> = {
  status: 'status',
  assignee: 'assignee',
  group: 'group',
  tier: 'tier',
  priority: 'priority',
  channel: 'channel',
  engineering_link: 'engineering',
};
const times: Readonly<Partial<Record<ColumnName, readonly [column: Column, has: Column | null]>>> = {
  created_at: ['created_s', null],
  resolved_at: ['given_resolved_s', 'has_given_resolved'],
  closed_at: ['given_closed_s', 'has_given_closed'],
  first_reply_at: ['given_first_reply_s', 'has_given_first_reply'],
  deleted_at: ['deleted_s', null],
};
const parsed: Readonly<Partial<Record<ColumnName, readonly [column: Column, parse: Parse, expected: string]>>> = {
  reopen_count: ['given_reopen_count', countOrFlagIn, 'a whole number such as 0, or yes or no'],
  reply_count: ['given_reply_count', countIn, 'a whole number such as 0'],
  handoff_count: ['given_handoff_count', countIn, 'a whole number such as 0'],
  touch_s: ['given_touch_s', secondsIn(1), 'seconds such as 90'],
  touch_minutes: ['given_touch_s', secondsIn(60), 'minutes such as 1.5'],
  is_spam: ['is_spam', flagIn, 'true or false'],
  is_test: ['is_test', flagIn, 'true or false'],
  is_outbound: ['is_outbound', flagIn, 'true or false'],
  tags: ['tags', tagsIn, 'tags such as "vip, beta"'],
};

/** `snapshot`: the file is a table of tickets; null: a log of events. `received_s`: when the file came; no end can be later. */
export function reader(
  configuration: EventLogConfiguration,
  snapshot: Snapshot | null = null,
  received_s = Infinity,
): Reader {
  const fields = fieldsOf(configuration.columns);
  const ticketNames = [configuration.ticket].flat();
  const columns = [
    ...new Set([...ticketNames, configuration.at, ...configuration.order, ...fields.flatMap((field) => field.columns)]),
  ];
  const formats = [configuration.time_format].flat();
  const readTime = timeReader(formats, configuration.time_zone);
  const saysDay = dayTeller(formats);
  const ticketAt = ticketNames.map((name) => columns.indexOf(name));
  const atAt = columns.indexOf(configuration.at);
  const orderAt = configuration.order.map((name) => columns.indexOf(name));
  const bots = new Set(configuration.bots.map(String));
  const steps = fields.map((field) =>
    stepOf(
      field,
      field.columns.map((name) => columns.indexOf(name)),
      { formats, zone: configuration.time_zone, readTime, saysDay },
    ),
  );
  const ofExport = snapshot === null ? [] : ['created_s', 'given_resolved_s', 'has_given_resolved', 'has_given_closed'];
  const blank = blankRows([
    ...new Set([
      'ticket_id',
      'updated_s',
      'fact_source',
      'given_quality',
      ...steps.flatMap(columnsOfStep),
      ...ofExport,
    ]),
  ]);
  // Where the time of a row is the column of the creation, no column says when the ticket changed.
  const dated = fields.some(({ name, columns }) => name === 'created_at' && columns[0] === configuration.at);
  // Elsewhere columns say when a ticket was created and resolved, and the time of the row dates neither.
  const hasEnds = fields.some(({ name }) => name === 'resolved_at' || name === 'closed_at');
  const readsRowTime = snapshot === null && !fields.some(({ name }) => name === 'resolved_at');
  const expected = timeText(formats, configuration.time_zone);
  const asOf =
    snapshot !== null && dated && !snapshot.rowTimeIsCreation ? { ...snapshot, rowTimeIsCreation: true } : snapshot;

  /** All rows of a table are of one instant: where a ticket stands in it twice, the row that changed last is its state. */
  const orderOf = (cells: LogRow['cells'], position: number, at_s: number): number => {
    const [first] = orderAt;
    if (first !== undefined) return orderNumber(cells[first] ?? null);
    return Math.min(snapshot === null ? position : Math.max(0, Math.floor(at_s / 2)), 2 ** 31 - 1);
  };

  return {
    columns,
    fields,
    read({ line, cells, identity }, position, faults) {
      const before = faults.count;
      const ticket_id = nameOf(cells, ticketAt);
      const at = cells[atAt] ?? null;
      if (ticket_id === null) faults.add(line, ticketNames.join('/'), null, 'the id of a ticket');
      const at_s = at === null ? undefined : readTime(at);
      if (at_s === undefined) faults.add(line, configuration.at, at, expected);

      const row = blank();
      row['ticket_id'] = ticket_id;
      row['updated_s'] = at_s ?? null;
      row['fact_source'] = 'snapshot';
      const data: Record<string, string | number | null> = {};
      let actor_id: string | null = null;
      let after: After[] | undefined;
      const days = new Set<Column>();
      for (const step of steps) {
        if (step.kind === 'word') {
          const value = readWord(step, cells, row, data);
          if (step.name === 'assignee' && value !== null && bots.has(value)) data['assignee_kind'] = 'bot';
          if (step.name === 'actor') actor_id = value;
          continue;
        }
        const raw = step.kind === 'time' ? dayAndTime(cells, step.at) : joined(cells, step.at);
        const value =
          raw === null ? null : (step.read(raw) ?? (step.kind === 'time' && isNever(raw) ? null : undefined));
        if (value === undefined) faults.add(line, step.columns, raw, step.expected);
        if (step.has !== null) row[step.has] = true;
        row[step.column] = step.isAfter ? null : (value ?? null);
        if (typeof value === 'number' && raw !== null && step.saysDay?.(raw) === true) days.add(step.column);
        if (step.isAfter && typeof value === 'number') (after ??= []).push({ column: step.column, duration_s: value });
      }
      if (after !== undefined) countFrom(row, after);
      if (hasEnds && endsLater(row, received_s + zones_s)) withoutEnds(row);
      if (readsRowTime && at !== null && saysDay(at)) days.add('updated_s');
      if (days.size > 0) ofDays(row, days, new Set(after?.map(({ column }) => column)));
      if (faults.count > before && ticket_id !== null) faults.sawTicket(line, ticket_id);
      if (faults.count > before || ticket_id === null || at_s === undefined) return undefined;
      const place = padded(position);
      const keys = orderAt.map((at) => orderKey(cells[at] ?? null));
      if (orderAt.length > 0) data['sequence'] = [...keys.slice(keys.length === 1 ? 1 : 0), place].join('|');
      const actor = actor_id !== null && bots.has(actor_id) ? ('automation' as const) : null;
      if (asOf !== null) {
        asOfExport(row, at_s, asOf);
        const finished_s = finishIn(row, asOf);
        if (finished_s !== null) data['finished_s'] = finished_s;
      }
      const seen_s = snapshot?.taken_s ?? at_s;
      const identityThen = snapshot === null ? identity : `${identity}\u001e${seen_s}`;
      const version = [padded(at_s), ...keys, place].join('|');
      return {
        event: {
          ticket_id,
          event_id: hash('sha256', identityThen, 'hex').slice(0, 40),
          at_s: seen_s,
          order: orderOf(cells, position, at_s),
          kind: 'snapshot',
          actor,
          actor_id,
          data,
        },
        // Where one row stands in two files, its first place counts, in whatever order they come.
        eventVersion: `${padded(seen_s)}-${padded(9_999_999_999 - position)}`,
        at_s,
        attributes: row,
        attributesVersion: snapshot === null ? version : `${padded(seen_s)}|${version}`,
      };
    },
    finish(faults) {
      for (const { name, columns, lookup } of fields) {
        const unmapped = lookup.unmapped();
        if (unmapped.length === 0) continue;
        const values = unmapped.map(({ raw, seen }) => `"${raw}" (${seen} ${seen === 1 ? 'row' : 'rows'})`);
        faults.addText(
          `column ${columns.join('/')}: found ${values.slice(0, 50).join(', ')} without a ${name}, expected each in columns.${name}.map, or a columns.${name}.default`,
        );
      }
    },
  };
}

/** A field with what it is read by and where its value goes, looked up once for all rows. */
type Step = WordStep | ValueStep;
interface WordStep {
  readonly kind: 'word';
  readonly name: ColumnName;
  readonly at: readonly number[];
  readonly lookup: Field['lookup'];
  readonly column: Column | undefined;
  readonly rawColumn: string | null;
  readonly state: keyof EventData<'snapshot'> | undefined;
}
interface ValueStep {
  readonly kind: 'time' | 'value';
  readonly at: readonly number[];
  /** For messages. */
  readonly columns: string;
  readonly expected: string;
  readonly read: Parse;
  readonly column: Column;
  readonly has: Column | null;
  /** It tells how long after the creation it was. */
  readonly isAfter: boolean;
  /** Of times: whether a text is a day without its time of day. */
  readonly saysDay?: (text: string) => boolean;
}
interface After {
  readonly column: Column;
  readonly duration_s: number;
}

function stepOf(
  field: Field,
  at: readonly number[],
  {
    formats,
    zone,
    readTime,
    saysDay,
  }: {
    readonly formats: readonly string[];
    readonly zone: string;
    readonly readTime: ReturnType<typeof timeReader>;
    readonly saysDay: ReturnType<typeof dayTeller>;
  },
): Step {
  const { name, after } = field;
  const columns = field.columns.join('/');
  const instant = times[name];
  if (instant !== undefined)
    return {
      kind: 'time',
      at,
      columns,
      expected: after === undefined ? timeText(field.formats ?? formats, zone) : durationText[after],
      read:
        after !== undefined
          ? durationIn(after)
          : field.formats === undefined
            ? readTime
            : timeReader(field.formats, zone),
      column: instant[0],
      has: instant[1],
      isAfter: after !== undefined,
      ...(after === undefined ? { saysDay: field.formats === undefined ? saysDay : dayTeller(field.formats) } : {}),
    };
  const parse = parsed[name];
  if (parse !== undefined) {
    const [column, read, expected] = parse;
    return { kind: 'value', at, columns, expected, read, column, has: null, isAfter: false };
  }
  const rawColumn = withRaw.has(name) ? `${name}_raw` : null;
  return { kind: 'word', name, at, lookup: field.lookup, column: copies[name], rawColumn, state: states[name] };
}

/** Columns of ticket_attributes that a step fills. */
const columnsOfStep = (step: Step): readonly string[] =>
  (step.kind === 'word' ? [step.column, step.rawColumn] : [step.column, step.has]).filter((name) => name != null);

function readWord(
  { name, at, lookup, column, rawColumn, state }: WordStep,
  cells: LogRow['cells'],
  row: Record<string, Value>,
  data: Record<string, string | number | null>,
): string | null {
  const raw = joined(cells, at);
  const value = raw === null ? null : (lookup.of(raw) ?? null);
  if (column !== undefined) row[column] = value;
  if (rawColumn !== null) row[rawColumn] = raw;
  if (state !== undefined) data[state] = value;
  if (name === 'status') data['status_raw'] = raw;
  return value;
}

function countFrom(row: Record<string, Value>, after: readonly After[]): void {
  const { created_s } = row;
  for (const { column, duration_s } of after)
    row[column] = typeof created_s === 'number' ? created_s + duration_s : null;
}

/**
 * Days without a time of day: how long a ticket took is known to the day only, unless durations tell it. What ended on the day of the
 * creation did not end before it.
 */
function ofDays(row: Record<string, Value>, days: ReadonlySet<Column>, durations: ReadonlySet<Column>): void {
  const dating = ends.filter(
    (end) => row[end] != null && (end !== 'given_closed_s' || row['has_given_resolved'] !== true),
  );
  const isTimed =
    dating.length > 0 && dating.every((end) => durations.has(end) || !(days.has(end) || days.has('created_s')));
  const flag: QualityFlag | null =
    !isTimed || days.has('updated_s') ? 'days_only' : days.has('created_s') ? 'day_of_creation' : null;
  if (flag !== null) row['given_quality'] = JSON.stringify([...flagsIn(row), flag]);
  const { created_s } = row;
  if (typeof created_s !== 'number' || days.has('created_s')) return;
  for (const column of days) {
    const day_s = row[column];
    if (typeof day_s === 'number' && day_s <= created_s && created_s < day_s + longestDay_s) row[column] = created_s;
  }
}
const ends = ['given_resolved_s', 'given_closed_s', 'given_first_reply_s'] as const;
/** A day on which clocks go back. */
const longestDay_s = 25 * 3600;

/**
 * A row of a table of tickets: what it says was true at the export, and nobody knows since when. Only stamps tell when it was
 * resolved: the close, where no column has the resolution.
 */
function asOfExport(row: Record<string, Value>, at_s: number, { taken_s, rowTimeIsCreation }: Snapshot): void {
  if (row['has_given_resolved'] !== true) row['given_resolved_s'] = row['given_closed_s'] ?? null;
  row['has_given_resolved'] = true;
  row['has_given_closed'] = true;
  if (rowTimeIsCreation) {
    row['created_s'] ??= at_s;
    row['updated_s'] = taken_s;
  }
}

/** What was seen of a row so far. */
export const flagsIn = ({ given_quality }: AnyRow): readonly string[] =>
  typeof given_quality === 'string' ? (JSON.parse(given_quality) as readonly string[]) : [];

/** A wall clock may be that of another zone than the one it is read in. */
const zones_s = 86_400;
const endsLater = (row: Record<string, Value>, last_s: number): boolean =>
  ['given_resolved_s', 'given_closed_s'].some((end) => Number(row[end] ?? 0) > last_s);

/** An end that had not come when the file was read: when it was, or whether, is not told. */
function withoutEnds(row: Record<string, Value>): void {
  row['given_resolved_s'] = null;
  row['given_closed_s'] = null;
  row['given_quality'] = JSON.stringify(['end_in_future' satisfies QualityFlag]);
}

/** When the ticket was resolved, where that can be. */
function finishIn({ given_resolved_s: at_s, created_s }: Record<string, Value>, { taken_s }: Snapshot): number | null {
  const isPossible =
    typeof at_s === 'number' && at_s <= taken_s && !(typeof created_s === 'number' && at_s < created_s);
  return isPossible ? at_s : null;
}

/** null when any part is empty. */
function nameOf(cells: readonly (string | null)[], at: readonly number[]): string | null {
  if (at.length === 1) return cells[at[0] ?? 0] ?? null;
  const parts = at.map((each) => cells[each] ?? null);
  return parts.includes(null) ? null : parts.join('/');
}

/** null when every part is empty; an empty part of several is an empty text. */
function joined(cells: readonly (string | null)[], at: readonly number[]): string | null {
  if (at.length === 1) return cells[at[0] ?? 0] ?? null;
  const parts = at.map((each) => cells[each] ?? null);
  return parts.every((part) => part === null) ? null : parts.map((part) => part ?? '').join('/');
}

/** A day and the time of that day; null without a day. */
function dayAndTime(cells: readonly (string | null)[], at: readonly number[]): string | null {
  if (at.length === 1) return cells[at[0] ?? 0] ?? null;
  const [day, ...rest] = at.map((each) => cells[each] ?? null);
  return day == null ? null : [day, ...rest.filter((part) => part !== null)].join(' ');
}

const timeText = (formats: readonly string[], zone: string): string =>
  `a time like ${formats.map((format) => (format === 'iso' ? '2026-09-01T12:30:00Z' : format)).join(' or ')} (zone ${zone})`;
