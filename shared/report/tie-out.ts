import type { Cadence } from '../config/cadence.ts';
import { costOfSupport, costPerCase } from '../metrics/catalogue/all.ts';
import { currencyOf } from './booked.ts';
import { channelCosts, costLines, moneyOf, unallocatedOf } from './money.ts';
import { closedCases } from './lists/closed-cases.ts';
import { costRows } from './attachments/cost-csv.ts';
import type { CheckRow } from './attachments/sheets.ts';
import type { ReportFacts } from './facts.ts';
import type { View } from './section.ts';
import { viewOf } from './view.ts';

/** Two sums in minor units of the currency, that of the organisation where none is named. */
interface TieOut extends CheckRow {
  readonly unit: 'currency' | 'count';
  readonly currency?: string;
}

/** Every sum that finance relies on: left and right must be equal to the minor unit, or the case. Minor units as integers. */
export function tieOuts(view: View): readonly TieOut[] {
  const { words, facts } = view;
  const texts = words.finance;
  const money = moneyOf(view);
  const given = facts.checks.map((check): TieOut => {
    const { id, left, right, unit, currency } = check;
    const what =
      id === 'ledger_total'
        ? texts.stated_tie
        : id === 'ledger_booked'
          ? texts.booked_tie(currencyOf(check, view))
          : texts.tie;
    return { what, left: Number(left), right: Number(right), unit, ...(currency === undefined ? {} : { currency }) };
  });
  if (money === null) return given;
  const total = Math.round(money.total);
  const kinds = costLines(view).filter(({ actual }) => actual !== 0);
  const channels = channelCosts(view);
  const allocated = Number(view.extra(costOfSupport, 'allocated_minor') ?? Number.NaN);
  const rows = costRows(view);
  const solved = view.rows(closedCases)[0];
  return [
    ...given,
    ...(kinds.length === 0
      ? []
      : [
          {
            what: texts.kinds_tie,
            left: Math.round(kinds.reduce((sum, { actual }) => sum + actual, 0)),
            right: total,
            unit: 'currency' as const,
          },
        ]),
    ...(channels.length === 0 || Number.isNaN(allocated)
      ? []
      : [
          {
            what: texts.channels_tie,
            left: Math.round(channels.reduce((sum, { cost }) => sum + cost, 0) + unallocatedOf(money, channels)),
            right: total,
            unit: 'currency' as const,
          },
        ]),
    ...(rows.length === 0
      ? []
      : [
          {
            what: texts.months_tie,
            left: rows.reduce((sum, { minor }) => sum + minor, 0),
            right: total,
            unit: 'currency' as const,
          },
        ]),
    ...(solved
      ? [
          {
            what: texts.cases_tie,
            left: Number(solved.solved) - Number(solved.removed ?? 0),
            right: money.cases,
            unit: 'count' as const,
          },
        ]
      : []),
  ];
}

/** Reasons not to send a finance report: one sentence a sum that does not tie. */
export function financeHolds(facts: ReportFacts, cadence: Cadence): readonly string[] {
  const view = viewOf(facts, cadence);
  const { format, words } = view;
  const mismatch = [costOfSupport, costPerCase].some((metric) => {
    const value = view.value(metric);
    return value.status === 'no_data' && value.reason === 'ledger_mismatch';
  });
  const shown = (value: number, { unit, currency = format.currency }: TieOut): string =>
    unit === 'currency' ? format.moneyIn(value, currency) : format.count(value);
  return [
    ...(mismatch ? [words.finance.hold_mismatch] : []),
    ...tieOuts(view)
      .filter(({ left, right }) => left !== right)
      .map((tie) =>
        words.finance.hold(tie.what, shown(tie.left, tie), shown(tie.right, tie), shown(tie.left - tie.right, tie)),
      ),
  ];
}
