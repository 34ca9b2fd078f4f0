import { always, stated } from '../claim.ts';
import { against, moneyOf } from '../money.ts';
import { section } from '../section.ts';

/** The variance to plan in two parts: more or fewer cases than planned at the planned cost, and cost per case. */
export const againstPlan = section({
  id: 'against_plan',
  title: (words) => always(words.finance.against_plan),
  blocks: (view) => {
    const money = moneyOf(view);
    const plan = money?.plan;
    if (!money || !plan || plan.cases === null || plan.perCase === null) return [];
    const { words, format } = view;
    const texts = words.finance;
    const volume = (money.cases - plan.cases) * plan.perCase;
    const rate = money.total - money.cases * plan.perCase;
    const more = Math.round(money.cases - plan.cases);
    const each = Math.round(money.perCase - plan.perCase);
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.variance, align: 'start' },
          { label: texts.amount, align: 'end', width: 22 },
          { label: texts.meaning, align: 'start', width: 50 },
        ],
        rows: [
          {
            cells: [
              { kind: 'text', line: texts.volume },
              { kind: 'number', text: against(volume, 0, view) },
              {
                kind: 'said',
                sentence: stated(
                  'cases_against_plan',
                  { more_cases: more },
                  more === 0
                    ? texts.as_planned
                    : more > 0
                      ? texts.more_cases(more, format.count(more))
                      : texts.fewer_cases(-more, format.count(-more)),
                ),
              },
            ],
          },
          {
            cells: [
              { kind: 'text', line: texts.rate_and_mix },
              { kind: 'number', text: against(rate, 0, view) },
              {
                kind: 'said',
                sentence: stated(
                  'cost_per_case_against_plan',
                  { more_minor_per_case: each },
                  each === 0
                    ? texts.as_planned
                    : each < 0
                      ? texts.less_per_case(format.moneyExact(-each))
                      : texts.more_per_case(format.moneyExact(each)),
                ),
              },
            ],
          },
        ],
        total: [
          { kind: 'text', line: texts.total_to_plan },
          { kind: 'number', text: against(money.total, plan.total, view) },
          { kind: 'text', line: '' },
        ],
      },
    ];
  },
});
