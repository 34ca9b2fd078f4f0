import type { Cadence } from '../config/cadence.ts';
import { costOfSupport, costPerCase } from '../metrics/catalogue/all.ts';
import { channelCosts, costLines, moneyOf, unallocatedOf } from './money.ts';
import { closedCases } from './lists/closed-cases.ts';
import { costRows } from './attachments/cost-csv.ts';
import type { CheckRow } from './attachments/sheets.ts';
import type { ReportFacts } from './facts.ts';
import type { View } from './section.ts';
import { viewOf } from './view.ts';

/** Every sum that finance relies on: left and right must be equal to the minor unit, or the case. Minor units as integers. */
export function tieOuts(view: View): readonly (CheckRow & { readonly unit: 'currency' | 'count' })[] {
  const { words, facts } = view;
  const texts = words.finance;
  const money = moneyOf(view);
  const given = facts.checks.map(({ id, left, right, unit }) => ({
    what: id === 'ledger_total' ? texts.stated_tie : texts.tie,
    left: Number(left),
    right: Number(right),
    unit,
  }));
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
  const shown = (value: number, unit: 'currency' | 'count'): string =>
    unit === 'currency' ? format.moneyExact(value) : format.count(value);
  return [
    ...(mismatch ? [words.finance.hold_mismatch] : []),
    ...tieOuts(view)
      .filter(({ left, right }) => left !== right)
      .map(({ what, left, right, unit }) =>
        words.finance.hold(what, shown(left, unit), shown(right, unit), shown(left - right, unit)),
      ),
  ];
}
