import type { FactKind } from '../knowledge/fact-kind.ts';
import type { ColumnPath, TableName } from '../lake/tables.ts';
import { leastForInterval } from '../stats/percentile-interval.ts';
import { countAbove, countOver } from './above.ts';
import type { MetricQueries } from './queries.ts';
import type { Ask, Extras } from './context.ts';
import type { Measure, Measurements, ResultOf } from './measure.ts';
import { countsTickets, knownOnly, lossesIn, withGaps, type Duration } from './knowledge.ts';
import type { Scope } from './scope.ts';
import { checkMeasures } from './sql-check.ts';
import type { Dimension, MetricValue, Reason, Segment, Unit } from './value.ts';

export type Audience = 'executive' | 'finance' | 'lead';
export type Cadence = 'weekly' | 'quarterly';
export type Direction = 'up' | 'down' | 'neutral' | 'as_base';
export type Axis =
  'created' | 'resolved' | 'first_resolved' | 'first_reply' | 'answered' | 'raised' | 'period' | 'instant' | 'as_base';
export type Credit = 'resolver' | 'first replier' | 'rated person' | 'reviewed person' | 'owner at the end';
export type MetricKind = 'value' | 'by_part' | 'by_dimension' | 'panel' | 'alias' | 'undefined';
/** How firm the formula is: the text gives it, gives words only, gives the name only, or contradicts itself. */
export type Basis = 'stated' | 'described' | 'named' | 'ambiguous';

/** What a number means, in words that mails, the catalogue page and `explain` print. Ids are promises: added, never renamed. */
export interface Definition {
  readonly id: string;
  readonly title: string;
  /** The reader's question that the number answers. */
  readonly question: string;
  readonly group: string;
  readonly kind: MetricKind;
  readonly formula: string;
  readonly unit: Unit;
  /** Which way is good. */
  readonly direction: Direction;
  readonly audience: readonly Audience[];
  readonly cadence: readonly Cadence[];
  readonly inputs: readonly ColumnPath[];
  /** Facts of a ticket without which it is in neither part of the number. */
  readonly needs?: readonly FactKind[];
  /** Besides the cases it divides by something that others tell, such as costs: with fewer cases it would be another number. */
  readonly needs_all?: true;
  /** The duration that the number is about: a ticket of which it would be negative is in neither part. */
  readonly duration?: Duration;
  /** Tables without which the number is still given, but not the correction or cut that needs them. */
  readonly optional_inputs?: readonly TableName[];
  readonly population: string;
  /** The date that puts a fact into a period. */
  readonly axis: Axis;
  /** Whom a ticket counts for when cut by team, level or person. */
  readonly credit: Credit | null;
  readonly dimensions: readonly Dimension[];
  /** Of the proportion or score, in the JSON of contract 4.2; that of a percentile stands apart (`percentile`). */
  readonly interval: 'none' | 'wilson' | 'nps';
  /** The number is this percentile (0 to 1): its 95 % interval is that of order statistics. */
  readonly percentile?: number;
  /** Below this n no arrow, no colour and no words of change. */
  readonly change_from_n: number;
  /** Tables without a row of which there is no number. */
  readonly requires: readonly TableName[];
  /** The reasons it may be unknown; no_input:<table> of the tables that it requires come first and are not written out. */
  readonly no_data: readonly Reason[];
  /** When a member of the population is not ripe; null = never. */
  readonly immature: string | null;
  readonly pitfalls: string;
  readonly basis: Basis;
  /** The published texts the number comes from. */
  readonly source: readonly string[];
  readonly decision?: string;
  readonly benchmark?: string;
  /** The value that one of the texts publishes for comparison, in the metric's unit; `year` null: the text is not dated. */
  readonly published?: { readonly value: number; readonly source: string; readonly year: number | null };
  readonly params?: Readonly<Record<string, number | string | readonly number[]>>;
  readonly parts?: readonly string[];
  readonly alias_of?: string;
}

const defaults = {
  kind: 'value',
  credit: null,
  interval: 'none',
  change_from_n: 1,
  immature: null,
  requires: [],
  no_data: [],
} as const satisfies Partial<Definition>;
type Defaulted = keyof typeof defaults;
/** A definition as its file writes it: without what is as usual. */
type Written<D extends Definition = Definition> = Omit<D, Defaulted> & Partial<Pick<D, Defaulted>>;

function complete<D extends Written>(written: D): D & Definition {
  const whole = { ...defaults, ...written };
  const without = whole.requires.map((table): Reason => `no_input:${table}`);
  return { ...whole, no_data: [...new Set([...without, ...whole.no_data])] };
}

/** A value of one segment as a metric computes it; `part` adds to the asked segment. */
export interface Part {
  readonly segment: Segment;
  readonly value: MetricValue;
  readonly extras?: Extras;
  readonly not_told?: number;
  readonly doubts?: readonly string[];
  /** Only where it differs from the metric's own (mix-adjusted money). */
  readonly unit?: Unit;
}

export interface Metric extends Definition {
  /** What the whole answer may be limited to besides its dimensions, because its parts can be. */
  readonly slices?: readonly Dimension[];
  /** Answers one element a segment and part; called only when the inputs are there. */
  readonly evaluate: (queries: MetricQueries, ask: Ask) => Promise<readonly Part[]>;
}

/** What `value` of a measured metric may answer: the value, the value with extras, or one element a part. */
export type Outcome = Omit<Part, 'segment'> | readonly Part[];

/** A metric made of measures over one or more tables: SQL counts, `value` divides. */
export function metric<const M extends Readonly<Record<string, Measure>>>(
  definition: Written & {
    readonly measures: M | ((scope: Scope) => M);
    readonly value: (measured: { readonly [K in keyof M]: ResultOf<M[K]> }, scope: Scope) => Outcome;
  },
): Metric {
  const { measures, value, ...text } = definition;
  if (typeof measures !== 'function') checkMeasures(definition.id, measures);
  return {
    ...complete(text),
    evaluate: async (queries, ask) => {
      const scope = queries.scope(ask);
      const asked = knownOnly(
        typeof measures === 'function' ? measures(scope) : measures,
        definition,
        queries.gaps,
      ) as M;
      const [found, above, over, lose] = await Promise.all([
        queries.measure(ask, asked),
        text.percentile === undefined ? null : countAbove(queries, ask, asked, text.percentile),
        text.percentile === undefined ? {} : countOver(queries, ask, asked),
        countsTickets(asked) ? null : lossesIn(queries, ask, definition),
      ]);
      return found.flatMap(({ segment, measured }: Measurements<M>) => {
        const outcome = value(measured, scope);
        const known = (part: Part): Part =>
          lose === null ? withGaps(part, measured, definition, scope.policies.least_told_share) : lose(part);
        if (Array.isArray(outcome))
          return (outcome as readonly Part[]).map((part) =>
            known({ ...part, segment: { ...segment, ...part.segment } }),
          );
        const own = outcome as Omit<Part, 'segment'>;
        const counts = { ...(above === null ? {} : { above }), ...over };
        const isCounted = Object.keys(counts).length > 0;
        return [known({ ...own, segment, ...(isCounted ? { extras: { ...own.extras, ...counts } } : {}) })];
      });
    },
  };
}

/** A metric computed in TypeScript from small rows or from other metrics. What it `needs` of its tickets and is not told, is counted. */
export function computed(definition: Written<Metric>): Metric {
  const { evaluate, ...text } = definition;
  if (text.needs === undefined) return complete(definition);
  return {
    ...complete(text),
    evaluate: async (queries, ask) => {
      const [parts, lose] = await Promise.all([evaluate(queries, ask), lossesIn(queries, ask, text)]);
      return parts.map(lose);
    },
  };
}

/** Another name of a metric: no second computation. */
export const alias = (definition: Written, of: Metric): Metric => ({
  ...complete(definition),
  evaluate: (queries, ask) => queries.metric({ ...ask, metric: of }),
});

/** How the 95 % interval of the number is found, in words; undefined when it has none. */
export function intervalWords({ interval, percentile }: Definition): string | undefined {
  if (interval !== 'none') return `${interval}, 95 %`;
  if (percentile === undefined) return undefined;
  return `order statistics, 95 %, from n = ${leastForInterval(percentile)}`;
}
