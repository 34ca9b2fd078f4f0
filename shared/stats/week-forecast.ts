const learned = 8;
const tested = 13;
/** Full weeks that a forecast and the errors of its forerunners need. */
export const weeksNeeded = learned + tested;
/** Momentum beyond these is taken for an accident. */
const [least, most] = [0.5, 2];

/**
 * The week that follows eight weeks: their mean, times the last four over the four before. With nothing in the four before there is no
 * momentum to see.
 */
export function nextWeek(weeks: readonly number[]): { readonly value: number; readonly momentum: number } {
  const eight = weeks.slice(-learned);
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const [before, after] = [sum(eight.slice(0, learned / 2)), sum(eight.slice(learned / 2))];
  const momentum = before <= 0 ? 1 : Math.min(most, Math.max(least, after / before));
  return { value: (sum(eight) / learned) * momentum, momentum };
}

/** How far a forecast was off, week by week. */
export interface Errors {
  /** Smallest and largest of actual - forecast: 12 of 14 further errors lie between them when weeks are alike. */
  readonly low: number;
  readonly high: number;
  /** Sum of the sizes of the errors / sum of what came; null when nothing came. */
  readonly wape: number | null;
}
export function errorsOf(pairs: readonly (readonly [actual: number, forecast: number])[]): Errors {
  const errors = pairs.map(([actual, forecast]) => actual - forecast);
  const came = pairs.reduce((all, [actual]) => all + Math.abs(actual), 0);
  const off = errors.reduce((all, error) => all + Math.abs(error), 0);
  return { low: Math.min(...errors), high: Math.max(...errors), wape: came === 0 ? null : off / came };
}

/** For each of the last 13 weeks, its place and the eight weeks before it: what a forecast of it would have known. */
export const lastForecasts = (weeks: readonly number[]): readonly (readonly [at: number, known: readonly number[]])[] =>
  Array.from({ length: tested }, (_, i) => {
    const at = weeks.length - tested + i;
    return [at, weeks.slice(at - learned, at)] as const;
  });
