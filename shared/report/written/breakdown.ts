import type { SectionConfiguration } from '../../config/configuration.ts';
import { dimensions } from '../../metrics/value.ts';
import { historyOf, pair } from '../asks.ts';
import { quoted, stated, type Evidence } from '../claim.ts';
import { evidenceOf } from '../evidence.ts';
import { peopleNames } from '../lists/open-cases.ts';
import { metricOf } from '../metrics.ts';
import { basisOf, basisText, changeOf, data, nameOf, periodName, valueText } from '../phrases.ts';
import { section, type Block, type Cell, type Reading, type Section, type View } from '../section.ts';
import { cutOf, partName, partsOf } from './parts.ts';

const most = 20;
type Breakdown = NonNullable<SectionConfiguration['breakdown']>;

/** A row a part of the cut, those of most cases first, and the whole below: percentiles and rates are not the sum of their rows. */
export function breakdown({ title, metric: id, by: written, show = most }: Breakdown, number: number): Section {
  const metric = metricOf(id);
  const by = dimensions.find((name) => name === written);
  return section({
    id: `breakdown_${number}`,
    title: () => quoted('casebook.yaml', data(title, 80)),
    asks: (context) =>
      metric === undefined || by === undefined
        ? []
        : [...historyOf(metric, context), ...historyOf(metric, context, [by]), ...pair(metric, context, [by])],
    lists: by === 'person' || by === 'author' ? [peopleNames] : [],
    blocks: (view) => {
      if (metric === undefined || by === undefined) return [];
      const parts = [...cutOf(metric, by, view)].sort((a, b) => sizeOf(b) - sizeOf(a));
      const whole = partsOf([metric], view);
      const { words, facts } = view;
      if (parts.length === 0)
        return whole.map((reading) => ({
          kind: 'paragraph',
          line: stated('nothing_to_cut', evidenceOf(reading), [
            words.written.none_to_cut(nameOf(metric, words), basisText(reading, view)),
          ]),
        }));
      const more = parts.length - show;
      return [
        {
          kind: 'table',
          columns: [
            {
              label: by === 'channel' ? words.by_channel.channel : by === 'person' ? words.people.person : '',
              align: 'start',
            },
            { label: nameOf(metric, words), align: 'start', width: 24 },
            { label: words.by_channel.change(periodName(facts.periods.baseline, view)), align: 'start', width: 30 },
          ],
          rows: parts.slice(0, show).map((reading) => ({ cells: cells(partName(reading, by, view), reading, view) })),
          ...(whole.length === 1 && whole[0] !== undefined
            ? { total: cells(words.written.whole, whole[0], view) }
            : {}),
        },
        ...(more > 0 ? [moreRows(more, { rows: parts.length, shown: show }, view)] : []),
      ];
    },
  });
}

function moreRows(more: number, evidence: Evidence, { words, format }: View): Block {
  const line = stated('more_rows', evidence, words.written.more_rows(more, format.count(more)));
  return { kind: 'paragraph', line, small: true };
}

const sizeOf = ({ now }: Reading): number => (now.status === 'no_data' ? -1 : now.n);

const cells = (name: string, reading: Reading, view: View): readonly Cell[] => [
  { kind: 'text', line: name, note: basisOf(reading, view) },
  { kind: 'number', text: valueText(reading.metric, reading.now, view), big: true },
  { kind: 'change', change: changeOf(reading, view) },
];
