import type { AnyRow } from '../../lake/table.ts';
import { flagOf, text } from './checks.ts';
import type { InputFlag, LineRow } from './input-table.ts';

/** Lists of names that input files refer to. */
export type ListName = 'accounts' | 'calendars' | 'cost_centres' | 'cost_teams' | 'people' | 'sources' | 'teams';
/** Names of each list that was asked for; null: there is no list to compare with. */
export type Lists = Readonly<Partial<Record<ListName, readonly string[] | null>>>;

/** A column that names something which a table or the configuration lists. */
export interface Reference {
  readonly flag: string;
  readonly table: string;
  /** The column, in the file and in the lake. */
  readonly column: string;
  readonly list: ListName;
  /** The list may come from this input table: a new delivery of it can leave names behind. */
  readonly from?: string;
  /** What was expected, after "expected". */
  readonly expected: string;
  /** Column that tells which row it is, and the word for it; left out: only the name is told. */
  readonly row?: readonly [column: string, word: string];
  /** The names in a cell; the cell itself when left out. */
  readonly names?: (cell: string) => readonly string[];
}

const account = 'an account_id of the table accounts';
const source = 'the id of a source of casebook.yaml';

/** Every such column. A name that is not listed rejects nothing: the list may come with the next file. It is told. */
export const references: readonly Reference[] = [
  {
    flag: 'account_event_of_unlisted_account',
    table: 'account_events',
    column: 'account_id',
    list: 'accounts',
    from: 'accounts',
    expected: account,
    row: ['event_id', 'event'],
  },
  {
    flag: 'revenue_of_unlisted_account',
    table: 'revenue',
    column: 'account_id',
    list: 'accounts',
    from: 'accounts',
    expected: account,
    row: ['line_id', 'line'],
  },
  {
    flag: 'roster_unknown_team',
    table: 'roster',
    column: 'team',
    list: 'teams',
    expected: 'the id of a team of casebook.yaml',
  },
  {
    flag: 'roster_unknown_calendar',
    table: 'roster',
    column: 'calendar_id',
    list: 'calendars',
    from: 'calendars',
    expected: 'a calendar of casebook.yaml or of the table calendars',
  },
  {
    flag: 'roster_unknown_source',
    table: 'roster',
    column: 'helpdesk_ids',
    list: 'sources',
    expected: source,
    names: sourcesOf,
  },
  {
    flag: 'time_of_unknown_person',
    table: 'time_log',
    column: 'person_id',
    list: 'people',
    from: 'roster',
    expected: 'a person_id of the table roster',
  },
  { flag: 'time_of_unknown_source', table: 'time_log', column: 'ticket_source', list: 'sources', expected: source },
  { flag: 'ai_usage_of_unknown_source', table: 'ai_usage', column: 'ticket_source', list: 'sources', expected: source },
  { flag: 'survey_of_unknown_source', table: 'surveys', column: 'ticket_source', list: 'sources', expected: source },
  {
    flag: 'cost_unknown_cost_centre',
    table: 'costs',
    column: 'cost_centre',
    list: 'cost_centres',
    expected: 'one of organisation.cost_centres of casebook.yaml',
    row: ['line_id', 'line'],
  },
  {
    flag: 'cost_unknown_team',
    table: 'costs',
    column: 'team',
    list: 'cost_teams',
    expected: 'a team of casebook.yaml or of the table roster',
    row: ['line_id', 'line'],
  },
];

export const referencesIn = (table: string): readonly Reference[] => references.filter((each) => each.table === table);

/** What lines of a file name in vain: a flag each reference, with file, line, column, found and expected. */
export function unlistedInFile(
  file: string,
  table: string,
  lines: readonly LineRow[],
  lists: Lists,
): readonly InputFlag[] {
  return referencesIn(table).flatMap((reference) => {
    const seen = new Set<string>();
    const places: string[] = [];
    let count = 0;
    for (const { line, row } of lines) {
      for (const name of unlisted(reference, row, lists)) {
        count++;
        if (seen.has(name)) continue;
        seen.add(name);
        places.push(
          `${file}:${line}: ${reference.column}: found ${JSON.stringify(name)}, expected ${reference.expected}`,
        );
      }
    }
    return flagOf(reference.flag, places).map((flag) => ({ ...flag, count }));
  });
}

/** What stored rows name in vain. */
export function unlistedStored(reference: Reference, rows: readonly AnyRow[], lists: Lists): readonly InputFlag[] {
  const places = rows.flatMap((row) =>
    unlisted(reference, row, lists).map((name) =>
      reference.row === undefined ? name : `${reference.row[1]} ${text(row[reference.row[0]])}: ${name}`,
    ),
  );
  return flagOf(reference.flag, [...new Set(places)].sort());
}

function unlisted({ column, list, names }: Reference, row: AnyRow, lists: Lists): readonly string[] {
  const listed = lists[list] ?? null;
  const cell = row[column] ?? null;
  if (listed === null || cell === null) return [];
  return (names?.(text(cell)) ?? [text(cell)]).filter((name) => !listed.includes(name));
}

/** Helpdesks that a roster row names; a plain list of ids holds in all of them. */
function sourcesOf(cell: string): readonly string[] {
  const ids = JSON.parse(cell) as readonly string[] | Readonly<Record<string, string>>;
  return Array.isArray(ids) ? [] : Object.keys(ids);
}
