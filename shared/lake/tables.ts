import type { ColumnName, Table } from './table.ts';
import { ingestRuns, ingestRejects, ingestCompare, fieldMappings, toldFacts } from './tables/bookkeeping.ts';
import { accounts, accountEvents, orders } from './tables/customers.ts';
import {
  knowledgeArticles,
  knowledgeEvents,
  selfServiceSessions,
  contributions,
  requirements,
} from './tables/knowledge.ts';
import { aiUsage, costs, revenue, plan, fxRates } from './tables/money.ts';
import {
  people,
  contacts,
  contactMerges,
  groups,
  roster,
  memberships,
  timeLog,
  activityWeights,
  levelCoefficients,
} from './tables/people.ts';
import { surveys, slaPolicies, slaResults, qaReviews, incidents } from './tables/quality.ts';
import { calendars, holidays, targets, weights, commentary, answers, events } from './tables/settings.ts';
import {
  ticketAttributes,
  tickets,
  ticketEvents,
  ticketFlow,
  ticketIntervals,
  ticketOwners,
  ticketTurns,
  ticketLinks,
} from './tables/tickets.ts';

export * from './tables/bookkeeping.ts';
export * from './tables/customers.ts';
export * from './tables/knowledge.ts';
export * from './tables/money.ts';
export * from './tables/people.ts';
export * from './tables/quality.ts';
export * from './tables/settings.ts';
export * from './tables/tickets.ts';

/** Every table, in the order of creation. */
export const allTables = [
  ticketAttributes,
  tickets,
  ticketEvents,
  ticketFlow,
  ticketIntervals,
  ticketOwners,
  ticketTurns,
  ticketLinks,
  people,
  contacts,
  contactMerges,
  groups,
  surveys,
  slaPolicies,
  slaResults,
  roster,
  memberships,
  timeLog,
  activityWeights,
  levelCoefficients,
  costs,
  revenue,
  plan,
  fxRates,
  aiUsage,
  knowledgeArticles,
  knowledgeEvents,
  selfServiceSessions,
  contributions,
  requirements,
  accounts,
  accountEvents,
  orders,
  calendars,
  holidays,
  targets,
  weights,
  commentary,
  answers,
  events,
  qaReviews,
  incidents,
  ingestRuns,
  ingestRejects,
  ingestCompare,
  fieldMappings,
  toldFacts,
] as const;

export type TableName = (typeof allTables)[number]['name'];

const places: ReadonlyMap<string, number> = new Map(allTables.map(({ name }, i) => [name, i]));
/** The order in which rows of several tables come in; a table of a test comes first. */
export const byTable = (a: Table, b: Table): number => (places.get(a.name) ?? -1) - (places.get(b.name) ?? -1);
/** A column as `table.column`, or all of a table as `table.*`. */
export type ColumnPath = {
  [T in (typeof allTables)[number] as T['name']]: `${T['name']}.${ColumnName<T> | '*'}`;
}[TableName];
