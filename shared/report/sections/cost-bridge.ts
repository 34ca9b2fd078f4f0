import { stated } from '../claim.ts';
import { costPerCase } from '../../metrics/catalogue/all.ts';
import { bridgeOf, type Step } from '../bridge.ts';
import { moneyOf, type Money } from '../money.ts';
import { nameOf, periodName } from '../phrases.ts';
import { section, type Block, type Chart, type View } from '../section.ts';

/** Why a case costs more or less than in the period before: the mix of channels, and each channel's own cost. */
export const costBridge = section({
  id: 'cost_bridge',
  title: (words, view) =>
    stated(
      'compared_with',
      { period: view.facts.periods.baseline.id },
      words.finance.why_moved(periodName(view.facts.periods.baseline, view)),
    ),
  lead: (words, view) => {
    const floor = floorOf(moneyOf(view), view);
    const starts = floor === null ? '' : `${words.marks.space}${words.finance.bars_start(view.format.money(floor))}`;
    return stated('bars_start', { floor_minor: floor }, `${words.finance.bridge_lead}${starts}`);
  },
  blocks: (view) => {
    const money = moneyOf(view);
    const steps = money === null ? [] : bridgeOf(money, view);
    if (money === null || money.before === null || steps.length === 0) return [];
    return [{ kind: 'picture', chart: chartOf(money, steps, view) }, ...tableOf(money, steps, view)];
  },
});

const signedMoney = (minor: number, view: View): string => {
  const rounded = Math.round(minor);
  return view.format.signed(view.format.moneyExact(rounded), rounded);
};

/** A whole unit below every bar, so that small steps can be seen; the caption says so. */
function floorOf(money: Money | null, view: View): number | null {
  if (money === null || money.before === null) return null;
  let level = money.before.perCase;
  const levels = [level, money.perCase];
  for (const { perCase } of bridgeOf(money, view)) {
    level += perCase;
    levels.push(level);
  }
  const [low, high] = [Math.min(...levels), Math.max(...levels)];
  const unit = view.format.minorPerMajor;
  return Math.max(0, Math.floor((low - (high - low)) / unit) * unit);
}

function chartOf(money: Money, steps: readonly Step[], view: View): Chart {
  const { facts, format, words } = view;
  const bar = (label: string, value: number) => ({
    label,
    value,
    shown: format.moneyExact(Math.round(value)),
    tone: 'none' as const,
  });
  const before = money.before?.perCase ?? 0;
  return {
    kind: 'waterfall',
    floor: floorOf(money, view) ?? 0,
    start: bar(axisName(facts.periods.baseline.id, view), before),
    steps: steps.map(({ label, perCase }, i) => ({
      label: isDrawable(label) ? label : String(i + 1),
      value: perCase,
      shown: signedMoney(perCase, view),
      tone: perCase < 0 ? 'good' : 'bad',
    })),
    end: bar(axisName(facts.periods.now.id, view), money.perCase),
    alt: stated(
      'cost_bridge',
      {
        before,
        per_case: money.perCase,
        ...Object.fromEntries(steps.map(({ label, perCase }) => [`step ${label}`, perCase])),
      },
      `${nameOf(costPerCase, words)}${words.marks.colon}${words.trend.from_to(format.moneyExact(Math.round(before)), format.moneyExact(Math.round(money.perCase)))}${words.marks.semicolon}${steps.map(({ label, perCase }) => `${label} ${signedMoney(perCase, view)}`).join(words.marks.comma)}`,
    ),
  };
}

function tableOf(money: Money, steps: readonly Step[], view: View): readonly Block[] {
  const { facts, format, words } = view;
  const texts = words.finance;
  const change = money.perCase - (money.before?.perCase ?? 0);
  const worthOf = (perCase: number): number =>
    Math.round((perCase * money.cases) / format.minorPerMajor) * format.minorPerMajor;
  const worth = (perCase: number): string => format.signed(format.money(worthOf(perCase)), worthOf(perCase));
  const sumOf = (shown: (perCase: number) => number): number =>
    steps.reduce((sum, { perCase }) => sum + shown(perCase), 0);
  // each pair as it is written: the steps and their total, their worth and its total, the two bars and the change
  const written = {
    steps: sumOf(Math.round),
    change: Math.round(change),
    worth_of_steps: sumOf(worthOf),
    worth: worthOf(change),
    between_bars: money.before === null ? null : Math.round(money.perCase) - Math.round(money.before.perCase),
  };
  const addsUp =
    written.steps === written.change &&
    written.worth_of_steps === written.worth &&
    (written.between_bars === null || written.between_bars === written.change);
  return [
    {
      kind: 'table',
      columns: [
        { label: texts.step, align: 'start' },
        { label: texts.per_case, align: 'end', width: 24 },
        { label: texts.worth(periodName(facts.periods.now, view)), align: 'end', width: 32 },
      ],
      rows: steps.map(({ label, perCase }, i) => ({
        cells: [
          { kind: 'text', line: isDrawable(label) ? label : `${i + 1}. ${label}` },
          { kind: 'number', text: signedMoney(perCase, view) },
          { kind: 'number', text: worth(perCase) },
        ],
      })),
      total: [
        { kind: 'text', line: texts.change_from(periodName(facts.periods.baseline, view)) },
        { kind: 'number', text: signedMoney(change, view) },
        { kind: 'number', text: worth(change) },
      ],
    },
    ...(addsUp
      ? []
      : [
          {
            kind: 'paragraph' as const,
            line: stated('rounded', written, words.care.rounding),
            small: true,
          },
        ]),
  ];
}

/** The charts' font has no Chinese, Japanese or Korean: such steps are numbered, in the picture and in the table. */
const isDrawable = (label: string): boolean => !/[\u1100-\u11ff\u2e80-\uffef]/.test(label);

function axisName(id: string, view: View): string {
  const match = /^(\d{4})-Q(\d)$/.exec(id);
  return match ? view.words.quarter_axis(match[2] ?? '', match[1] ?? '') : id;
}
