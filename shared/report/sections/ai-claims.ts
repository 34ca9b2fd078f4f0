import { always, firstTrue, stated, whenTrue, type Sentence } from '../claim.ts';
import {
  aiClaimGap,
  aiCostAvoided,
  costOfSupport,
  costPerAiResolution,
  costPerResolutionBlended,
} from '../../metrics/catalogue/all.ts';
import type { Metric } from '../../metrics/model.ts';
import type { MetricValue } from '../../metrics/value.ts';
import type { Period } from '../../period.ts';
import { mixEffects } from '../../stats/mix-effects.ts';
import { during, now } from '../asks.ts';
import { billedConversations } from '../billed-conversations.ts';
import { aiClaims } from '../lists/ai-claims.ts';
import { knownValue, periodName } from '../phrases.ts';
import { section, type Block, type TableRow, type View } from '../section.ts';

/** The AI vendor's bill beside what the events prove, and what a resolution costs with AI agents and with people. */
export const aiClaimsSection = section({
  id: 'ai_claims',
  title: (words) => always(words.ai.claims_title),
  lists: [aiClaims],
  asks: (context) => [
    ...[aiClaimGap, costPerResolutionBlended, costPerAiResolution, aiCostAvoided].map((metric) => now(metric, context)),
    during(costPerResolutionBlended, context.periods.baseline, context),
    ...(isOfMonths(context.periods.now)
      ? [now(costOfSupport, context), now(costOfSupport, context, ['cost_kind'])]
      : []),
    ...context.periods.history.slice(-2, -1).map((period) => during(aiClaimGap, period, context)),
  ],
  blocks: (view) => [...billOf(view), ...costsOf(view)],
});

/** The period of the bill that can be judged: the reported one, else the one before. null: there is no bill. */
export function claimPeriod(view: View): Period | null {
  const { now, history } = view.facts.periods;
  const candidates = [now, ...history.slice(-2, -1)];
  const isJudged = (period: Period): boolean => {
    const value = view.value(aiClaimGap, {}, period);
    return value.status === 'known' || (value.status === 'immature' && value.provisional !== null);
  };
  return candidates.find(isJudged) ?? null;
}

function billOf(view: View): readonly Block[] {
  const period = claimPeriod(view);
  if (period === null) return [];
  const { words, format } = view;
  const texts = words.ai;
  const extra = (name: string): number => Number(view.extra(aiClaimGap, name, {}, period) ?? 0);
  const row = (label: string, cases: number, minor: number): TableRow => ({
    cells: [
      { kind: 'text', line: label },
      { kind: 'number', text: format.count(cases) },
      { kind: 'number', text: format.moneyExact(minor) },
    ],
  });
  const [billed, proved, gap_minor] = [extra('billed'), extra('proved'), extra('gap_minor')];
  const name = periodName(period, view);
  const value = view.value(aiClaimGap, {}, period);
  const young = value.status === 'immature' ? value.unripe : 0;
  const conversations = billedConversations(view, period);
  const behind = conversations.filter(({ not_proved }) => not_proved !== 0).length;
  const found = (finding: string): number => conversations.filter((one) => one.finding === finding).length;
  const [noCase, untold] = [found('no_case'), found('not_told')];
  const [ofDays, ofDays_minor] = [extra('gap_of_days'), extra('gap_of_days_minor')];
  return [
    {
      kind: 'table',
      columns: [
        { label: name, align: 'start' },
        { label: texts.resolutions, align: 'end', width: 22 },
        { label: texts.amount, align: 'end', width: 26 },
      ],
      rows: [
        row(texts.billed, billed, extra('billed_minor')),
        row(texts.proved, proved, extra('proved_minor')),
        row(texts.lasted, extra('lasted'), extra('lasted_minor')),
      ],
      total: [
        { kind: 'text', line: texts.difference },
        { kind: 'number', text: format.count(billed - proved) },
        { kind: 'number', text: format.moneyExact(gap_minor) },
      ],
    },
    {
      kind: 'note',
      lines: [
        ...whenTrue('billed_not_proved', billed > proved, { billed, proved, gap_minor }, () =>
          texts.gap(format.count(billed - proved), format.moneyExact(gap_minor), name),
        ),
        ...whenTrue('all_billed_proved', billed > 0 && billed === proved, { billed, proved }, () => texts.no_gap(name)),
        ...whenTrue(
          'billed_cases_attached',
          billed > proved && behind > 0,
          { conversations: behind },
          () => texts.attached,
        ),
        ...whenTrue('billed_by_days', ofDays > 0 || ofDays_minor > 0, { ofDays, ofDays_minor }, () =>
          texts.of_days(ofDays, format.count(ofDays), format.moneyExact(ofDays_minor)),
        ),
        ...whenTrue('billed_without_case', noCase > 0, { without_case: noCase }, () =>
          texts.without_case(noCase, format.count(noCase)),
        ),
        ...whenTrue('billed_not_told', untold > 0, { untold }, () => texts.not_told(untold, format.count(untold))),
        ...whenTrue('billed_too_young', young > 0, { young }, () => texts.young(young, format.count(young))),
        ...bookedOf(view, period),
      ],
    },
  ];
}

/** A week has a part of its months' costs: only whole months have what the ledger books for a bill. */
const isOfMonths = ({ kind }: Period): boolean => kind === 'month' || kind === 'quarter';

/** The whole bill of the period beside what the ledger books as cost of AI agents; nothing where a month has no lines. */
function bookedOf(view: View, period: Period): readonly Sentence[] {
  const bill = view.extra(aiClaimGap, 'bill_minor', {}, period);
  const isBooked =
    view.value(costOfSupport).status === 'known' && view.extra(costOfSupport, 'months_without_lines') === null;
  if (bill === null || !isBooked || !isOfMonths(period) || period.id !== view.facts.periods.now.id) return [];
  const kinds = view.cut(costOfSupport, 'cost_kind');
  const ofAi = kinds.find(({ key }) => key === 'ai');
  // a ledger with lines of every month and none of this kind books nothing
  const booked = ofAi === undefined ? 0 : knownValue(ofAi.value);
  if (booked === null) return [];
  const billed = Number(bill);
  const { format, words } = view;
  const evidence = { booked_minor: booked, bill_minor: billed };
  return [
    firstTrue(evidence, [
      {
        claim: 'bill_booked',
        when: booked === billed,
        says: () => words.ai.booked(format.moneyExact(billed)),
      },
      {
        claim: 'bill_booked_otherwise',
        when: true,
        says: () =>
          words.ai.booked_otherwise(
            format.moneyExact(booked),
            format.moneyExact(billed),
            format.moneyExact(Math.abs(booked - billed)),
          ),
      },
    ]),
  ];
}

function costsOf(view: View): readonly Block[] {
  const { words, format } = view;
  const texts = words.ai;
  const row = (label: string, metric: Metric, part?: string): readonly TableRow[] => {
    const value = view.value(metric, part === undefined ? {} : { part });
    return value.status !== 'known'
      ? []
      : [
          {
            cells: [
              { kind: 'text', line: label },
              { kind: 'number', text: format.moneyExact(Math.round(value.value)) },
            ],
          },
        ];
  };
  const parts = [
    ...row(texts.ai_part, costPerResolutionBlended, 'ai'),
    ...row(texts.person_part, costPerResolutionBlended, 'person'),
  ];
  if (parts.length === 0) return [];
  const notes = [...mixOf(view), ...avoidedOf(view)];
  return [
    {
      kind: 'table',
      columns: [
        { label: texts.costs, align: 'start' },
        { label: periodName(view.facts.periods.now, view), align: 'end', width: 34 },
      ],
      rows: [
        ...parts,
        ...row(texts.blended, costPerResolutionBlended),
        ...row(texts.lasting_cost, costPerAiResolution),
      ],
    },
    ...(notes.length === 0 ? [] : [{ kind: 'note' as const, lines: notes }]),
  ];
}

/** The change of the blended cost: the mix between AI agents and people, and what either costs. The three add up to it. */
export function mixOf(view: View): readonly Sentence[] {
  const { words, format, facts } = view;
  const of = (period: Period) =>
    new Map(
      ['ai', 'person'].flatMap((part) => {
        const value = view.value(costPerResolutionBlended, { part }, period);
        return ratioOf(value).map((ratio) => [part, ratio] as const);
      }),
    );
  const effects = mixEffects(of(facts.periods.baseline), of(facts.periods.now));
  if (effects === null || !effects.groups.some(({ key }) => key === 'ai')) return [];
  const within = (key: string): number => effects.groups.find((group) => group.key === key)?.within ?? 0;
  const signed = (minor: number): string => format.signed(format.moneyExact(Math.round(minor)), Math.round(minor));
  const evidence = { change: effects.change, mix: effects.mix, person: within('person'), ai: within('ai') };
  const { change, ...parts } = evidence;
  const shownSum = Object.values(parts).reduce((sum, part) => sum + Math.round(part), 0);
  const rounded = shownSum === Math.round(change) ? '' : `${words.marks.space}${words.care.rounding}`;
  return [
    stated(
      'ai_mix',
      evidence,
      `${words.ai.mix(signed(change), signed(parts.mix), signed(parts.person), signed(parts.ai))}${rounded}`,
    ),
  ];
}
/** Money and cases of a part; one without a case has no share. */
const ratioOf = (value: MetricValue): readonly { readonly numerator: number; readonly denominator: number }[] =>
  value.status === 'known' && value.numerator !== null && value.denominator !== null
    ? [{ numerator: value.numerator, denominator: value.denominator }]
    : [];

function avoidedOf(view: View): readonly Sentence[] {
  const { words, format } = view;
  const value = view.value(aiCostAvoided);
  const [low, high] = ['low_minor', 'high_minor'].map((name) => Number(view.extra(aiCostAvoided, name)));
  return whenTrue('ai_cost_avoided', value.status === 'known' && value.n > 0, { low: low ?? 0, high: high ?? 0 }, () =>
    words.ai.avoided(format.money(Math.round(low ?? 0)), format.money(Math.round(high ?? 0))),
  );
}
