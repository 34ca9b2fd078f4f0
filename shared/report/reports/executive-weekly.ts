import { dtsP50 } from '../../metrics/catalogue/all.ts';
import { readingsWorkbook } from '../attachments/readings-workbook.ts';
import type { Headline, ReportDefinition } from '../report-definition.ts';
import { isQuiet, quietHeadline } from '../quiet.ts';
import { ofPeriod, periodName, sliceName } from '../phrases.ts';
import { readingsOf } from '../scorecard.ts';
import { aiAgents } from '../sections/ai-agents.ts';
import { ahead } from '../sections/ahead.ts';
import { answersSection } from '../sections/answers.ts';
import { commentary } from '../sections/commentary.ts';
import { movementHeadline } from '../movement.ts';
import { executiveWeek, weekMetrics } from '../sections/executive-week.ts';
import { quarterPace } from '../sections/quarter-pace.ts';
import { promisesKept } from '../sections/promises-kept.ts';
import { readWithCare } from '../sections/read-with-care.ts';
import { restated } from '../sections/restated.ts';
import type { Reading, View } from '../section.ts';

const judged = (view: View): readonly Reading[] => readingsOf(weekMetrics, view);

/** What customers felt, how much there was, what it cost; what was unusual, what lies ahead, and how the quarter goes. */
export const executiveWeekly: ReportDefinition = {
  id: 'executive-weekly',
  title: (words) => words.executive_weekly.kicker,
  audience: 'executive',
  cadence: 'weekly',
  leading: dtsP50,
  heading: (view) => ofPeriod(view.words.executive_weekly.heading(periodName(view.facts.periods.now, view)), view),
  sections: [
    restated,
    executiveWeek,
    aiAgents,
    answersSection(judged),
    promisesKept,
    ahead,
    quarterPace,
    commentary,
    readWithCare,
  ],
  judged,
  headline,
  attachments: (view) => [readingsWorkbook('support-week', weekMetrics, view)],
};

function headline(view: View): Headline {
  if (isQuiet(view)) return quietHeadline(view, sliceName(view));
  const week = periodName(view.facts.periods.now, view);
  const subject = (facts: string): string => view.words.executive_weekly.subject(week, facts);
  return movementHeadline(judged(view), subject, view);
}
