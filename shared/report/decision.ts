import type { ReportFacts } from './facts.ts';

/** Is it sent again only because numbers that were provisional are old enough to tell now, and none that was known changed? */
export function isDecision({ revision, restatements, periods }: ReportFacts): boolean {
  const own = restatements.filter(({ period }) => period === periods.now.id);
  return (
    revision > 1 &&
    own.length > 0 &&
    own.every(({ before, after }) => before.status === 'immature' && after.status === 'known')
  );
}
