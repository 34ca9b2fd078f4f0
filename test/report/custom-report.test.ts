import { expect, it } from 'vitest';
import { frtP50 } from '../../shared/metrics/catalogue/all.ts';
import { always } from '../../shared/report/claim.ts';
import { historyOf } from '../../shared/report/asks.ts';
import { ofPeriod } from '../../shared/report/phrases.ts';
import { readingsTable } from '../../shared/report/readings-table.ts';
import { needs } from '../../shared/report/report.ts';
import type { ReportDefinition } from '../../shared/report/report-definition.ts';
import { readWithCare } from '../../shared/report/sections/all.ts';
import { section } from '../../shared/report/section.ts';
import { leadWeekFacts } from '../support/report-facts.ts';
import { rendered } from '../support/reports.ts';

/** A report of one's own: a section that asks and shows, and a definition that lists it. Nothing else changes. */
const replies = section({
  id: 'replies',
  title: () => always('Replies'),
  asks: (context) => historyOf(frtP50, context),
  blocks: (view) => readingsTable([frtP50], view),
});
const replyWatch: ReportDefinition = {
  id: 'reply-watch',
  title: () => 'Reply watch',
  audience: 'lead',
  cadence: 'weekly',
  heading: (view) => ofPeriod(`Replies, ${view.facts.periods.now.id}`, view),
  sections: [replies, readWithCare],
  headline: (view) => ({
    verdict: null,
    subject: always(`Replies ${view.facts.periods.now.id}`),
    preheader: always(''),
    sentence: always('How fast we reply.'),
    points: [],
  }),
  attachments: () => [],
};

it('a report of one’s own asks for what its sections read and renders like the others', async () => {
  expect(new Set(needs(replyWatch, leadWeekFacts()).asks.map(({ metric }) => metric.id))).toEqual(
    new Set(['frt_p50', 'issues_handled']),
  );
  const mail = await rendered(replyWatch, leadWeekFacts());
  expect(mail.text).toMatch(/First reply, median\s+38 min\s+▼ 4 min better/);
  expect(mail.html).toContain('Replies, 2026-W39');
});
