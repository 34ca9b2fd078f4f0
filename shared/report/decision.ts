import type { ReportFacts } from './facts.ts';

/** Is it sent again only because numbers that were provisional are old enough to tell now, and none that was known changed? */
export function isDecision({ revision, restatements, reworded, periods }: ReportFacts): boolean {
  const own = restatements.filter(({ period }) => period === periods.now.id);
  return (
    revision > 1 &&
    reworded === undefined &&
    own.length > 0 &&
    own.every(({ before, after }) => before.status === 'immature' && after.status === 'known')
  );
}

/** Is it sent again though no number of it changed, because its language, names, goals or comments did? */
export const isRewording = ({ revision, restatements, reworded, periods }: ReportFacts): boolean =>
  revision > 1 && reworded !== undefined && restatements.every(({ period }) => period !== periods.now.id);

/** What a later revision of a report did to it; undefined for the first. */
export type Again = 'decided' | 'reworded' | 'corrected';
export const againOf = (facts: ReportFacts): Again | undefined =>
  facts.revision < 2 ? undefined : isDecision(facts) ? 'decided' : isRewording(facts) ? 'reworded' : 'corrected';
