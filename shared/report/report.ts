import { canLimit } from '../metrics/checks.ts';
import type { Ask } from '../metrics/evaluate.ts';
import { allTables } from '../lake/tables.ts';
import type { Frame } from '../metrics/relation.ts';
import type { Dimension } from '../metrics/value.ts';
import { composeModel, judgedView } from './compose.ts';
import type { ReportContext, ReportFacts } from './facts.ts';
import type { Model, Rendered } from './model.ts';
import { renderModel } from './render.ts';
import type { CasesAsk, ListAsk } from './section.ts';
import type { ReportDefinition } from './report-definition.ts';

/**
 * What has to be measured and listed before the report can be written. Asks repeat nothing; the slice is in every `where`.
 * `frame`: that of the report's period (`bench.frame`), which knows the tables that have rows. A list whose tables are empty is left out; `facts.lists` has none then.
 */
export function needs(
  report: ReportDefinition,
  context: ReportContext,
  frame: Frame = frameOf(context),
): { readonly asks: readonly Ask[]; readonly lists: readonly ListAsk[]; readonly cases: readonly CasesAsk[] } {
  const asks = new Map<string, Ask>();
  for (const ask of [
    ...report.sections.flatMap((part) => part.asks?.(context) ?? []),
    ...(report.asks?.(context) ?? []),
  ].filter(isAble)) {
    const key = JSON.stringify([ask.metric.id, ask.period.id, ask.by, ask.where ?? {}]);
    asks.set(key, together(asks.get(key), ask));
  }
  const lists = new Map<string, ListAsk>();
  for (const list of [...report.sections.flatMap((part) => part.lists ?? []), ...(report.lists ?? [])])
    addList(lists, list.id, list.sql(context, frame));
  const cases = report.sections.flatMap((part) => part.cases?.(context) ?? []);
  return { asks: [...asks.values()], lists: [...lists.values()], cases: cases.filter(({ ask }) => isAble(ask)) };
}

/** One ask for two sections: with everything that either needs. */
function together(one: Ask | undefined, other: Ask): Ask {
  if (one === undefined) return other;
  const { companions: _, ...ask } = { ...one, ...other };
  return one.companions === false && other.companions === false ? { ...ask, companions: false } : ask;
}

/** A metric that cannot be cut or limited the way the report is stays out of it. */
const isAble = ({ metric, by, where = {} }: Ask): boolean =>
  by.every((dimension) => metric.dimensions.includes(dimension)) &&
  Object.keys(where).every((dimension) => canLimit(metric, dimension as Dimension));

/** As if every table had rows: right wherever facts come from events. */
const frameOf = ({ as_of_s, periods: { now } }: ReportContext): Frame => ({
  as_of_s,
  start_s: now.start_s,
  end_s: now.end_s,
  past: false,
  present: new Set(allTables.map(({ name }) => name)),
  account_days: [],
});

const addList = (lists: Map<string, ListAsk>, id: string, sql: string | null): void => {
  if (sql !== null) lists.set(id, { id, sql });
};

/** The report as data. Pure: the same facts give the same model. */
export const compose = (report: ReportDefinition, facts: ReportFacts): Model => composeModel(report, facts);

export { judgedView };

/** Reasons to refuse to send, as sentences for the owner; empty = may be sent. */
export const holds = (report: ReportDefinition, facts: ReportFacts): readonly string[] => report.holds?.(facts) ?? [];

/** Subject, HTML, text, pictures and attachments. The same model gives the same bytes. Throws InternalError above 95,000 bytes of HTML. */
export const render = (model: Model): Promise<Rendered> => renderModel(model);
