import type { EventLogConfiguration } from '../event-log/configuration.ts';
import type { DateColumn, OrderFound } from './dates.ts';
import { joinedFormats } from './day-and-time.ts';
import type { TicketExport } from './export.ts';
import type { FieldsFound } from './fields.ts';
import { plainText, type FileField } from './header-words.ts';
import { channelsOf, type StatusesFound } from './meanings.ts';
import type { ColumnProfile, FileProfile } from './profile.ts';
import { formatsOf } from './row-times.ts';
import type { DurationsFound } from './stated-durations.ts';

type Columns = EventLogConfiguration['columns'];
const mapping: readonly (keyof Columns & FileField)[] = [
  'created_at', 'resolved_at', 'closed_at', 'first_reply_at', 'status', 'assignee', 'group', 'requester', 'account', 'channel', 'priority', 'type', 'category', 'subcategory', 'product', 'tags', 'reopen_count', 'reply_count',
] as (keyof Columns & FileField)[]; // prettier-ignore

/** Texts of the columns in use that mean "no value". */
export function nullsOf(
  columns: ReadonlyMap<FileField, ColumnProfile>,
  product: TicketExport | undefined,
): readonly string[] {
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
export function orderOf(
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

/** What was found out about a file, column by column. */
export interface Mapped {
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

/** The `columns:` of the source; what is odd about one goes to `notes`. */
export function columnsOf({
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

/** Teams of a mail each. */
const mostTeams = 8;

/** The groups of a file, where they are few enough to be teams. */
export function groupsOf(
  columns: ReadonlyMap<FileField, ColumnProfile>,
  nulls: readonly (string | number)[],
): readonly string[] {
  const group = columns.get('group');
  const names = group?.isListed === true ? [...group.values.keys()].filter((name) => !nulls.includes(name)) : [];
  return names.length > mostTeams ? [] : names.sort();
}
