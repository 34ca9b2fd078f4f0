import { costOfSupport, costPerCase } from '../../metrics/catalogue/all.ts';
import { minorDigits } from '../../lake/currency.ts';
import { bridgeOf } from '../bridge.ts';
import { channelName } from '../channels.ts';
import { ledgerGaps } from '../ledger-gaps.ts';
import type { Attachment, DataColumn, Datum, Sheet } from '../model.ts';
import { channelCosts, costLines, kindName, moneyOf, unallocatedOf } from '../money.ts';
import { nameOf, periodName } from '../phrases.ts';
import type { View } from '../section.ts';
import { tieOuts } from '../tie-out.ts';
import { checksSheet, definitionsSheet, historySheet } from './sheets.ts';

const text = (title: string, width: number): DataColumn => ({ title, kind: 'text', width });
const money = (title: string): DataColumn => ({ title, kind: 'money', width: 18 });

/** Every table of the mail with its total, the history, the definitions, and the sums that must agree with their difference. */
export function financeWorkbook(view: View): Attachment {
  const { currency, time_zone: zone } = view.facts.organisation;
  return {
    kind: 'workbook',
    filename: `cost-per-case-${view.facts.periods.now.id}.xlsx`,
    currency,
    zone,
    sheets: [
      summarySheet(view),
      bridgeSheet(view),
      channelsSheet(view),
      costLinesSheet(view),
      historySheet([view.reading(costPerCase), view.reading(costOfSupport)], view),
      definitionsSheet(view),
      checksSheet(
        tieOuts(view).map(({ what, left, right, unit: kind, currency: of = currency }) => {
          const perMajor = kind === 'currency' ? 10 ** minorDigits(of) : 1;
          return { what, left: left / perMajor, right: right / perMajor };
        }),
        view,
      ),
    ],
  };
}

function summarySheet(view: View): Sheet {
  const { words, facts } = view;
  const texts = words.finance;
  const found = moneyOf(view);
  const { now, baseline } = facts.periods;
  const rows: (readonly Datum[])[] =
    found === null
      ? []
      : [
          [nameOf(costOfSupport, words), found.total, found.before?.total ?? null, found.plan?.total ?? null],
          [nameOf(costPerCase, words), found.perCase, found.before?.perCase ?? null, found.plan?.perCase ?? null],
        ];
  return {
    name: texts.summary,
    columns: [
      text(words.sheets.measure, 30),
      money(periodName(now, view)),
      money(periodName(baseline, view)),
      money(texts.plan),
    ],
    rows: [...rows, ...gapRows(view)],
  };
}

/** One row a period of the workbook, the history's included, that lacks months of its ledger: its numbers are without them. */
const gapRows = (view: View): readonly (readonly Datum[])[] =>
  [
    ...new Map([...view.facts.periods.history, view.facts.periods.now].map((period) => [period.id, period])).values(),
  ].flatMap((period) => {
    const months = ledgerGaps(view, period);
    return months === null ? [] : [[view.words.finance.gaps_row(periodName(period, view), months), null, null, null]];
  });

function bridgeSheet(view: View): Sheet {
  const texts = view.words.finance;
  const found = moneyOf(view);
  const steps = found === null ? [] : bridgeOf(found, view);
  return {
    name: texts.bridge,
    columns: [
      text(texts.step, 30),
      money(texts.per_case),
      money(texts.worth(periodName(view.facts.periods.now, view))),
    ],
    rows: steps.map(({ label, perCase }) => [label, perCase, perCase * (found?.cases ?? 0)]),
  };
}

function channelsSheet(view: View): Sheet {
  const { words } = view;
  const texts = words.finance;
  const found = moneyOf(view);
  const channels = channelCosts(view);
  return {
    name: words.sheets.channels,
    columns: [
      text(texts.channel, 20),
      { title: texts.cases, kind: 'count', width: 12 },
      money(texts.cost),
      money(texts.per_case),
    ],
    rows: [
      ...channels.map(({ key, cases, cost, perCase }): readonly Datum[] => [
        channelName(key, view),
        cases,
        cost,
        perCase,
      ]),
      ...(found === null
        ? []
        : [
            [texts.not_allocated, null, unallocatedOf(found, channels), null],
            [texts.total, found.cases, found.total, found.perCase],
          ]),
    ],
  };
}

function costLinesSheet(view: View): Sheet {
  const texts = view.words.finance;
  const found = moneyOf(view);
  return {
    name: texts.cost_lines,
    columns: [text(texts.cost_line, 28), money(texts.actual), money(texts.plan), money(texts.variance)],
    rows: [
      ...costLines(view).map(({ key, actual, plan }): readonly Datum[] => [
        kindName(key, view),
        actual,
        plan,
        plan === null ? null : actual - plan,
      ]),
      ...(found === null
        ? []
        : [
            [
              texts.total,
              found.total,
              found.plan?.total ?? null,
              found.plan === null ? null : found.total - found.plan.total,
            ],
          ]),
    ],
  };
}
