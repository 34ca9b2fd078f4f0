import { dtsP50 } from '../../metrics/catalogue/all.ts';
import { channelChecks, executiveWorkbook } from '../attachments/executive-workbook.ts';
import { goalsHeadline } from '../goals-headline.ts';
import type { ReportDefinition } from '../report-definition.ts';
import { ofPeriod, periodName } from '../phrases.ts';
import { aiAgents } from '../sections/ai-agents.ts';
import { betterThanBefore } from '../sections/better-than-before.ts';
import { byChannel } from '../sections/by-channel.ts';
import { readingsOf } from '../scorecard.ts';
import type { Reading, View } from '../section.ts';
import { answersSection } from '../sections/answers.ts';
import { commentary } from '../sections/commentary.ts';
import { decisions } from '../sections/decisions.ts';
import { executiveGoals, executiveScorecard } from '../sections/executive-scorecard.ts';
import { howWeCompare } from '../sections/how-we-compare.ts';
import { levels } from '../sections/levels.ts';
import { promisesKept } from '../sections/promises-kept.ts';
import { readWithCare } from '../sections/read-with-care.ts';
import { renewalsAtRisk } from '../sections/renewals-at-risk.ts';
import { restated } from '../sections/restated.ts';
import { whatMoved } from '../sections/what-moved.ts';
import { whySoManyPeople } from '../sections/why-so-many-people.ts';

const judged = (view: View): readonly Reading[] => readingsOf(Object.values(executiveGoals).flat(), view);

/** A verdict against goals, what moved, and the decision needed. */
export const executiveQuarterly: ReportDefinition = {
  id: 'executive-quarterly',
  title: (words) => words.executive_quarterly.kicker,
  audience: 'executive',
  cadence: 'quarterly',
  weekly: 'executive-weekly',
  leading: dtsP50,
  heading: (view) => ofPeriod(view.words.executive_quarterly.heading(periodName(view.facts.periods.now, view)), view),
  sections: [
    restated,
    executiveScorecard,
    decisions,
    promisesKept,
    renewalsAtRisk,
    whatMoved,
    answersSection(judged, 'quarterly'),
    aiAgents,
    byChannel,
    whySoManyPeople,
    levels,
    betterThanBefore,
    howWeCompare,
    commentary,
    readWithCare,
  ],
  judged,
  headline: (view) => goalsHeadline(Object.values(executiveGoals).flat(), view.words.executive_quarterly.name, view),
  attachments: (view) => [executiveWorkbook(view)],
  checks: (view) => channelChecks(view).map(({ what, left, right }) => ({ what, holds: left === right })),
};
