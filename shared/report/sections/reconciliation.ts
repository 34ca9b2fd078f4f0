import { always, stated as statedBy, whenTrue } from '../claim.ts';
import { costOfSupport } from '../../metrics/catalogue/all.ts';
import { bookedOf, currencyOf } from '../booked.ts';
import { closedCases } from '../lists/closed-cases.ts';
import { ledgerGaps } from '../ledger-gaps.ts';
import { ledgerOddities } from '../ledger-oddities.ts';
import { ledgerLines } from '../lists/ledger-lines.ts';
import { moneyOf } from '../money.ts';
import { periodName } from '../phrases.ts';
import { section, type TableRow } from '../section.ts';

/** The imported lines against the total that finance states, if it does, and what the report allocates, to the minor unit; cases of the helpdesks against cases in the report. */
export const reconciliation = section({
  id: 'reconciliation',
  title: (words) => always(words.finance.reconciliation),
  lists: [closedCases, ledgerLines],
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
    const stated = view.facts.checks.find(({ id }) => id === 'ledger_total');
    const booked = bookedOf(view);
    const period = periodName(view.facts.periods.now, view);
    const notes = [
      ...whenTrue(
        'ledger_not_checked',
        stated === undefined && booked.stated.length === 0,
        { stated_total: null },
        () => texts.unchecked_note,
      ),
      ...whenTrue(
        'ledger_partly_checked',
        stated === undefined && booked.stated.length > 0 && booked.unstated.length > 0,
        { not_checked: booked.unstated.join(', ') },
        () => texts.partly_checked_note(booked.unstated),
      ),
      ...(gaps === null ? [] : [statedBy('ledger_gaps', { months_without_lines: gaps }, texts.gaps_row(period, gaps))]),
      ...ledgerOddities(view).map(({ kind, text, evidence }) => statedBy(`ledger_${kind}`, evidence, text)),
    ];
    const removed = Number(solved?.removed ?? 0);
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.check, align: 'start' },
          { label: texts.amount, align: 'end', width: 30 },
        ],
        rows: [
          ...(stated === undefined ? [] : [row(texts.stated, format.moneyExact(stated.left))]),
          ...booked.stated.flatMap((check) => {
            const currency = currencyOf(check, view);
            return [
              row(texts.stated_in(currency), format.moneyIn(check.left, currency)),
              row(texts.booked_in(currency), format.moneyIn(check.right, currency)),
            ];
          }),
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
      ...(notes.length === 0 ? [] : [{ kind: 'note' as const, lines: notes }]),
    ];
  },
});
