import type { Metric } from '../metrics/definition.ts';
import {
  basisText,
  businessText,
  changeOf,
  goalText,
  isInputMissing,
  labelOf,
  periodName,
  pillOf,
  series,
  valueText,
} from './phrases.ts';
import type { Block, Cell, Chart, Reading, TableRow, View } from './section.ts';

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

/** The scorecard of these readings, without groups. */
export const scorecardOf = (readings: readonly Reading[], view: View): Block =>
  goalTable(
    readings.map((reading) => scorecardRow(reading, view)),
    view,
  );

function goalTable(rows: readonly TableRow[], view: View): Block {
  const texts = view.words.scorecard;
  const { now, baseline } = view.facts.periods;
  return {
    kind: 'table',
    columns: [
      { label: texts.goal, align: 'start' },
      { label: texts.value_and_change(periodName(now, view), periodName(baseline, view)), align: 'start', width: 27 },
      {
        label: texts.course(view.format.count(view.facts.periods.history.length)),
        align: 'start',
        width: 19,
        wide: true,
      },
      { label: texts.verdict, align: 'start', width: 20 },
    ],
    rows,
  };
}

/** Readings of the metrics whose inputs the organisation has. */
export const readingsOf = (metrics: readonly Metric[], view: View): readonly Reading[] =>
  metrics.map((metric) => view.reading(metric)).filter((reading) => !isInputMissing(reading.now));

function scorecardRow(reading: Reading, view: View): TableRow {
  const { metric, period } = reading;
  const isEarlier = period.id !== view.facts.periods.now.id;
  const note = [
    goalText(reading, view),
    ...(isEarlier ? [periodName(period, view)] : []),
    basisText(reading, view),
    ...(isEarlier ? [] : [businessText(metric, view)]),
  ].filter((part) => part !== '');
  return {
    cells: [
      { kind: 'text', line: labelOf(reading, view.words), note: note.join(' · ') },
      { kind: 'number', text: valueText(metric, reading.now, view), big: true, change: changeOf(reading, view) },
      courseCell(reading, view),
      { kind: 'pill', pill: pillOf(reading.verdict, view.words) },
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
  return { kind: 'sparkline', values: series(history), goal: goal?.at_most ?? goal?.at_least ?? null, alt };
}
