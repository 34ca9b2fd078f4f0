import { costOfSupport, costPerCase } from '../metrics/catalogue/all.ts';
import { stated } from './claim.ts';
import { channelsOf } from './channels.ts';
import { ledgerGaps } from './ledger-gaps.ts';
import { planLines } from './lists/plan-lines.ts';
import { knownValue } from './phrases.ts';
import type { Block, View } from './section.ts';

/**
 * What a period cost, against the one before and against plan. Minor units, unrounded. null when the costs are not known. What lacks
 * months of its ledger is compared with nothing: it would look cheap.
 */
export interface Money {
  readonly total: number;
  readonly cases: number;
  readonly perCase: number;
  readonly before: { readonly total: number; readonly cases: number; readonly perCase: number } | null;
  readonly plan: { readonly total: number; readonly cases: number | null; readonly perCase: number | null } | null;
}

export function moneyOf(view: View): Money | null {
  const total = knownValue(view.value(costOfSupport));
  const each = view.value(costPerCase);
  if (total === null || each.status !== 'known') return null;
  const cases = each.denominator ?? each.n;
  const { baseline } = view.facts.periods;
  const earlier = view.value(costPerCase, {}, baseline);
  const earlierTotal = knownValue(view.value(costOfSupport, {}, baseline));
  const isWhole = ledgerGaps(view) === null;
  const planned = planOf(view);
  const planTotal = planned.amounts.get('cost_of_support') ?? null;
  const planCases = planned.numbers.get('cases') ?? null;
  return {
    total,
    cases,
    perCase: each.value,
    before:
      isWhole && ledgerGaps(view, baseline) === null && earlier.status === 'known' && earlierTotal !== null
        ? { total: earlierTotal, cases: earlier.denominator ?? earlier.n, perCase: earlier.value }
        : null,
    plan:
      planTotal === null || !isWhole
        ? null
        : {
            total: planTotal,
            cases: planCases,
            perCase: planCases === null || planCases === 0 ? null : planTotal / planCases,
          },
  };
}

/** Plan lines in the reporting currency: amounts in minor units, numbers as they are. Lines in other currencies are left out. */
export function planOf(view: View): {
  readonly amounts: ReadonlyMap<string, number>;
  readonly numbers: ReadonlyMap<string, number>;
} {
  const amounts = new Map<string, number>();
  const numbers = new Map<string, number>();
  for (const row of view.rows(planLines)) {
    const line = String(row.line);
    if (row.amount_minor !== null && row.currency === view.facts.organisation.currency)
      amounts.set(line, (amounts.get(line) ?? 0) + Number(row.amount_minor));
    if (row.value_milli !== null) numbers.set(line, (numbers.get(line) ?? 0) + Number(row.value_milli) / 1000);
  }
  return { amounts, numbers };
}

/** One kind of cost, such as people or tools. */
export interface CostLine {
  readonly key: string;
  readonly actual: number;
  readonly plan: number | null;
}

/** Kinds of cost, the largest first; a planned kind without cost is there with 0. */
export function costLines(view: View): readonly CostLine[] {
  const { amounts } = planOf(view);
  const actual = new Map(
    view
      .cut(costOfSupport, 'cost_kind')
      .flatMap(({ key, value }) => (value.status === 'known' ? [[key, value.value] as const] : [])),
  );
  const planned = [...amounts.keys()].filter((line) => line !== 'cost_of_support' && line in view.words.cost_kinds);
  return [...new Set([...actual.keys(), ...planned])]
    .map((key) => ({ key, actual: actual.get(key) ?? 0, plan: amounts.get(key) ?? null }))
    .sort((a, b) => b.actual - a.actual || (a.key < b.key ? -1 : 1));
}

/** What a channel cost and how many cases it solved. */
export interface ChannelCost {
  readonly key: string;
  readonly cases: number;
  readonly cost: number;
  readonly perCase: number;
  readonly before: number | null;
}

export function channelCosts(view: View): readonly ChannelCost[] {
  const found = view
    .cut(costPerCase, 'channel')
    .flatMap(({ key, value }) =>
      value.status === 'known' && value.numerator !== null && value.denominator !== null
        ? [{ key, cases: value.denominator, cost: value.numerator, perCase: value.value }]
        : [],
    );
  return channelsOf(found).flatMap((channel) => {
    const item = found.find(({ key }) => key === channel);
    return item
      ? [{ ...item, before: knownValue(view.value(costPerCase, { channel }, view.facts.periods.baseline)) }]
      : [];
  });
}

/** Cost that no channel carries: the total less the channels'. */
export const unallocatedOf = (money: Money, channels: readonly ChannelCost[]): number =>
  money.total - channels.reduce((sum, { cost }) => sum + cost, 0);

export const kindName = (key: string, view: View): string =>
  (view.words.cost_kinds as Readonly<Record<string, string>>)[key] ?? key;

/** "$8,700 F" in a table whose lead explains the letters: an amount against plan, favourable when less was spent. */
export const against = (actual: number, plan: number, view: View): string =>
  toPlan(view.format.money(Math.abs(actual - plan)), actual - plan, view.words.finance.letters);

/** "$8,700 favourable": the same where no table explains letters. */
export const againstInWords = (actual: number, plan: number, view: View, exact = false): string =>
  toPlan(
    exact ? view.format.moneyExact(Math.round(Math.abs(actual - plan))) : view.format.money(Math.abs(actual - plan)),
    actual - plan,
    view.words.finance,
  );

const toPlan = (
  size: string,
  difference: number,
  side: { readonly favourable: string; readonly unfavourable: string },
): string => (Math.round(difference) === 0 ? size : `${size} ${difference < 0 ? side.favourable : side.unfavourable}`);

/** A column of money: what its rows hold, and its total. Minor units. */
interface Column {
  readonly parts: readonly number[];
  readonly total: number;
}
/** Says that figures may not add, where the whole amounts that a table shows do not. */
export function roundingNote(columns: readonly Column[], { format, words }: View): readonly Block[] {
  const shown = (minor: number): number => Math.sign(minor) * Math.round(Math.abs(minor) / format.minorPerMajor);
  const sums = columns.map(({ parts, total }) => ({
    shown: parts.reduce((sum, part) => sum + shown(part), 0),
    total: shown(total),
  }));
  const apart = sums.find((sum) => sum.shown !== sum.total);
  return apart === undefined
    ? []
    : [{ kind: 'paragraph', line: stated('rounded', apart, words.care.rounding), small: true }];
}
