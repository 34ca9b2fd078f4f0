import { always } from '../claim.ts';
import {
  costPerCase,
  dtsP50,
  fcr,
  fdr24h,
  goodRate,
  independentClosureBroad,
  nps,
  supportProfit,
} from '../../metrics/catalogue/all.ts';
import { historyOf } from '../asks.ts';
import type { GoalGroup } from '../scorecard.ts';
import { scorecardTable } from '../scorecard.ts';
import { section } from '../section.ts';
import type { Words } from '../words/words.ts';

/** Two goals each of profit, reputation, efficiency and effectiveness. */
export const executiveGoals = {
  profit: [supportProfit, costPerCase],
  reputation: [goodRate, nps],
  efficiency: [dtsP50, fcr],
  effectiveness: [fdr24h, independentClosureBroad],
} as const;

export const executiveGroups = (words: Words): readonly GoalGroup[] => [
  { title: words.scorecard.profit, metrics: executiveGoals.profit },
  { title: words.scorecard.reputation, metrics: executiveGoals.reputation },
  { title: words.scorecard.efficiency, metrics: executiveGoals.efficiency },
  { title: words.scorecard.effectiveness, metrics: executiveGoals.effectiveness },
];

export const executiveScorecard = section({
  id: 'executive_scorecard',
  title: (words) => always(words.scorecard.title),
  lead: (words) => always(words.scorecard.lead),
  asks: (context) =>
    Object.values(executiveGoals).flatMap((metrics) => metrics.flatMap((metric) => historyOf(metric, context))),
  blocks: (view) => scorecardTable(executiveGroups(view.words), view),
});
