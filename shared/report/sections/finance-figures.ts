import { costOfSupport, costPerCase } from '../../metrics/catalogue/all.ts';
import { historyOf, pair } from '../asks.ts';
import { always, proved } from '../claim.ts';
import { planLines } from '../lists/plan-lines.ts';
import { againstInWords, moneyOf } from '../money.ts';
import { nameOf, periodName } from '../phrases.ts';
import { section, type Change, type View } from '../section.ts';

/** Three figures: cost per case, total, cases; each against the period before and the plan. */
export const financeFigures = section({
  id: 'finance_figures',
  title: (words) => always(words.finance.figures),
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
    const note = (now: number, was: number, text: string): Change =>
      proved('change', { now, before: was, period: facts.periods.baseline.id }, {
        arrow: Math.round(now - was) === 0 ? '' : now > was ? '▲' : '▼',
        text: Math.round(now - was) === 0 ? words.no_change : texts.versus(text, earlier),
        word: '',
        tone: 'none',
      } as const);
    const toPlan = (now: number, planned: number, text: string): Change =>
      proved('against_plan', { now, planned }, { arrow: '', text, word: '', tone: 'none' } as const);
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
                      money.perCase,
                      before.perCase,
                      format.moneyExact(Math.round(Math.abs(money.perCase - before.perCase))),
                    ),
                  ]
                : []),
              ...(plan?.perCase == null
                ? []
                : [
                    toPlan(
                      money.perCase,
                      plan.perCase,
                      texts.to_plan(againstInWords(money.perCase, plan.perCase, view, true)),
                    ),
                  ]),
            ],
          },
          {
            label: nameOf(costOfSupport, words),
            value: format.money(money.total),
            notes: [
              ...(before ? [note(money.total, before.total, format.money(Math.abs(money.total - before.total)))] : []),
              ...(plan
                ? [toPlan(money.total, plan.total, texts.to_plan(againstInWords(money.total, plan.total, view)))]
                : []),
            ],
          },
          {
            label: texts.cases_solved,
            value: format.count(money.cases),
            notes: [
              ...(before ? [note(money.cases, before.cases, format.count(Math.abs(money.cases - before.cases)))] : []),
              ...(plan?.cases == null
                ? []
                : [toPlan(money.cases, plan.cases, casesAgainst(money.cases - plan.cases, view))]),
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
