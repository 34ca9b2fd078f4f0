import { always, firstTrue, stated } from '../claim.ts';
import { aiClaimsCsv } from '../attachments/ai-claims-csv.ts';
import { flashCsv } from '../attachments/flash-csv.ts';
import { flashOf } from '../flash.ts';
import type { Headline, ReportDefinition } from '../report-definition.ts';
import { ofPeriod, periodName } from '../phrases.ts';
import { aiClaimsSection } from '../sections/ai-claims.ts';
import { commentary } from '../sections/commentary.ts';
import { financeFlash } from '../sections/finance-flash.ts';
import { promisesKept } from '../sections/promises-kept.ts';
import { readWithCare } from '../sections/read-with-care.ts';
import { restated } from '../sections/restated.ts';
import { financeHolds } from '../tie-out.ts';
import type { View } from '../section.ts';

/** A flash, marked estimate: volumes for certain, cost as far as the month's ledger tells it. */
export const financeWeekly: ReportDefinition = {
  id: 'finance-weekly',
  title: (words) => words.finance.weekly_kicker,
  audience: 'finance',
  cadence: 'weekly',
  heading: (view) => ofPeriod(view.words.finance.weekly_heading(periodName(view.facts.periods.now, view)), view),
  sections: [restated, financeFlash, promisesKept, aiClaimsSection, commentary, readWithCare],
  headline,
  attachments: (view) => [flashCsv(view), ...aiClaimsCsv(view)],
  holds: (facts) => financeHolds(facts, 'weekly'),
};

function headline(view: View): Headline {
  const { words, format } = view;
  const texts = words.finance;
  const week = periodName(view.facts.periods.now, view);
  const flash = flashOf(view);
  const cost = flash.perCase === null ? null : format.moneyExact(Math.round(flash.perCase));
  const solved = flash.solved === null ? '' : words.cases(flash.solved, format.count(flash.solved));
  const evidence = { solved: flash.solved, per_case: flash.perCase, accrued_minor: flash.accrued };
  return {
    verdict: null,
    subject: firstTrue(evidence, [
      { claim: 'solved_not_told', when: flash.solved === null, says: () => texts.flash_subject_not_told(week) },
      { claim: 'no_costs', when: cost === null, says: () => texts.flash_subject_volumes(week, solved) },
      {
        claim: 'cost_estimated',
        when: true,
        says: () => texts.flash_subject(week, solved, texts.flash_cost_short(cost ?? '')),
      },
    ]),
    preheader: always(texts.flash_note),
    sentence: stated(
      flash.solved === null ? 'solved_not_told' : cost === null ? 'no_costs' : 'cost_estimated',
      evidence,
      words.bottom_line.and([
        flash.solved === null
          ? texts.flash_not_told(week)
          : texts.flash_sentence(flash.solved, format.count(flash.solved), week),
        cost === null ? texts.flash_no_cost : texts.flash_cost(cost),
      ]),
    ),
    points:
      flash.quarter === null || flash.pace === null
        ? []
        : [
            stated('accrued', { accrued_minor: flash.quarter, pace_minor: flash.pace }, [
              { text: texts.accrued_label, strong: true },
              `${words.marks.space}${texts.accrued_point(format.money(flash.quarter), format.money(flash.pace))}`,
            ]),
          ],
  };
}
