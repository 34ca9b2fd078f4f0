import { expect, it } from 'vitest';
import type { Issue } from '../../shared/archive/issues.ts';
import { reportPage } from '../../shared/archive/report-page.ts';
import type { Again } from '../../shared/report/decision.ts';
import { digestOf } from '../../shared/report/digest.ts';
import { formatOf } from '../../shared/report/format.ts';
import { compose } from '../../shared/report/report.ts';
import { leadWeekly } from '../../shared/report/reports/all.ts';
import { leadWeekFacts } from '../support/report-facts.ts';

const facts = leadWeekFacts();
const digest = digestOf(leadWeekly, facts, compose(leadWeekly, facts));
const first: Issue = {
  report: 'lead-weekly',
  period: '2026-W39',
  slice: 'all',
  revision: 1,
  folder: '',
  subject: 'The week',
  verdict: null,
  warnings: [],
  checks: [],
  digest,
  isNewest: false,
};
/** The page of the first revision, where the later ones did this; null: kept before that was told. */
const pageAfter = (...later: readonly (Again | null)[]): string =>
  reportPage({
    issue: first,
    revisions: [
      ...later
        .map((again, i): Issue => ({ ...first, revision: i + 2, digest: again && { ...digest, again } }))
        .toReversed(),
      first,
    ],
    mail: null,
    files: [],
    metrics: new Map(),
    cases: new Map(),
    organisation: 'Acme',
    format: formatOf('en', 'UTC', 'USD'),
  });

it('an issue says of the revisions after it what they did, and the gravest where there are several', () => {
  expect(digest.again).toBeUndefined();
  expect(pageAfter()).not.toContain('class="note"');
  expect(pageAfter('corrected')).toContain('The numbers were corrected since: <a href="r2.html">revision 2</a>');
  expect(pageAfter('decided')).toContain('Numbers that were provisional here were decided since');
  expect(pageAfter('reworded')).toContain('Language, names, goals or comments were changed since');
  expect(pageAfter('decided', 'corrected', 'reworded')).toContain(
    'The numbers were corrected since: <a href="r4.html">revision 4</a>',
  );
  expect(pageAfter('reworded', 'decided')).toContain('were decided since: <a href="r3.html">');
  expect(pageAfter(null, 'decided')).toContain('The report was made again since');
});
