import { always } from '../claim.ts';
import { costOfSupport } from '../../metrics/catalogue/all.ts';
import { now } from '../asks.ts';
import { planLines } from '../lists/plan-lines.ts';
import { against, costLines, kindName, moneyOf, roundingNote } from '../money.ts';
import { section, type Cell } from '../section.ts';
import { commentsOf } from './commentary.ts';

/** Each kind of cost: actual, plan, variance, share. */
export const whereMoneyWent = section({
  id: 'where_money_went',
  title: (words) => always(words.finance.where_went),
  lead: (words) => always(words.finance.f_and_u),
  lists: [planLines],
  asks: (context) => [now(costOfSupport, context, ['cost_kind'])],
  blocks: (view) => {
    const money = moneyOf(view);
    const lines = costLines(view);
    if (money === null || lines.length === 0) return [];
    const { words, format } = view;
    const texts = words.finance;
    const planned = money.plan?.total ?? null;
    const hasPlan = planned !== null;
    const byLine = lines.reduce((sum, { plan }) => sum + (plan ?? 0), 0);
    // Once some lines have a plan, one without was not planned, and what no line has is a row: then each column adds up.
    const isSplit = hasPlan && lines.some(({ plan }) => plan !== null);
    const notSplit = isSplit ? planned - byLine : 0;
    const most = Math.max(...lines.map(({ actual }) => actual));
    const row = (name: string, actual: number, plan: number | null, bar: Cell): readonly Cell[] => [
      { kind: 'text', line: name },
      { kind: 'number', text: format.money(actual) },
      ...(hasPlan
        ? [
            { kind: 'number' as const, text: plan === null ? words.dash : format.money(plan) },
            {
              kind: 'number' as const,
              text: plan === null && !isSplit ? words.dash : against(actual, plan ?? 0, view),
            },
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
        rows: [
          ...lines.map(({ key, actual, plan }) => ({
            cells: row(kindName(key, view), actual, plan, {
              kind: 'bar',
              text: money.total === 0 ? '' : format.percent(actual / money.total),
              fill: most <= 0 ? 0 : actual / most,
            }),
          })),
          ...(notSplit === 0 ? [] : [{ cells: row(texts.plan_not_split, 0, notSplit, { kind: 'text', line: '' }) }]),
        ],
        total: row(texts.total, money.total, planned, { kind: 'text', line: '' }),
      },
      ...roundingNote(
        [
          { parts: lines.map(({ actual }) => actual), total: money.total },
          ...(isSplit
            ? [
                { parts: [...lines.map(({ plan }) => plan ?? 0), notSplit], total: planned },
                {
                  parts: [...lines.map(({ actual, plan }) => actual - (plan ?? 0)), -notSplit],
                  total: money.total - planned,
                },
              ]
            : []),
        ],
        view,
      ),
      ...commentsOf(view, 'where_money_went').map((line) => ({ kind: 'paragraph' as const, line })),
    ];
  },
});
