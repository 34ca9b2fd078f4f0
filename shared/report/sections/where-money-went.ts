import { always } from '../claim.ts';
import { costOfSupport } from '../../metrics/catalogue/all.ts';
import { now } from '../asks.ts';
import { planLines } from '../lists/plan-lines.ts';
import { against, costLines, kindName, moneyOf } from '../money.ts';
import { section, type Cell } from '../section.ts';
import { commentsOf } from './commentary.ts';

/** Each kind of cost: actual, plan, variance, share. */
export const whereMoneyWent = section({
  id: 'where_money_went',
  title: (words) => words.finance.where_went,
  lead: (words) => always(words.finance.f_and_u),
  lists: [planLines],
  asks: (context) => [now(costOfSupport, context, ['cost_kind'])],
  blocks: (view) => {
    const money = moneyOf(view);
    const lines = costLines(view);
    if (money === null || lines.length === 0) return [];
    const { words, format } = view;
    const texts = words.finance;
    const hasPlan = money.plan !== null;
    const most = Math.max(...lines.map(({ actual }) => actual));
    const row = (name: string, actual: number, plan: number | null, bar: Cell): readonly Cell[] => [
      { kind: 'text', line: name },
      { kind: 'number', text: format.money(actual) },
      ...(hasPlan
        ? [
            { kind: 'number' as const, text: plan === null ? words.dash : format.money(plan) },
            { kind: 'number' as const, text: plan === null ? words.dash : against(actual, plan, view) },
          ]
        : []),
      bar,
    ];
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.cost_line, align: 'start' },
          { label: texts.actual, align: 'end', width: 17 },
          ...(hasPlan
            ? [
                { label: texts.plan, align: 'end' as const, width: 17 },
                { label: texts.variance, align: 'end' as const, width: 16 },
              ]
            : []),
          { label: texts.share, align: 'start', width: 18, wide: true },
        ],
        rows: lines.map(({ key, actual, plan }) => ({
          cells: row(kindName(key, view), actual, plan, {
            kind: 'bar',
            text: money.total === 0 ? '' : format.percent(actual / money.total),
            fill: most <= 0 ? 0 : actual / most,
          }),
        })),
        total: row(texts.total, money.total, money.plan?.total ?? null, { kind: 'text', line: '' }),
      },
      ...commentsOf(view, 'where_money_went').map((line) => ({ kind: 'paragraph' as const, line })),
    ];
  },
});
