import type { Answer, Answers } from './answer.ts';
import { aboutAi } from './about-ai.ts';
import { aboutAhead } from './about-ahead.ts';
import { aboutCustomers } from './about-customers.ts';
import { aboutKnowledge } from './about-knowledge.ts';
import { aboutMoney } from './about-money.ts';
import { aboutPeople } from './about-people.ts';
import { aboutRatings } from './about-ratings.ts';
import { aboutPromises } from './about-promises.ts';
import { aboutTickets, type Metric } from './about-tickets.ts';
import { aboutWaits } from './about-waits.ts';

/** Every metric of METRICS.md, computed a second time. */
export const oracle: Readonly<Record<string, Metric>> = {
  ...aboutTickets,
  ...aboutRatings,
  ...aboutPeople,
  ...aboutKnowledge,
  ...aboutCustomers,
  ...aboutMoney,
  ...aboutPromises,
  ...aboutAi,
  ...aboutWaits,
  ...aboutAhead,
};

/** Names a segment the same way on both sides. */
export const nameOf = (segment: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(segment)
    .map(([dimension, value]) => `${dimension}=${value}`)
    .sort()
    .join(' ');

/** Why two answers differ; null when they agree: counts and money exactly, ratios to 1e-9 of themselves. */
export function difference(expected: Answer, found: Answer): string | null {
  if (expected.status !== found.status) return `${told(found)}, expected ${told(expected)}`;
  const [a, b] = [expected, found] as unknown as readonly Readonly<Record<string, unknown>>[];
  for (const key of Object.keys(a!)) {
    const [x, y] = [a![key], b![key]];
    const same =
      Array.isArray(x) && Array.isArray(y)
        ? x.length === y.length && x.every((value, i) => close(value as number, y[i] as number))
        : typeof x === 'number' && typeof y === 'number'
          ? close(x, y)
          : x === y;
    if (!same) return `${key} ${JSON.stringify(y)}, expected ${JSON.stringify(x)} (${told(found)} / ${told(expected)})`;
  }
  return null;
}
const close = (x: number, y: number): boolean =>
  x === y ||
  (!(Number.isInteger(x) && Number.isInteger(y)) &&
    Math.abs(x - y) <= Math.max(1e-9 * Math.max(Math.abs(x), Math.abs(y)), 1e-15));
const told = (answer: Answer): string =>
  answer.status === 'no_data' ? answer.reason : `${answer.status} ${JSON.stringify(answer)}`;

export type { Answer, Answers, Metric };

/** Nothing was counted: a true 0, or a ratio of nothing. */
export const isEmpty = (answer: Answer): boolean =>
  answer.status === 'no_data'
    ? answer.reason === 'zero_denominator' || answer.reason === 'empty_population'
    : answer.status === 'known' && answer.n === 0 && answer.value === 0;
