import type { Metric } from '../metrics/model.ts';
import {
  basisOf,
  basisText,
  businessText,
  changeOf,
  definitionOf,
  goalText,
  isInputMissing,
  labelOf,
  periodName,
  pillOf,
  series,
  valueText,
} from './phrases.ts';
import { stated } from './claim.ts';
import { courseOf } from './evidence.ts';
import type { Goal } from './facts.ts';
import { cadenceOf } from './view.ts';
import type { Block, Cell, Chart, Column, Reading, TableRow, View } from './section.ts';

/** Goals of one kind, such as profit. */
export interface GoalGroup {
  readonly title: string;
  readonly metrics: readonly Metric[];
}

/** Name, target and basis | value and change | the course with its goal dashed (not on phones) | verdict. Groups without data are left out. */
export function scorecardTable(groups: readonly GoalGroup[], view: View): readonly Block[] {
  const rows = groups.flatMap((group): readonly TableRow[] => {
    const readings = readingsOf(group.metrics, view);
    return readings.length === 0
      ? []
      : [{ group: group.title }, ...readings.map((reading) => scorecardRow(reading, view))];
  });
  return rows.length === 0 ? [] : [goalTable(rows, view)];
}

/** How a scorecard shows its rows. */
export interface Rows {
  readonly charts?: boolean;
  /** What each number answers, below its name. */
  readonly definitions?: boolean;
  /** A goal, its verdict, or that there is none, in every row; else in the rows that have one, and no column where none has. */
  readonly goals?: 'always' | 'where_set';
}

/** The scorecard of these readings, without groups. */
export function scorecardOf(readings: readonly Reading[], view: View, how: Rows = {}): Block {
  const hasVerdicts = how.goals === 'always' || readings.some(({ goal }) => goal !== null);
  const rows = readings.map((reading, i) => {
    const isFirst = readings[i - 1]?.metric.id !== reading.metric.id;
    const shown = { goals: 'where_set' as const, ...how, definitions: isFirst && how.definitions === true };
    return scorecardRow(reading, view, shown, hasVerdicts);
  });
  return goalTable(rows, view, how, hasVerdicts);
}

function goalTable(rows: readonly TableRow[], view: View, { charts = true }: Rows = {}, hasVerdicts = true): Block {
  const texts = view.words.scorecard;
  const { now, baseline } = view.facts.periods;
  return {
    kind: 'table',
    columns: [
      { label: hasVerdicts ? texts.goal : view.words.numbers.measure, align: 'start' },
      { label: texts.value_and_change(periodName(now, view), periodName(baseline, view)), align: 'start', width: 27 },
      ...(charts ? [courseColumn(view.facts.periods.history.length, view)] : []),
      ...(hasVerdicts ? [{ label: texts.verdict, align: 'start' as const, width: 20 }] : []),
    ],
    rows,
  };
}

/** The last periods of a number; not on phones, where its text says the same. */
export function courseColumn(periods: number, { words, format, cadence }: View): Column {
  const n = format.count(periods);
  const label =
    cadence === 'weekly'
      ? words.executive_weekly.course(n)
      : cadence === 'monthly'
        ? words.written.months(n)
        : words.scorecard.course(n);
  return { label, align: 'start', width: 19, wide: true };
}

/** The goal that reports of this cadence are held against; that of a quarter says nothing of a week. */
export const ownGoal = ({ goal }: Pick<Reading, 'goal'>, { cadence }: View): Goal | null =>
  goal !== null && cadenceOf(goal) === cadence ? goal : null;

/** Readings of the metrics whose inputs the organisation has. */
export const readingsOf = (metrics: readonly Metric[], view: View): readonly Reading[] =>
  metrics.map((metric) => view.reading(metric)).filter((reading) => !isInputMissing(reading.now));

function scorecardRow(
  reading: Reading,
  view: View,
  { charts = true, definitions = false, goals = 'always' }: Rows = {},
  hasVerdicts = true,
): TableRow {
  const isSaid = goals === 'always' || reading.goal !== null;
  const { metric, period } = reading;
  const isEarlier = period.id !== view.facts.periods.now.id;
  const note = [
    ...(definitions ? [definitionOf(metric, view.words)] : []),
    ...(isSaid ? [goalText(reading, view)] : []),
    ...(isEarlier ? [periodName(period, view)] : []),
    basisText(reading, view),
    ...(isEarlier ? [] : [businessText(metric, view)]),
  ].filter((part) => part !== '');
  const verdict: Cell = { kind: 'pill', pill: pillOf(reading, view.words) };
  return {
    cells: [
      { kind: 'text', line: labelOf(reading, view.words), note: basisOf(reading, view, note.join(' · ')) },
      { kind: 'number', text: valueText(metric, reading.now, view), big: true, change: changeOf(reading, view) },
      ...(charts ? [courseCell(reading, view)] : []),
      ...(hasVerdicts ? [isSaid ? verdict : ({ kind: 'text', line: '' } as const)] : []),
    ],
  };
}

/** The course of a reading; empty where nothing of it is known. */
export const courseCell = (reading: Reading, view: View): Cell =>
  reading.history.some(({ status }) => status === 'known')
    ? { kind: 'chart', chart: sparklineOf(reading, view) }
    : { kind: 'text', line: '' };

/** The course of a reading; its text says from what to what. */
export function sparklineOf(reading: Reading, view: View): Extract<Chart, { kind: 'sparkline' }> {
  const { metric, history, goal } = reading;
  const known = history.filter((value) => value.status === 'known');
  const [first, last] = [known[0], known.at(-1)];
  const alt =
    first && last ? view.words.trend.from_to(valueText(metric, first, view), valueText(metric, last, view)) : '';
  return {
    kind: 'sparkline',
    values: series(history),
    goal: goal?.at_most ?? goal?.at_least ?? null,
    alt: stated('course', courseOf(metric, first?.value ?? null, last?.value ?? null), alt),
  };
}
