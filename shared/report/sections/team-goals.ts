import { always } from '../claim.ts';
import {
  dtsP50,
  fcr,
  fdr24h,
  frtP50,
  goodRate,
  independentClosureBroad,
  reopenRate,
} from '../../metrics/catalogue/all.ts';
import { historyOf } from '../asks.ts';
import { scorecardTable } from '../scorecard.ts';
import { section } from '../section.ts';

/** A team's goals: how fast, how well, how far on its own. */
export const teamGoals = {
  speed: [frtP50, dtsP50, fdr24h],
  quality: [fcr, reopenRate, goodRate],
  independence: [independentClosureBroad],
} as const;

export const teamScorecard = section({
  id: 'team_scorecard',
  title: (words) => always(words.lead_quarterly.goals),
  lead: (words) => always(words.scorecard.lead),
  asks: (context) =>
    Object.values(teamGoals).flatMap((metrics) => metrics.flatMap((metric) => historyOf(metric, context))),
  blocks: (view) => {
    const texts = view.words.lead_quarterly;
    return scorecardTable(
      [
        { title: texts.speed, metrics: teamGoals.speed },
        { title: texts.quality, metrics: teamGoals.quality },
        { title: texts.independence, metrics: teamGoals.independence },
      ],
      view,
    );
  },
});
