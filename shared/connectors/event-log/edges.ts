import type { Value } from '../../lake/table.ts';
import type { EventLogConfiguration } from './configuration.ts';
import type { VersionRead } from './normalise.ts';
import type { Shape, Snapshot } from './raw-name.ts';
import { readTimeFormat } from './time-format.ts';

/** What the rows of one file show together. */
export interface FileFacts {
  /** The newest instant of any row that is not in the future; null: none. */
  readonly newest_s: number | null;
  /** Where it stands; 0: nowhere. */
  readonly newest_line: number;
  /** Where the first row stands. */
  readonly first_line: number;
  /** Every ticket has one row. */
  readonly isOneRowEach: boolean;
  /** More than a tenth of the rows are further rows of a ticket: no table has that many doubles. */
  readonly isLog: boolean;
  /** A ticket that has a second row. */
  readonly repeated: { readonly ticket_id: string; readonly line: number } | null;
  /** No end in a column lies before the time of its row, and some lie after it. */
  readonly rowTimeIsCreation: boolean;
}

const stamps = ['given_resolved_s', 'given_closed_s', 'given_first_reply_s'] as const;

/** Looks at every row of a file. Memory: the ids of its tickets, until it is seen to be a log. */
export function factsOfFile(now_s: number): { add(read: VersionRead): void; facts(): FileFacts } {
  let newest_s: number | null = null;
  let [newest_line, first_line] = [0, 0];
  let ids: Set<string> | undefined = new Set();
  let [rows, further] = [0, 0];
  let repeated: FileFacts['repeated'] = null;
  let [isBefore, isAfter] = [false, false];
  const see = (at: Value | undefined, line: number): void => {
    if (typeof at !== 'number' || at > now_s || (newest_s !== null && at <= newest_s)) return;
    newest_s = at;
    newest_line = line;
  };
  return {
    add({ line, version: { event, attributes, at_s }, isRepeated }) {
      rows += 1;
      first_line ||= line;
      if (!isRepeated && ids?.has(event.ticket_id) === true) {
        repeated ??= { ticket_id: event.ticket_id, line };
        further += 1;
        // so many that no later row can change it
        if (further > 10_000 && further > rows / 2) ids = undefined;
      }
      ids?.add(event.ticket_id);
      see(at_s, line);
      see(attributes['created_s'], line);
      for (const name of stamps) {
        const at = attributes[name];
        if (typeof at !== 'number') continue;
        see(at, line);
        isBefore ||= at < at_s;
        isAfter ||= at > at_s;
      }
    },
    facts: () => ({
      newest_s,
      newest_line,
      first_line,
      isOneRowEach: repeated === null,
      isLog: ids === undefined || further > rows / 10,
      repeated,
      rowTimeIsCreation: isAfter && !isBefore,
    }),
  };
}

const stampColumns = ['created_at', 'resolved_at', 'closed_at', 'first_reply_at'] as const;

/**
 * What a file is, where the configuration does not say: a table of tickets when every ticket has one row and a column tells the
 * creation, an end or a reply; so the first row of a log that has only times of rows is no table. What came before decides for logs.
 */
export function shapeOf(
  { shape, columns }: Pick<EventLogConfiguration, 'shape' | 'columns'>,
  facts: FileFacts,
  before: Shape | null,
): Shape {
  if (shape !== undefined) return shape;
  if (before === 'events' || !facts.isOneRowEach) return 'events';
  return stampColumns.some((name) => columns[name] !== undefined) ? 'snapshots' : 'events';
}

/** When a table was exported: at its newest row, or at the date in its name when that is later. */
export const takenAt = (facts: FileFacts, named_s: number | null, now_s: number): Snapshot => ({
  taken_s: Math.max(facts.newest_s ?? 0, named_s ?? 0) || now_s,
  rowTimeIsCreation: facts.rowTimeIsCreation,
});

const readIso = readTimeFormat('iso');

/** The day, or the minute, that a file name has, such as tickets-2026-11-30.csv or log_20261130T0600.csv; null: none, or one to come. */
export function dateInName(path: string, zone: string, now_s: number): number | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const match =
    /(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?:[T _-]?([01]\d|2[0-3])[-_.h:]?([0-5]\d)(?:[-_.:]?[0-5]\d)?Z?)?(?!\d)/.exec(
      name,
    );
  if (match === null || typeof readIso === 'string') return null;
  const [, year, month, day, hour = '00', minute = '00'] = match;
  const at_s = readIso(`${year}-${month}-${day}T${hour}:${minute}`, zone);
  return at_s === undefined || at_s > now_s ? null : at_s;
}
