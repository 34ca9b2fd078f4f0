import { factKindNames, type FactKind } from '../../knowledge/fact-kind.ts';
import type { TicketStatus } from '../../events/words.ts';
import type { Telling } from '../../knowledge/telling.ts';
import type { ColumnName, EventLogConfiguration } from './configuration.ts';
import type { Shape } from './raw-name.ts';

/** The columns of which any one tells a fact, in a log of events and in a table of tickets. */
type By = Readonly<Partial<Record<Shape, readonly ColumnName[]>>>;

/** What a mapping can tell. A fact that is not here, or not in a shape, no file of that shape can tell. */
const told: Readonly<Partial<Record<FactKind, By>>> = {
  owner: { events: ['assignee'], snapshots: ['assignee'] },
  first_reply: { events: ['first_reply_at'], snapshots: ['first_reply_at'] },
  reply_count: { events: ['reply_count'], snapshots: ['reply_count'] },
  status_history: { events: ['status'] },
  resolution: { events: ['resolved_at', 'status'], snapshots: ['resolved_at', 'closed_at'] },
  reopenings: { events: ['status'] },
  reopen_count: { events: ['status', 'reopen_count'], snapshots: ['reopen_count'] },
  assignments: { events: ['assignee'] },
  handoffs: { events: ['assignee', 'handoff_count'], snapshots: ['handoff_count'] },
  group_changes: { events: ['group'] },
  escalation: { events: ['engineering_link'] },
  work_started: { events: ['assignee'] },
  time_worked: { events: ['touch_s', 'touch_minutes'], snapshots: ['touch_s', 'touch_minutes'] },
  deletions: { events: ['deleted_at', 'status'], snapshots: ['deleted_at', 'status'] },
  merges: { events: ['merged_into', 'status'], snapshots: ['merged_into', 'status'] },
  authors: { events: ['actor'] },
};

/** What the columns of a file tell. The creation of a log is its first row; a table of tickets needs a column for it. */
export function logTelling(
  { columns }: Pick<EventLogConfiguration, 'columns'>,
  shape: Shape,
  rowTimeIsCreation = false,
): Telling {
  const has = (name: ColumnName): boolean => columns[name] !== undefined;
  const says = (fact: FactKind, name: ColumnName): boolean =>
    has(name) &&
    (name !== 'status' || !(fact in wordOf) || canSay(columns.status, wordOf[fact as keyof typeof wordOf]));
  const untold: Partial<Record<FactKind, string>> = {};
  for (const fact of factKindNames) {
    const by = fact === 'creation' ? creationBy(shape, rowTimeIsCreation) : (told[fact]?.[shape] ?? []);
    // which accounts are AI agents no column tells: `bots` does; whether a time has its hours each value says
    if (by === 'always' || fact === 'ai_agents' || fact === 'time_of_day' || by.some((name) => says(fact, name)))
      continue;
    untold[fact] = adviceFor(fact, by, shape);
  }
  return { untold, ...(shape === 'events' ? { begins_with_data: true } : {}) };
}

/** What a status says only where one of its words means it. */
const wordOf = { deletions: 'deleted', merges: 'merged' } as const satisfies Partial<Record<FactKind, TicketStatus>>;
const canSay = (status: EventLogConfiguration['columns']['status'], word: TicketStatus): boolean =>
  typeof status === 'object' && (status.default === word || Object.values(status.map ?? {}).includes(word));

const creationBy = (shape: Shape, rowTimeIsCreation: boolean): readonly ColumnName[] | 'always' =>
  shape === 'events' || rowTimeIsCreation ? 'always' : ['created_at'];

function adviceFor(fact: FactKind, by: readonly ColumnName[], shape: Shape): string {
  if (by.length > 0) return `map a column to ${by.join(' or ')}`;
  if (fact === 'ratings_given' || fact === 'ratings_offered') return 'import the table surveys';
  const inEvents = told[fact]?.events;
  if (shape === 'snapshots' && inEvents !== undefined)
    return `give a log with a row per change (shape: events) and map ${inEvents.join(' or ')}`;
  return 'no file tells it: connect the helpdesk itself';
}
