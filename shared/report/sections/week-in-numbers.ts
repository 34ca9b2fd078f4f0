import { always } from '../claim.ts';
import {
  dtsP50,
  dtsP80,
  fdr24h,
  frtP50,
  frtP80,
  goodRate,
  handoffRate,
  independentClosureBroad,
  reopenRate,
} from '../../metrics/catalogue/all.ts';
import type { Metric } from '../../metrics/model.ts';
import { historyOf, now } from '../asks.ts';
import { basisOf, basisText, businessText, changeOf, nameOf, periodName, valueText } from '../phrases.ts';
import { section, type TableRow, type View } from '../section.ts';

export const weekMeasures = [dtsP50, frtP50, fdr24h, reopenRate, handoffRate, independentClosureBroad, goodRate];
/** The 80th percentile that belongs to a median. */
const within80: ReadonlyMap<Metric, Metric> = new Map([
  [dtsP50, dtsP80],
  [frtP50, frtP80],
]);

/** Seven rows, each against the four weeks before, each with what it is made of. */
export const weekInNumbers = section({
  id: 'week_in_numbers',
  title: (words) => always(words.numbers.title),
  lead: (words, view) =>
    always(
      `${words.compared_with_weeks(view.format.shortRange(view.facts.periods.baseline))}${words.marks.space}${words.numbers.coloured}`,
    ),
  asks: (context) => [
    ...weekMeasures.flatMap((metric) => historyOf(metric, context)),
    now(dtsP80, context),
    now(frtP80, context),
  ],
  blocks: (view) => {
    const texts = view.words.numbers;
    const rows = weekMeasures.map((metric) => rowOf(metric, view)).filter((row) => row !== null);
    if (rows.length === 0) return [];
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.measure, align: 'start' },
          { label: texts.this_week, align: 'start', width: 22 },
          { label: texts.change, align: 'start', width: 27 },
        ],
        rows,
      },
    ];
  },
});

/** A measure whose input the organisation does not have is left out, not shown as a gap. */
function rowOf(metric: Metric, view: View): TableRow | null {
  const reading = view.reading(metric);
  if (reading.now.status === 'no_data' && reading.now.reason.startsWith('no_input:')) return null;
  const isEarlier = reading.period.id !== view.facts.periods.now.id;
  const companion = within80.get(metric);
  const value80 = companion ? view.value(companion) : null;
  const note = [
    ...(isEarlier ? [periodName(reading.period, view)] : []),
    ...(companion && value80?.status === 'known' && value80.n >= 5
      ? [view.words.within_80(valueText(companion, value80, view))]
      : []),
    basisText(reading, view),
    ...(isEarlier ? [] : [businessText(metric, view)]),
  ].filter((part) => part !== '');
  return {
    cells: [
      {
        kind: 'text',
        line: nameOf(metric, view.words),
        note: basisOf(reading, view, note.join(view.words.marks.semicolon)),
      },
      { kind: 'number', text: valueText(metric, reading.now, view), big: true },
      { kind: 'change', change: changeOf(reading, view) },
    ],
  };
}
