import { dtsP50 } from '../../metrics/catalogue/all.ts';
import { readingsWorkbook } from '../attachments/readings-workbook.ts';
import { goalsHeadline } from '../goals-headline.ts';
import type { ReportDefinition } from '../report-definition.ts';
import { ofPeriod, periodName, sliceName } from '../phrases.ts';
import { actions } from '../sections/actions.ts';
import { capacity, capacityMetrics } from '../sections/capacity.ts';
import { readingsOf } from '../scorecard.ts';
import type { Reading, View } from '../section.ts';
import { answersSection } from '../sections/answers.ts';
import { commentary } from '../sections/commentary.ts';
import { distribution } from '../sections/distribution.ts';
import { handOffMetrics, handOffs } from '../sections/hand-offs.ts';
import { knowledgeMetrics, knowledgeOutput } from '../sections/knowledge-output.ts';
import { promisesKept } from '../sections/promises-kept.ts';
import { readWithCare } from '../sections/read-with-care.ts';
import { repeatTopics } from '../sections/repeat-topics.ts';
import { restated } from '../sections/restated.ts';
import { waits } from '../sections/waits.ts';
import { teamGoals, teamScorecard } from '../sections/team-goals.ts';

const goals = Object.values(teamGoals).flat();
const judged = (view: View): readonly Reading[] => readingsOf(goals, view);

/** A retrospective of a team's quarter: goals, times by topic, hand-offs, knowledge, capacity, repeat topics, actions. */
export const leadQuarterly: ReportDefinition = {
  id: 'lead-quarterly',
  title: (words) => words.lead_quarterly.kicker,
  audience: 'lead',
  cadence: 'quarterly',
  weekly: 'lead-weekly',
  leading: dtsP50,
  heading: (view) =>
    ofPeriod(view.words.lead_weekly.heading(sliceName(view), periodName(view.facts.periods.now, view)), view),
  sections: [
    restated,
    teamScorecard,
    answersSection(judged, 'quarterly'),
    distribution,
    promisesKept,
    waits,
    handOffs,
    knowledgeOutput,
    capacity,
    repeatTopics,
    commentary,
    actions,
    readWithCare,
  ],
  judged,
  headline: (view) => goalsHeadline(goals, sliceName(view), view),
  attachments: (view) => [
    readingsWorkbook('team-quarter', [...goals, ...handOffMetrics, ...knowledgeMetrics, ...capacityMetrics], view),
  ],
};
