import type { Metric } from '../metrics/model.ts';
import { basisOf, changeOf, nameOf, periodName, valueText } from './phrases.ts';
import { readingsOf } from './scorecard.ts';
import type { Block, View } from './section.ts';

/** Measures as rows: what, how much, how it changed. Empty when the organisation has none of the inputs. */
export function readingsTable(metrics: readonly Metric[], view: View): readonly Block[] {
  const readings = readingsOf(metrics, view);
  if (readings.length === 0) return [];
  const { words, facts } = view;
  return [
    {
      kind: 'table',
      columns: [
        { label: words.numbers.measure, align: 'start' },
        { label: periodName(facts.periods.now, view), align: 'start', width: 22 },
        { label: words.by_channel.change(periodName(facts.periods.baseline, view)), align: 'start', width: 30 },
      ],
      rows: readings.map((reading) => ({
        cells: [
          { kind: 'text', line: nameOf(reading.metric, words), note: basisOf(reading, view) },
          { kind: 'number', text: valueText(reading.metric, reading.now, view), big: true },
          { kind: 'change', change: changeOf(reading, view) },
        ],
      })),
    },
  ];
}
