import type { Known } from '../../knowledge/known.ts';
import type { Metric } from '../../metrics/model.ts';
import type { MetricValue, Unit } from '../../metrics/value.ts';
import { metricOf } from '../metrics.ts';
import type { DataColumn, Datum, Model, Sheet } from '../model.ts';
import { isProportion, labelOf, nameOf, periodName, pillOf, reasonText, valueText } from '../phrases.ts';
import { fewTrials } from '../reading.ts';
import type { Reading, View } from '../section.ts';
import type { Words } from '../words/words.ts';

/** Sheets that several workbooks have. A value is in the unit of its row: money in units of the currency, shares as percent, times in hours. */
const text = (title: string, width: number): DataColumn => ({ title, kind: 'text', width });

/** One row a goal: what, target, value, basis, before, verdict. Values differ in unit by row, so each row says its unit. */
export function scorecardSheet(readings: readonly Reading[], view: View): Sheet {
  const texts = view.words.sheets;
  return {
    name: texts.scorecard,
    columns: [
      text(texts.measure, 34),
      text(texts.unit, 12),
      { title: texts.target, kind: 'decimal', width: 12 },
      { title: texts.value, kind: 'decimal', width: 14 },
      { title: texts.n, kind: 'count', width: 10 },
      { title: texts.numerator, kind: 'decimal', width: 14 },
      { title: texts.denominator, kind: 'decimal', width: 14 },
      { title: texts.low, kind: 'decimal', width: 12 },
      { title: texts.high, kind: 'decimal', width: 12 },
      { title: texts.before, kind: 'decimal', width: 14 },
      text(texts.verdict, 14),
      text(texts.period, 12),
      text(texts.remark, 36),
    ],
    rows: readings.map((reading) => {
      const { metric, now, before, goal, period } = reading;
      const scaled = (value: number | null): Datum => (value === null ? null : inUnit(value, metric.unit, view));
      return [
        labelOf(reading, view.words),
        unitName(metric.unit, view),
        scaled(goal === null ? null : (goal.at_most ?? goal.at_least)),
        scaled(valueOf(now)),
        now.status === 'no_data' ? null : now.n,
        partOf(now, 'numerator', metric, view),
        partOf(now, 'denominator', metric, view),
        scaled(now.status === 'known' ? (now.interval?.[0] ?? null) : null),
        scaled(now.status === 'known' ? (now.interval?.[1] ?? null) : null),
        scaled(valueOf(before)),
        pillOf(reading, view.words).word,
        periodName(period, view),
        remarkOf(now, view),
      ];
    }),
  };
}

/** One row a metric and period of the history. */
export function historySheet(readings: readonly Reading[], view: View): Sheet {
  const texts = view.words.sheets;
  const periods = view.facts.periods.history;
  return {
    name: texts.history,
    columns: [
      text(texts.measure, 34),
      text(texts.unit, 12),
      ...periods.map((period): DataColumn => ({ title: periodName(period, view), kind: 'decimal', width: 12 })),
      text(texts.remark, 48),
    ],
    rows: readings.map(({ metric, segment }) => [
      labelOf({ metric, segment }, view.words),
      unitName(metric.unit, view),
      ...periods.map((period) => {
        return shownIn(view.value(metric, segment, period), metric.unit, view);
      }),
      doubtsOf({ metric, segment }, view),
    ]),
  };
}

/** Of which periods a value can still change, and which rates are of so few cases that the mail shows them as counts. */
function doubtsOf({ metric, segment }: Pick<Reading, 'metric' | 'segment'>, view: View): string | null {
  const { words } = view;
  const remarks = view.facts.periods.history.flatMap((period) => {
    const value = view.value(metric, segment, period);
    const isFew = value.status === 'known' && isProportion(metric, value) && value.n < fewTrials;
    const remark = value.status === 'immature' ? remarkOf(value, view) : isFew ? valueText(metric, value, view) : null;
    return remark === null ? [] : [`${periodName(period, view)}${words.marks.colon}${remark}`];
  });
  return remarks.length === 0 ? null : remarks.join(words.marks.semicolon);
}

/** What every number of the mail means: question, formula, population, source. */
export function definitionsSheet(view: View): Sheet {
  const texts = view.words.sheets;
  const ids = [...new Set(view.facts.measured.map(({ metric }) => metric))].sort();
  return {
    name: texts.definitions,
    columns: [
      text(texts.measure, 34),
      text('id', 26),
      text(texts.question, 48),
      text(texts.formula, 60),
      text(texts.population, 60),
      text(texts.source, 36),
    ],
    rows: ids.flatMap((id) => {
      const metric = metricOf(id);
      return metric
        ? [
            [
              nameOf(metric, view.words),
              id,
              metric.question,
              metric.formula,
              metric.population,
              metric.source.join('; '),
            ],
          ]
        : [];
    }),
  };
}

/** Sums that must agree, with their difference; money as text would lose nothing but could not be added, so it is numbers here. */
export function checksSheet(rows: readonly CheckRow[], view: View): Sheet {
  const texts = view.words.sheets;
  return {
    name: texts.checks,
    columns: [
      text(texts.check, 44),
      { title: texts.left, kind: 'decimal', width: 18 },
      { title: texts.right, kind: 'decimal', width: 18 },
      { title: texts.difference, kind: 'decimal', width: 14 },
      text(texts.holds, 10),
    ],
    rows: rows.map(({ what, left, right }) => [what, left, right, left - right, left === right ? texts.yes : texts.no]),
  };
}
export interface CheckRow {
  readonly what: string;
  readonly left: number;
  readonly right: number;
}

/** A value in the unit of its row, the provisional one too; null where there is none. */
export function shownIn(value: MetricValue, unit: Unit, view: View): Datum {
  const shown = valueOf(value);
  return shown === null ? null : inUnit(shown, unit, view);
}

const valueOf = (value: MetricValue): number | null =>
  value.status === 'known' ? value.value : value.status === 'immature' ? value.provisional : null;

function partOf(value: MetricValue, part: 'numerator' | 'denominator', metric: Metric, view: View): Datum {
  const found = value.status === 'no_data' ? null : value[part];
  if (found === null) return null;
  return part === 'numerator' && metric.unit === 'currency' ? inUnit(found, 'currency', view) : found;
}

/** Why a value is not there, or can still change. */
export const remarkOf = (value: MetricValue, view: View): string | null =>
  value.status === 'no_data'
    ? reasonText(value.reason, view.words)
    : value.status === 'immature'
      ? view.words.provisional_until(view.format.day(value.from_s))
      : null;

/** Money in major units, shares in percent, times in hours; the rest as it is. */
export function inUnit(value: number, unit: Unit, view: View): number {
  switch (unit) {
    case 'currency':
      return value / view.format.minorPerMajor;
    case 'rate':
      // 0.58 is 58, not 57.99999999999999
      return Number((value * 100).toPrecision(15));
    case 'seconds':
      return value / 3600;
    case 'count':
    case 'days':
    case 'score':
    case 'points':
      return value;
  }
}

function unitName(unit: Unit, view: View): string {
  const texts = view.words.sheets.units;
  return unit === 'currency' ? view.facts.organisation.currency : texts[unit];
}

/** What every source tells of its tickets, and what would tell more; none where that was not kept. */
export function knowledgeSheets(known: readonly Known[], { sheets: texts }: Words): readonly Sheet[] {
  const { knowledge } = texts;
  if (known.length === 0) return [];
  return [
    {
      name: knowledge.name,
      columns: [
        text(texts.source, 18),
        text(knowledge.channel, 14),
        text(knowledge.fact, 44),
        { title: knowledge.told_share, kind: 'share', width: 12 },
        { title: knowledge.tickets, kind: 'count', width: 12 },
        { title: knowledge.from, kind: 'instant', width: 18 },
        { title: knowledge.until, kind: 'instant', width: 18 },
        text(knowledge.more, 60),
      ],
      rows: known.map((one) => [
        one.source,
        one.channel === 'all' ? knowledge.all : one.channel,
        knowledge.facts[one.fact],
        one.told_share,
        one.tickets,
        one.from_s,
        one.until_s,
        one.more,
      ]),
    },
  ];
}

/** The sentences of the mail, the claim that holds for each and the facts it was held against. */
export const proofSheet = (proofs: Model['proofs'], { sheets: texts }: Words): Sheet => ({
  name: texts.sentences,
  columns: [
    { title: texts.sentence, kind: 'text', width: 80 },
    { title: texts.claim, kind: 'text', width: 24 },
    { title: texts.evidence, kind: 'text', width: 80 },
  ],
  rows: proofs.map(({ text, claim, evidence }) => [
    text,
    claim,
    Object.entries(evidence)
      .map(([name, value]) => `${name} = ${value ?? '-'}`)
      .join('; '),
  ]),
});
