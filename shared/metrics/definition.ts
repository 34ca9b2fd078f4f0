import { leastForInterval } from '../stats/percentile-interval.ts';
import { countAbove, countOver } from './above.ts';
import type { Measure, Measurements, ResultOf } from './measure.ts';
import { checkMeasures } from './measure-check.ts';
import type { Definition, Metric, Part } from './model.ts';
import { countsTickets, knownOnly, lossesIn, withGaps } from './knowledge.ts';
import type { Scope } from './scope.ts';
import type { Reason } from './value.ts';

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
        ask.by.length === 0,
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
