import { bookedOf, currencyOf } from './booked.ts';
import { ledgerGaps } from './ledger-gaps.ts';
import { ledgerOddities } from './ledger-oddities.ts';
import { againstInWords, moneyOf, type Money } from './money.ts';
import type { Headline } from './report-definition.ts';
import { periodName } from './phrases.ts';
import { firstTrue, stated, type Sentence } from './claim.ts';
import type { View } from './section.ts';

/** Cost per case against the period before and plan; the total; whether the ledger agrees. */
export function financeHeadline(view: View): Headline {
  const { words, format, facts } = view;
  const texts = words.finance;
  const period = periodName(facts.periods.now, view);
  const money = moneyOf(view);
  if (money === null) {
    const sentence = stated('no_costs', { costs: null }, texts.no_costs(period));
    return {
      verdict: null,
      subject: stated('no_costs', { costs: null }, texts.subject(period, texts.no_costs_subject, '')),
      preheader: sentence,
      sentence,
      points: [],
    };
  }
  const cost = format.moneyExact(Math.round(money.perCase));
  const ledger = ledgerLine(view);
  const evidence = {
    per_case: money.perCase,
    before: money.before?.perCase ?? null,
    planned: money.plan?.perCase ?? null,
    months_without_lines: ledgerGaps(view),
  };
  return {
    verdict: null,
    subject: stated('cost_per_case', evidence, texts.subject(period, cost, planPart(money, view))),
    preheader: stated(
      `total_${ledger.claim}`,
      { total_minor: money.total, cases: money.cases, ...ledger.evidence },
      [
        texts.total_point(format.money(money.total), words.cases(money.cases, format.count(money.cases))),
        ledger.line,
      ].join(words.marks.space),
    ),
    sentence: stated('cost_per_case', evidence, texts.sentence(period, cost, comparison(money, view))),
    points: pointsOf(money, view),
  };
}

/** ": $3.24 less than Q2 2026 and $3.09 less than planned"; of a ledger that lacks months these by name. */
function comparison(money: Money, view: View): string {
  const { words, format, facts } = view;
  const texts = words.finance;
  const gaps = ledgerGaps(view);
  if (gaps !== null) return texts.sentence_gaps(gaps);
  const part = (reference: number, name: string): string => {
    const difference = Math.round(money.perCase - reference);
    if (difference === 0) return texts.same_as(name);
    const size = format.moneyExact(Math.abs(difference));
    return difference < 0 ? texts.less_than(size, name) : texts.more_than(size, name);
  };
  const parts = [
    ...(money.before ? [part(money.before.perCase, periodName(facts.periods.baseline, view))] : []),
    ...(money.plan?.perCase == null ? [] : [part(money.plan.perCase, texts.the_plan)]),
  ];
  return parts.length === 0 ? '' : `${texts.colon}${parts.join(texts.and)}`;
}

function planPart(money: Money, view: View): string {
  const { format, words } = view;
  const gaps = ledgerGaps(view);
  if (gaps !== null) return words.finance.subject_gaps(gaps);
  if (money.plan?.perCase == null) return '';
  const difference = Math.round(money.perCase - money.plan.perCase);
  if (difference === 0) return '';
  const size = format.moneyExact(Math.abs(difference));
  return difference < 0 ? words.finance.subject_under(size) : words.finance.subject_over(size);
}

function pointsOf(money: Money, view: View): readonly Sentence[] {
  const { words, format } = view;
  const texts = words.finance;
  const ledger = ledgerLine(view);
  return [
    stated('total', { total_minor: money.total, cases: money.cases }, [
      { text: texts.total_label, strong: true },
      `${words.marks.space}${texts.total_point(format.money(money.total), words.cases(money.cases, format.count(money.cases)))}`,
    ]),
    ...(money.plan
      ? [
          stated('against_plan', { total_minor: money.total, plan_minor: money.plan.total }, [
            { text: texts.against_plan_label, strong: true },
            `${words.marks.space}${texts.plan_point(againstInWords(money.total, money.plan.total, view))}`,
          ]),
        ]
      : []),
    stated(ledger.claim, ledger.evidence, [
      { text: texts.ledger_label, strong: true },
      `${words.marks.space}${ledger.line}`,
    ]),
  ];
}

/** Checked only against what is not the imported lines: a total that finance states. What looks wrong in the lines is named. */
function ledgerLine(view: View): Sentence<string> {
  const { words, format, facts } = view;
  const texts = words.finance;
  const allocated = facts.checks.find(({ id }) => id === 'ledger');
  const total = facts.checks.find(({ id }) => id === 'ledger_total');
  const open = facts.checks.find((check) => check.left !== check.right);
  const booked = bookedOf(view);
  const currencies = booked.stated.map((check) => currencyOf(check, view));
  const gaps = ledgerGaps(view);
  const doubts = [...(gaps === null ? [] : [texts.ledger_gaps(gaps)]), ...ledgerOddities(view).map(({ text }) => text)];
  const evidence = {
    ledger_minor: allocated?.left ?? null,
    allocated_minor: allocated?.right ?? null,
    stated_minor: total?.left ?? null,
    ...(booked.stated.length === 0
      ? {}
      : { checked_as_booked: currencies.join(', '), not_checked: booked.unstated.join(', ') }),
    doubts: doubts.length,
  };
  return firstTrue(evidence, [
    { claim: 'no_ledger', when: allocated === undefined, says: () => texts.ledger_unknown },
    {
      claim: 'ledger_differs',
      when: open !== undefined,
      says: () =>
        texts.ledger_open(
          format.moneyIn(
            String(BigInt(open?.left ?? 0) - BigInt(open?.right ?? 0)),
            open === undefined ? format.currency : currencyOf(open, view),
          ),
        ),
    },
    {
      claim: 'ledger_agrees_as_booked',
      when: total === undefined && booked.stated.length > 0,
      says: () =>
        [
          texts.ledger_ties_in(currencies),
          ...(booked.unstated.length > 0
            ? [texts.ledger_not_stated(booked.unstated)]
            : currencies.every((currency) => currency === format.currency)
              ? []
              : [texts.rates_not_checked]),
          ...doubts,
        ].join(words.marks.space),
    },
    {
      claim: 'ledger_not_checked',
      when: total === undefined,
      says: () => [texts.ledger_unchecked, ...doubts].join(words.marks.space),
    },
    { claim: 'ledger_agrees', when: true, says: () => [texts.ledger_ties, ...doubts].join(words.marks.space) },
  ]);
}
