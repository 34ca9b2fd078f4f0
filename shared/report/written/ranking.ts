import type { SectionConfiguration } from '../../config/configuration.ts';
import type { Metric } from '../../metrics/model.ts';
import { dimensions } from '../../metrics/value.ts';
import { historyOf, pair } from '../asks.ts';
import { always, quoted, stated, whenTrue } from '../claim.ts';
import { evidenceOf } from '../evidence.ts';
import { metricOf } from '../metrics.ts';
import { basisOf, basisText, changeOf, data, nameOf, periodName, valueText } from '../phrases.ts';
import { isComparable } from '../reading.ts';
import { section, type Block, type Cell, type Reading, type Section, type View } from '../section.ts';
import { cutOf, partName, partsOf } from './parts.ts';

type Ranking = NonNullable<SectionConfiguration['ranking']>;

/** Parts in order of the number, each with its range; those of too few cases are left out and counted. */
export function ranking({ title, metric: id, by: written, show = 5, first }: Ranking, number: number): Section {
  const metric = metricOf(id);
  const by = dimensions.find((name) => name === written);
  return section({
    id: `ranking_${number}`,
    title: () => quoted('casebook.yaml', data(title, 80)),
    asks: (context) =>
      metric === undefined || by === undefined
        ? []
        : [...historyOf(metric, context), ...historyOf(metric, context, [by]), ...pair(metric, context, [by])],
    blocks: (view) => {
      if (metric === undefined || by === undefined) return [];
      const parts = cutOf(metric, by, view);
      const ranked = parts.filter(({ now }) => isComparable(metric, now)).sort(orderOf(metric, first));
      const whole = partsOf([metric], view).find(({ segment }) => Object.keys(segment).length === 0);
      const { words, format, facts } = view;
      const texts = words.written;
      const young = parts.filter(({ now }) => now.status === 'immature').length;
      const left = parts.length - ranked.length - young;
      const shown = Math.min(show, ranked.length);
      const evidence = { parts: parts.length, ranked: ranked.length, young, shown };
      const notes: readonly Block[] = [
        ...whenTrue('too_few_to_rank', left > 0, evidence, () => texts.too_few_to_rank(left, format.count(left))),
        ...whenTrue('too_young_to_rank', young > 0, evidence, () =>
          texts.too_young_to_rank(young, format.count(young)),
        ),
        ...whenTrue('not_all_ranked', shown < ranked.length, evidence, () =>
          texts.not_shown(format.count(shown), format.count(ranked.length)),
        ),
        ...(ranked.length > 1 && hasRange(metric) ? [always(texts.may_be_chance)] : []),
      ].map((line) => ({ kind: 'paragraph', line, small: true }));
      if (ranked.length === 0) {
        const none = whole ?? view.reading(metric);
        const line = stated('nothing_to_rank', { ...evidenceOf(none), ...evidence }, [
          none.now.status === 'no_data'
            ? texts.none_to_cut(nameOf(metric, words), basisText(none, view))
            : texts.nothing_ranked(nameOf(metric, words)),
        ]);
        return [{ kind: 'paragraph', line }, ...notes];
      }
      return [
        {
          kind: 'table',
          columns: [
            { label: texts.rank, align: 'end', width: 10 },
            { label: texts.part, align: 'start' },
            { label: nameOf(metric, words), align: 'start', width: 26 },
            { label: words.by_channel.change(periodName(facts.periods.baseline, view)), align: 'start', width: 26 },
          ],
          rows: ranked.slice(0, show).map((reading, i) => ({
            cells: [
              { kind: 'number', text: format.count(i + 1) },
              ...cells(partName(reading, by, view), reading, view),
            ],
          })),
          ...(whole === undefined
            ? {}
            : { total: [{ kind: 'text', line: '' }, ...cells(texts.whole, whole, view)] satisfies readonly Cell[] }),
        },
        ...notes,
      ];
    },
  });
}

const cells = (name: string, reading: Reading, view: View): readonly Cell[] => [
  { kind: 'text', line: name, note: basisOf(reading, view, rangeText(reading, view)) },
  { kind: 'number', text: valueText(reading.metric, reading.now, view), big: true },
  { kind: 'change', change: changeOf(reading, view) },
];

const hasRange = ({ interval, percentile }: Metric): boolean => interval !== 'none' || percentile !== undefined;

/** What the number is made of, with its range where the basis leaves it out. */
function rangeText(reading: Reading, view: View): string {
  const { metric, now } = reading;
  const basis = basisText(reading, view);
  if (metric.interval !== 'wilson' || now.status !== 'known' || now.interval === null) return basis;
  const range = view.words.likely_between(view.format.percent(now.interval[0]), view.format.percent(now.interval[1]));
  return [basis, range].filter((part) => part !== '').join(view.words.marks.semicolon);
}

/** Best and worst by what is good of the metric; ties by the part, so that the order is always the same. */
function orderOf(metric: Metric, first: Ranking['first']): (a: Reading, b: Reading) => number {
  const isDirected = metric.direction === 'up' || metric.direction === 'down';
  const wanted = first ?? (isDirected ? 'worst' : 'most');
  const isLargeFirst = wanted === 'most' || (wanted === 'best') === (metric.direction === 'up' && wanted !== 'least');
  const sign = wanted === 'least' ? 1 : isLargeFirst ? -1 : 1;
  const of = ({ now }: Reading): number => (now.status === 'known' ? now.value : 0);
  const key = ({ segment }: Reading): string => Object.values(segment).join();
  return (a, b) => sign * (of(a) - of(b)) || (key(a) < key(b) ? -1 : 1);
}
