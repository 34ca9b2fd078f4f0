import type { Cadence } from '../config/cadence.ts';
import { type Sentence } from './claim.ts';
import { canLimit } from '../metrics/checks.ts';
import type { Metric } from '../metrics/definition.ts';
import type { Ask } from '../metrics/evaluate.ts';
import { allTables } from '../lake/tables.ts';
import type { Frame } from '../metrics/relation.ts';
import type { Dimension } from '../metrics/value.ts';
import { composeModel, judgedView } from './compose.ts';
import type { ReportContext, ReportFacts } from './facts.ts';
import type { Attachment, Model, Rendered } from './model.ts';
import { renderModel } from './render.ts';
import type { CasesAsk, List, ListAsk, Pill, Reading, Section, View } from './section.ts';
import type { Words } from './words/words.ts';

/** A report is a list of sections, what it opens with, and what it attaches. */
export interface ReportDefinition {
  readonly id: string;
  readonly title: (words: Words) => string;
  readonly audience: 'executive' | 'finance' | 'lead';
  readonly cadence: Cadence;
  /** The line above the title in the mail. */
  readonly kicker: (words: Words) => string;
  readonly heading: (view: View) => string;
  readonly sections: readonly Section[];
  /** Metrics and lists that only the headline or the attachments read. */
  readonly asks?: (context: ReportContext) => readonly Ask[];
  readonly lists?: readonly List[];
  /** The number that the report is about most: a change of it is seen sooner than one of the others. */
  readonly leading?: Metric;
  /** The numbers that it judges: one that moved or missed its goal is answered for, and the cases behind a bad one are attached. */
  readonly judged?: (view: View) => readonly Reading[];
  readonly headline: (view: View) => Headline;
  readonly attachments: (view: View) => readonly Attachment[];
  /** Arithmetic that must hold in what is shown; the inbox page lists it. */
  readonly checks?: (view: View) => readonly { readonly what: string; readonly holds: boolean }[];
  /** Reasons to refuse to send; empty = may be sent. */
  readonly holds?: (facts: ReportFacts) => readonly string[];
}

/** The opening: made from arithmetic only. */
export interface Headline {
  readonly verdict: Pill | null;
  /** Up to 78 characters, with the period. */
  readonly subject: Sentence<string>;
  readonly preheader: string;
  /** At most 20 words. */
  readonly sentence: Sentence<string>;
  /** At most three. */
  readonly points: readonly Sentence[];
}

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
