import { costOfSupport, costPerCase } from '../../metrics/catalogue/all.ts';
import { historyOf, pair } from '../asks.ts';
import { planLines } from '../lists/plan-lines.ts';
import { against, moneyOf } from '../money.ts';
import { nameOf, periodName } from '../phrases.ts';
import { section, type Change, type View } from '../section.ts';

/** Three figures: cost per case, total, cases; each against the period before and the plan. */
export const financeFigures = section({
  id: 'finance_figures',
  title: (words) => words.finance.figures,
  lists: [planLines],
  asks: (context) => [
    ...historyOf(costPerCase, context),
    ...historyOf(costOfSupport, context),
    ...pair(costPerCase, context, ['channel']),
  ],
  blocks: (view) => {
    const money = moneyOf(view);
    if (money === null) return [];
    const { words, format, facts } = view;
    const texts = words.finance;
    const earlier = periodName(facts.periods.baseline, view);
    const { before, plan } = money;
    const note = (difference: number, text: string): Change => ({
      arrow: Math.round(difference) === 0 ? '' : difference > 0 ? '▲' : '▼',
      text: Math.round(difference) === 0 ? words.no_change : texts.versus(text, earlier),
      word: '',
      tone: 'none',
    });
    const plain = (text: string): Change => ({ arrow: '', text, word: '', tone: 'none' });
    return [
      {
        kind: 'figures',
        figures: [
          {
            label: nameOf(costPerCase, words),
            value: format.moneyExact(Math.round(money.perCase)),
            notes: [
              ...(before
                ? [
                    note(
                      money.perCase - before.perCase,
                      format.moneyExact(Math.round(Math.abs(money.perCase - before.perCase))),
                    ),
                  ]
                : []),
              ...(plan?.perCase == null
                ? []
                : [plain(texts.to_plan(against(money.perCase, plan.perCase, view, true)))]),
            ],
          },
          {
            label: nameOf(costOfSupport, words),
            value: format.money(money.total),
            notes: [
              ...(before ? [note(money.total - before.total, format.money(Math.abs(money.total - before.total)))] : []),
              ...(plan ? [plain(texts.to_plan(against(money.total, plan.total, view)))] : []),
            ],
          },
          {
            label: texts.cases_solved,
            value: format.count(money.cases),
            notes: [
              ...(before ? [note(money.cases - before.cases, format.count(Math.abs(money.cases - before.cases)))] : []),
              ...(plan?.cases == null ? [] : [plain(casesAgainst(money.cases - plan.cases, view))]),
            ],
          },
        ],
      },
    ];
  },
});

const casesAgainst = (difference: number, view: View): string => {
  const texts = view.words.finance;
  const shown = view.format.count(Math.round(Math.abs(difference)));
  return difference === 0 ? texts.as_planned : difference > 0 ? texts.over_plan(shown) : texts.under_plan(shown);
};
