import type { Ask, MetricQueries, Part } from './model.ts';
import type { DoubtFound, DoubtRule } from './doubt.ts';
import { doubtRules } from './doubt-rules.ts';

/**
 * What speaks against the numbers of a question. Histories are not looked at: they are asked without companions. Ask together with the
 * numbers, so that they share statements.
 */
export async function doubtsOf(queries: MetricQueries, ask: Ask): Promise<(part: Part) => Part> {
  const rules = Object.entries<DoubtRule>(doubtRules).filter(
    ([, { touches }]) => ask.companions !== false && touches(ask),
  );
  const found = await Promise.all(
    rules.map(async ([id, { find }]) => (await find(queries, ask)).map((one) => ({ id, ...one }))),
  );
  const all = found.flat();
  return (part) => {
    const own = all.filter(({ segment }) => holdsIn(segment, part));
    return part.value.status === 'no_data' || own.length === 0 ? part : withDoubts(part, own);
  };
}

const holdsIn = (segment: DoubtFound['segment'], part: Part): boolean =>
  Object.entries(segment).every(([name, value]) => part.segment[name as keyof Part['segment']] === value);

const withDoubts = (part: Part, found: readonly (DoubtFound & { readonly id: string })[]): Part => ({
  ...part,
  doubts: [...(part.doubts ?? []), ...new Set(found.map(({ id }) => id))],
  extras: {
    ...part.extras,
    ...Object.fromEntries(found.flatMap(({ id, about }) => (about === undefined ? [] : [[id, about]]))),
  },
});
