import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import type { Extras, Measured } from '../../shared/metrics/evaluate.ts';
import { known as answer, percentileExtras, percentileOf, shareOf } from '../../shared/metrics/outcome.ts';
import type { MetricValue, Segment } from '../../shared/metrics/value.ts';
import type { Period } from '../../shared/period.ts';
import { percentileInterval } from '../../shared/stats/percentile-interval.ts';
import type { Block, Cell, Change } from '../../shared/report/section.ts';
import { compose } from '../../shared/report/report.ts';
import type { ReportDefinition } from '../../shared/report/report-definition.ts';
import type { ReportFacts } from '../../shared/report/facts.ts';

/** What one case adds to a week: one draw from real or made-up cases, so that its numbers hang together as they do there. */
export interface CaseDraw {
  readonly resolve_s: number;
  readonly reply_s: number | null;
  readonly isReopened: boolean;
  readonly isHandedOff: boolean;
  readonly isEscalated: boolean;
  readonly isGood: boolean | null;
  readonly topic: string;
}
export type Random = () => number;

/** Mulberry32: small, seeded, good enough for draws. */
export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296 + 1e-12;
  };
}
export const normal = (random: Random): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
/** Poisson: by multiplication when small, rounded normal above. */
export function poisson(mean: number, random: Random): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  let k = -1;
  for (let product = 1; product > Math.exp(-mean); k += 1) product *= random();
  return k;
}

/** Times of a log-normal kind (sigma 1.2), a reopen rate of 5 %, four topics: a helpdesk as text books have it. */
export const textbookCase = (random: Random): CaseDraw => ({
  resolve_s: Math.round(Math.exp(10 + 1.2 * normal(random))),
  reply_s: Math.round(Math.exp(7.5 + 1.3 * normal(random))),
  isReopened: random() < 0.05,
  isHandedOff: random() < 0.12,
  isEscalated: random() < 0.12,
  isGood: random() < 0.3 ? random() < 0.9 : null,
  topic: `topic ${Math.floor(random() * 6)}`,
});

/** Facts of a weekly mail over cases drawn anew each week from one world; `last` changes the cases of the reported week. */
export function weekOf(
  base: ReportFacts,
  draw: (random: Random) => CaseDraw,
  perWeek: number,
  random: Random,
  last: (one: CaseDraw, random: Random) => CaseDraw = (one) => one,
): ReportFacts {
  const { history, baseline, now } = base.periods;
  const cases = history.map((period) =>
    Array.from({ length: Math.max(1, poisson(perWeek, random)) }, () =>
      period.id === now.id ? last(draw(random), random) : draw(random),
    ),
  );
  const four = cases.slice(-5, -1).flat();
  const earlier = cases.slice(0, -1).flat();
  const measured: Measured[] = [];
  const add = (
    metric: Metric,
    period: Period,
    value: MetricValue,
    extras: Extras = {},
    segment: Segment = {},
  ): void => {
    measured.push({ metric: metric.id, period, segment, unit: metric.unit, value, extras });
  };
  const times = [
    [catalogue.dtsP50, catalogue.dtsP80, (one: CaseDraw) => one.resolve_s],
    [catalogue.frtP50, catalogue.frtP80, (one: CaseDraw) => one.reply_s],
  ] as const;
  for (const [p50, p80, of] of times)
    for (const [metric, p] of [
      [p50, 0.5],
      [p80, 0.8],
    ] as const) {
      const limit = percentileIn(sorted(earlier, of), p);
      for (const [i, period] of history.entries()) {
        const values = sorted(cases[i] ?? [], of);
        add(metric, period, percentileValue(values, p), { above: values.filter((value) => value > limit).length });
      }
      add(metric, baseline, percentileValue(sorted(four, of), p));
    }
  const rates = [
    [catalogue.fdr24h, (one: CaseDraw) => one.resolve_s < 86_400],
    [catalogue.reopenRate, (one: CaseDraw) => one.isReopened],
    [catalogue.handoffRate, (one: CaseDraw) => one.isHandedOff],
    [catalogue.independentClosureBroad, (one: CaseDraw) => !one.isEscalated],
    [catalogue.fcr, (one: CaseDraw) => !one.isHandedOff && !one.isReopened],
    [catalogue.goodRate, (one: CaseDraw) => one.isGood],
  ] as const;
  let open = Math.round(perWeek * 0.7);
  for (const [i, period] of history.entries()) {
    const own = cases[i] ?? [];
    for (const [metric, isHit] of rates) {
      const answers = own.flatMap((one) => isHit(one) ?? []);
      add(metric, period, shareOf(answers.filter(Boolean).length, answers.length, 'empty_population'));
    }
    add(catalogue.ticketVolume, period, answer(own.length, own.length));
    const before = open;
    // Three fifths of the open cases are still there a week later, as many as in the mean come on top.
    open = Array.from({ length: before }).filter(() => random() < 0.6).length + poisson(perWeek * 0.28, random);
    add(catalogue.backlog, period, answer(open, open), {
      opening: before,
      created: own.length,
      reopened: 0,
      restored: 0,
      resolved: before + own.length - open,
      removed: 0,
      closing: open,
    });
  }
  for (const topic of new Set(earlier.map((one) => one.topic))) {
    const count = (of: readonly CaseDraw[]) => of.filter((one) => one.topic === topic).length;
    add(catalogue.ticketVolume, now, answer(count(cases.at(-1) ?? []), 1), {}, { category: topic });
    add(catalogue.ticketVolume, baseline, answer(count(four), 1), {}, { category: topic });
  }
  return { ...base, measured, lists: {}, restatements: [], goals: [], coverage: [] };
}

const sorted = (cases: readonly CaseDraw[], of: (one: CaseDraw) => number | null): readonly number[] =>
  cases.flatMap((one) => of(one) ?? []).sort((a, b) => a - b);
const ranked = (values: readonly number[], p: number) => {
  const at = (values.length - 1) * p;
  const [low, high] = [values[Math.floor(at)] ?? 0, values[Math.ceil(at)] ?? 0];
  return {
    n: values.length,
    neighbours: { [p]: [low, high] as const },
    intervals: { [p]: percentileInterval(values.length, p, (rank) => values[rank] ?? 0) },
  };
};
const percentileValue = (values: readonly number[], p: number): MetricValue => percentileOf(ranked(values, p), p);
const percentileIn = (values: readonly number[], p: number): number =>
  Number(percentileExtras(ranked(values, p), [p])[`p${p * 100}_s`] ?? 0);

/** The numbers and topics that a mail calls better, worse or unusual, by the first cell of their row. */
export function newsIn(report: ReportDefinition, facts: ReportFacts): readonly string[] {
  const model = compose(report, facts);
  return model.sections.flatMap((part) =>
    part.blocks.flatMap((block) => (block.kind === 'table' ? rowsWithNews(block, part.id === 'topic_movers') : [])),
  );
}

function rowsWithNews(block: Extract<Block, { kind: 'table' }>, isNewsItself: boolean): readonly string[] {
  return block.rows.flatMap((row) => {
    if ('group' in row) return [];
    const [first] = row.cells;
    const name = first?.kind === 'text' && typeof first.line === 'string' ? first.line : '?';
    return isNewsItself || row.cells.some(isNews) ? [name] : [];
  });
}
const isNews = (cell: Cell): boolean => {
  if (cell.kind === 'pill') return cell.pill.word === 'Unusual';
  const change: Change | undefined = cell.kind === 'change' || cell.kind === 'number' ? cell.change : undefined;
  return change !== undefined && ['better', 'worse', 'unusual'].includes(change.word);
};
