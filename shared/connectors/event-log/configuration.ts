import { z } from 'zod';
import { priorities, ticketStatuses, tiers } from '../../events/words.ts';
import { isZone } from '../../time/zone.ts';
import { oneOf } from '../mappings.ts';
import { durationUnits } from './durations.ts';
import { readTimeFormat, timeReader } from './time-format.ts';

const name = z.string({ error: 'the name of a column' }).min(1, { error: 'the name of a column' });
const raw = z.union([z.string(), z.number()], { error: 'a text' });
const timeFormat = z
  .string({ error: 'a time format such as "d/M/yyyy HH:mm"' })
  .refine((text) => typeof readTimeFormat(text) !== 'string', {
    error: 'a time format such as "d/M/yyyy HH:mm", "iso", "epoch" or "epoch_ms"',
  });
const timeFormats = z.union([timeFormat, z.array(timeFormat).min(1)], {
  error: 'a time format such as "d/M/yyyy HH:mm", "iso", "epoch" or "epoch_ms", or a list of them',
});

const columnsKeys = {
  column: name.optional(),
  columns: z.array(name).min(1, { error: 'a list of columns' }).optional(),
};
const eitherColumn = (found: { column?: string | undefined; columns?: readonly string[] | undefined }): boolean =>
  (found.column === undefined) !== (found.columns === undefined);
const either = { error: 'either column or columns' };

/** A file column, or several joined with "/", their values looked up in `map`; `default` for what it lacks. */
const mapped = <T extends z.ZodType<string>>(value: T, example: string) =>
  z.union(
    [
      name,
      z
        .strictObject({
          ...columnsKeys,
          map: z.record(z.string(), value, { error: example }).optional(),
          default: value.optional(),
        })
        .refine(eitherColumn, either),
    ],
    { error: `the name of a column, or ${example}` },
  );
const word = z.string({ error: 'a value' }).min(1, { error: 'a value' });
const text = mapped(word, '{ column: name, map: { raw: value } }').optional();
const time = z
  .union(
    [
      name,
      z
        .strictObject({
          ...columnsKeys,
          time_format: timeFormats.optional(),
          after_creation: z.enum(durationUnits).optional(),
        })
        .refine(eitherColumn, either)
        .refine(({ time_format, after_creation }) => time_format === undefined || after_creation === undefined, {
          error: 'either time_format or after_creation',
        }),
    ],
    {
      error:
        'the name of a column, { column: name, time_format: "d/M/yyyy" }, { columns: [day, time] }, or { column: name, after_creation: minutes }',
    },
  )
  .optional();
const plain = z.union([name, z.strictObject({ column: name })], { error: 'the name of a column' }).optional();

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

/** Which column of the file says what. Everything but the ticket and the time is optional. */
const Columns = z
  .strictObject({
    status: mapped(oneOf(ticketStatuses), '{ column: state, map: { Active: open, Resolved: solved } }').optional(),
    created_at: time.meta({
      description:
        'Given columns win over what the rows imply, even when empty. A day and a time in two columns: columns. A duration: after_creation',
    }),
    resolved_at: time,
    closed_at: time,
    first_reply_at: time,
    deleted_at: time,
    assignee: text,
    group: text,
    channel: mapped(word, '{ column: contact_type, map: { Phone: phone }, default: other }').optional(),
    priority: mapped(oneOf(priorities), '{ column: priority, map: { Urgent: p1, Low: p4 } }').optional(),
    type: text,
    tier: mapped(oneOf(tiers), '{ column: level, map: { First: l1 } }').optional(),
    root_cause: text,
    ai_handoff_reason: text.meta({ description: 'Why an AI agent handed the case to a person' }),
    category: text,
    subcategory: text,
    product: text,
    brand: text,
    queue: text,
    requester: text,
    account: text,
    region: text,
    language: text,
    number: text,
    url: text,
    followup_of: text,
    merged_into: text,
    tags: plain.meta({ description: 'Separated by commas or semicolons, or a JSON list' }),
    actor: text.meta({ description: 'Who wrote this version' }),
    engineering_link: text.meta({ description: 'Any value means: handed to development' }),
    is_spam: plain,
    is_test: plain,
    is_outbound: plain,
    reopen_count: plain.meta({ description: 'How often it was reopened, in all; yes or no: at least once, or never' }),
    reply_count: plain.meta({ description: 'Public replies by people, in all' }),
    handoff_count: plain.meta({ description: 'How often it went from one person to another' }),
    touch_s: plain,
    touch_minutes: plain,
  })
  .refine(
    (columns) =>
      columns.created_at !== undefined ||
      !Object.values(columns).some((told) => typeof told === 'object' && 'after_creation' in told),
    { error: 'created_at beside a column with after_creation: what it counts from' },
  );

/** Epoch seconds of a day (its beginning in the zone) or an instant; undefined when it is neither. */
export const instantOf = (text: string, zone: string): number | undefined => timeReader(['iso'], zone)(text.trim());

/** What only a row per change can tell: who did what when. */
export const eventColumns = ['actor', 'engineering_link'] as const satisfies readonly ColumnName[];

/** The part of casebook.yaml of an event-log source (contract 4.4). No transforms: what was parsed can be parsed again. */
export const EventLogConfiguration = z
  .strictObject({
    id: word,
    connector: z.literal('event-log'),
    files: z
      .array(z.string().min(1), { error: 'a list of files such as ["logs/*.csv.gz"]' })
      .min(1, { error: 'at least one file pattern' }),
    format: z.enum(['csv', 'jsonl'], { error: 'csv or jsonl' }).optional().meta({
      description: 'Default: by what the file begins with; XLSX, XES, gzip and zip are recognised by themselves',
    }),
    delimiter: z
      .string({ error: 'one character such as ";"' })
      .length(1, { error: 'one character such as ";"' })
      .optional()
      .meta({ description: 'Default: the one of comma, semicolon, tab and | that cuts the rows most evenly' }),
    encoding: z
      .string({ error: 'the name of an encoding such as windows-1252' })
      .refine(isEncoding, { error: 'the name of an encoding such as windows-1252' })
      .optional()
      .meta({ description: 'Default: UTF-8 or UTF-16, else what the letters of the file are most likely in' }),
    sheet: name.optional().meta({ description: 'Of a workbook; default: the only one with rows' }),
    time_zone: z
      .string({ error: 'an IANA time zone such as Europe/Berlin' })
      .refine(isZone, { error: 'an IANA time zone such as Europe/Berlin' })
      .default('UTC')
      .meta({ description: 'Of times without an offset' }),
    shape: z.enum(['events', 'snapshots'], { error: 'events or snapshots' }).optional().meta({
      description:
        'events: many rows a ticket, each with its time. snapshots: a table of tickets, one row a ticket and export; of a second one the latest counts. Default: recognised, file by file',
    }),
    complete_until: z
      .string({ error: 'a day or an instant such as 2026-11-30T06:00:00Z' })
      .refine((text) => instantOf(text, 'UTC') !== undefined, {
        error: 'a day or an instant such as 2026-11-30T06:00:00Z',
      })
      .optional()
      .meta({
        description:
          'Everything before this instant is in the files; a day means its beginning. Default: the newest row, or the date in a file name',
      }),
    time_format: timeFormats.default('iso'),
    null_values: z.array(raw, { error: 'a list of texts that mean "no value"' }).default(['']),
    ticket: z.union([name, z.array(name).min(1)], { error: 'the name of a column, or a list of them' }).meta({
      description:
        'Column with the id of the ticket; several are joined with "/", such as [repository, number] where every repository counts from 1',
    }),
    at: name.meta({ description: 'Column with the time of the row' }),
    order: z.array(name, { error: 'a list of columns' }).default([]).meta({
      description: 'Tie-break inside one instant, numbers as numbers; then the order in the file',
    }),
    set_aside: z
      .number({ error: 'a share from 0 to 0.2' })
      .min(0, { error: 'a share from 0 to 0.2' })
      .max(0.2, { error: 'a share from 0 to 0.2' })
      .default(0)
      .meta({
        description: 'Rows of a file that may be left out when they cannot be read; they are counted and listed',
      }),
    bots: z.array(raw, { error: 'a list of owners that are robots' }).default([]),
    people: z
      .array(raw, { error: 'a list of owners that are people' })
      .default([])
      .meta({ description: 'Owners that answer like robots and are none: they are no longer asked about' }),
    columns: Columns.prefault({}),
  })
  .superRefine(({ shape, columns }, context) => {
    for (const name of eventColumns)
      if (shape === 'snapshots' && columns[name] !== undefined)
        context.addIssue({
          code: 'custom',
          path: ['columns', name],
          message: 'no such column beside shape: snapshots, because one row a ticket cannot tell who did what when',
        });
  });
export type EventLogConfiguration = z.output<typeof EventLogConfiguration>;
export type ColumnName = keyof EventLogConfiguration['columns'];
