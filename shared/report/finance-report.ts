import { costOfSupport, costPerCase, ticketVolume } from '../metrics/catalogue/all.ts';
import { during, now } from './asks.ts';
import { aiClaimsCsv } from './attachments/ai-claims-csv.ts';
import { costCsv } from './attachments/cost-csv.ts';
import { financeWorkbook } from './attachments/finance-workbook.ts';
import { financeHeadline } from './finance-headline.ts';
import type { ReportDefinition } from './report-definition.ts';
import { ofPeriod, periodName } from './phrases.ts';
import { readingsOf } from './scorecard.ts';
import type { Reading, View } from './section.ts';
import { againstPlan } from './sections/against-plan.ts';
import { aiClaimsSection } from './sections/ai-claims.ts';
import { answersSection } from './sections/answers.ts';
import { commentary } from './sections/commentary.ts';
import { costBridge } from './sections/cost-bridge.ts';
import { costByChannel } from './sections/cost-by-channel.ts';
import { financeFigures } from './sections/finance-figures.ts';
import { promisesKept } from './sections/promises-kept.ts';
import { readWithCare } from './sections/read-with-care.ts';
import { reconciliation } from './sections/reconciliation.ts';
import { restated } from './sections/restated.ts';
import { whereMoneyWent } from './sections/where-money-went.ts';
import { financeHolds, tieOuts } from './tie-out.ts';
import type { Words } from './words/words.ts';

const judged = (view: View): readonly Reading[] => readingsOf([costPerCase], view);

/** Months of the ledger, one or three: what a case cost, why that moved, and that it ties to the cent. Not sent when it does not. */
export const financeReport = (cadence: 'monthly' | 'quarterly', title: (words: Words) => string): ReportDefinition => ({
  id: `finance-${cadence}`,
  title,
  audience: 'finance',
  cadence,
  weekly: 'finance-weekly',
  heading: (view) => ofPeriod(view.words.finance.heading(periodName(view.facts.periods.now, view)), view),
  sections: [
    restated,
    financeFigures,
    costBridge,
    answersSection(judged, cadence),
    aiClaimsSection,
    costByChannel,
    whereMoneyWent,
    againstPlan,
    promisesKept,
    reconciliation,
    commentary,
    readWithCare,
  ],
  asks: (context) => [
    now(ticketVolume, context),
    ...context.periods.months.map((month) => during(costOfSupport, month, context, ['channel', 'cost_kind'])),
  ],
  judged,
  headline: financeHeadline,
  attachments: (view) => [financeWorkbook(view), costCsv(view), ...aiClaimsCsv(view)],
  checks: (view) => tieOuts(view).map(({ what, left, right }) => ({ what, holds: left === right })),
  holds: (facts) => financeHolds(facts, cadence),
});
