import { costOfSupport } from '../../metrics/catalogue/all.ts';
import { closedCases } from '../lists/closed-cases.ts';
import { ledgerGaps } from '../ledger-gaps.ts';
import { moneyOf } from '../money.ts';
import { periodName } from '../say.ts';
import { section, type TableRow } from '../section.ts';

/** The ledger against what the report allocates, to the minor unit; cases of the helpdesks against cases in the report. */
export const reconciliation = section({
  id: 'reconciliation',
  title: (words) => words.finance.reconciliation,
  lists: [closedCases],
  blocks: (view) => {
    const money = moneyOf(view);
    if (money === null) return [];
    const { words, format } = view;
    const texts = words.finance;
    const row = (label: string, text: string): TableRow => ({
      cells: [
        { kind: 'text', line: label },
        { kind: 'number', text },
      ],
    });
    const amount = (label: string, name: string): readonly TableRow[] => {
      const value = view.extra(costOfSupport, name);
      return value === null ? [] : [row(label, format.moneyExact(value))];
    };
    const solved = view.rows(closedCases)[0];
    const gaps = ledgerGaps(view);
    const removed = Number(solved?.removed ?? 0);
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.check, align: 'start' },
          { label: texts.amount, align: 'end', width: 30 },
        ],
        rows: [
          ...amount(texts.ledger, 'ledger_minor'),
          ...amount(texts.allocated, 'allocated_minor'),
          ...amount(texts.not_allocated, 'unallocated_minor'),
          ...(solved
            ? [
                row(texts.solved_in_helpdesks, format.count(Number(solved.solved))),
                row(texts.removed, format.signed(format.count(-removed), -removed)),
              ]
            : []),
          row(texts.in_this_report, format.count(money.cases)),
        ],
      },
      ...(gaps === null
        ? []
        : [{ kind: 'note' as const, lines: [texts.gaps_row(periodName(view.facts.periods.now, view), gaps)] }]),
    ];
  },
});
