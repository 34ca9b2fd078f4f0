import { always, stated, type Sentence } from '../claim.ts';
import { costOfSupport, costPerCase, issuesHandled, ticketVolume } from '../../metrics/catalogue/all.ts';
import { historyOf, during, now } from '../asks.ts';
import { planQuarter } from '../lists/plan-quarter.ts';
import { ledgerGaps } from '../ledger-gaps.ts';
import { flashOf } from '../flash.ts';
import { kindName } from '../money.ts';
import { nameOf, periodName } from '../phrases.ts';
import { section, type TableRow, type View } from '../section.ts';

/** Volumes of the week, and cost as an estimate: accrued against the plan's pace, the range of cost per case, what is missing. */
export const financeFlash = section({
  id: 'finance_flash',
  title: (words) => always(words.finance.flash_title),
  lead: (words) => always(words.finance.flash_note),
  lists: [planQuarter],
  asks: (context) => [
    ...historyOf(ticketVolume, context),
    ...historyOf(costPerCase, context),
    now(costOfSupport, context),
    now(issuesHandled, context),
    ...(context.periods.quarter === null
      ? []
      : [
          during(costOfSupport, context.periods.quarter, context),
          during(costOfSupport, context.periods.quarter, context, ['cost_kind']),
        ]),
  ],
  blocks: (view) => {
    const flash = flashOf(view);
    const { words, format } = view;
    const texts = words.finance;
    const countOf = (n: number | null): string => (n === null ? words.not_available : format.count(n));
    const row = (label: string, text: string, note?: Sentence<string>): TableRow => ({
      cells: [
        { kind: 'text', line: label, ...(note === undefined ? {} : { note }) },
        { kind: 'number', text },
      ],
    });
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.flash_measure, align: 'start' },
          { label: texts.flash_value, align: 'end', width: 34 },
        ],
        rows: [
          row(texts.cases_solved, countOf(flash.solved)),
          row(nameOf(ticketVolume, words), countOf(flash.created)),
          ...(flash.perCase === null
            ? []
            : [
                row(
                  nameOf(costPerCase, words),
                  format.moneyExact(Math.round(flash.perCase)),
                  flash.range === null
                    ? undefined
                    : stated(
                        'range',
                        { lowest: flash.range[0], highest: flash.range[1], weeks: 4 },
                        texts.range(
                          format.moneyExact(Math.round(flash.range[0])),
                          format.moneyExact(Math.round(flash.range[1])),
                        ),
                      ),
                ),
              ]),
          ...(flash.accrued === null ? [] : [row(texts.accrued, format.money(flash.accrued))]),
          ...(flash.quarter === null ? [] : [row(texts.accrued_quarter, format.money(flash.quarter))]),
          ...(flash.pace === null ? [] : [row(texts.plan_pace, format.money(flash.pace))]),
          ...(flash.largest === null
            ? []
            : [
                row(
                  texts.largest_variance,
                  flash.largest.text,
                  stated('largest_variance', { kind: flash.largest.key }, kindName(flash.largest.key, view)),
                ),
              ]),
        ],
      },
      { kind: 'note', lines: [missingOf(view)] },
    ];
  },
});

function missingOf(view: View): Sentence {
  const texts = view.words.finance;
  const flash = flashOf(view);
  const missing = [
    ...(flash.accrued === null ? [texts.missing_costs] : []),
    ...[view.facts.periods.now, view.facts.periods.quarter].flatMap((period) => {
      const months = period === null ? null : ledgerGaps(view, period);
      return period === null || months === null ? [] : [texts.missing_months(periodName(period, view), months)];
    }),
    ...(flash.pace === null ? [texts.missing_plan] : []),
  ];
  return stated(
    'missing_inputs',
    { accrued: flash.accrued, pace: flash.pace, missing: missing.length },
    `${texts.missing}${view.words.marks.colon}${missing.length === 0 ? texts.missing_none : missing.join(view.words.marks.space)}`,
  );
}
