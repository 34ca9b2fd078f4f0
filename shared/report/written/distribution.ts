import type { SectionConfiguration } from '../../config/configuration.ts';
import type { Metric } from '../../metrics/model.ts';
import { dimensions, type Dimension } from '../../metrics/value.ts';
import { during, now, pair } from '../asks.ts';
import { quoted, stated, whenTrue } from '../claim.ts';
import { evidenceOf } from '../evidence.ts';
import { metricOf } from '../metrics.ts';
import { basisOf, basisText, data, nameOf, periodName, valueText } from '../phrases.ts';
import { section, type Block, type Section, type View } from '../section.ts';
import type { Period } from '../../period.ts';
import { cutOf, partName } from './parts.ts';

type Distribution = NonNullable<SectionConfiguration['distribution']>;

/** Where the spans of time begin, in seconds; each holds its lower bound. */
const limits_s = [900, 3600, 14_400, 86_400, 259_200, 604_800] as const;

/** How long cases took, by spans of time; with a dimension, how the number divides among its parts. */
export function distribution({ title, metric: id, by: written }: Distribution, number: number): Section {
  const metric = metricOf(id);
  const by = dimensions.find((name) => name === written);
  return section({
    id: `distribution_${number}`,
    title: () => quoted('casebook.yaml', data(title, 80)),
    asks: (context) => {
      if (metric === undefined) return [];
      if (by !== undefined) return [now(metric, context), ...pair(metric, context, [by])];
      return [
        { ...during(metric, context.periods.baseline, context), over_s: limits_s },
        { ...now(metric, context), over_s: limits_s },
      ];
    },
    blocks: (view) =>
      metric === undefined ? [] : by === undefined ? spansOf(metric, view) : sharesOf(metric, by, view),
  });
}

/** Cases of each span of time, or null where they were not counted. */
function countsOf(metric: Metric, period: Period, view: View): readonly number[] | null {
  const value = view.value(metric, {}, period);
  const over = limits_s.map((limit) => view.extra(metric, `over_${limit}`, {}, period));
  if (value.status !== 'known' || value.n === 0 || over.some((n) => typeof n !== 'number')) return null;
  const atLeast = [value.n, ...over.map(Number), 0];
  return atLeast.slice(0, -1).map((n, i) => n - (atLeast[i + 1] ?? 0));
}

function spansOf(metric: Metric, view: View): readonly Block[] {
  const { words, format, facts } = view;
  const texts = words.written;
  const counts = countsOf(metric, facts.periods.now, view);
  const before = countsOf(metric, facts.periods.baseline, view);
  const name = nameOf(metric, words);
  if (counts === null) {
    const reading = view.reading(metric);
    const line = stated('not_counted_by_time', evidenceOf(reading), [texts.no_spans(name, basisText(reading, view))]);
    return [{ kind: 'paragraph', line }];
  }
  const sum = (of: readonly number[]): number => of.reduce((all, n) => all + n, 0);
  const [total, totalBefore] = [sum(counts), before === null ? 0 : sum(before)];
  return [
    {
      kind: 'table',
      columns: [
        { label: texts.time, align: 'start' },
        { label: words.topics.cases, align: 'end', width: 14 },
        { label: texts.share_in(periodName(facts.periods.now, view)), align: 'start', width: 30 },
        { label: texts.share_in(periodName(facts.periods.baseline, view)), align: 'end', width: 22 },
      ],
      rows: [0, ...limits_s].map((from, i) => {
        const n = counts[i] ?? 0;
        return {
          cells: [
            { kind: 'text', line: texts.spans[from] ?? '' },
            { kind: 'number', text: format.count(n) },
            { kind: 'bar', text: format.percent(n / total), fill: n / total },
            {
              kind: 'number',
              text: before === null ? words.dash : format.percent((before[i] ?? 0) / totalBefore),
            },
          ],
        };
      }),
      total: [
        { kind: 'text', line: words.written.whole },
        { kind: 'number', text: format.count(total) },
        { kind: 'text', line: '' },
        { kind: 'number', text: before === null ? '' : format.count(totalBefore) },
      ],
    },
  ];
}

/** Parts with their share of the whole where they add up to it; else a bar against the largest, and the words that they do not. */
function sharesOf(metric: Metric, by: Dimension, view: View): readonly Block[] {
  const { words, format } = view;
  const texts = words.written;
  const name = nameOf(metric, words);
  const all = cutOf(metric, by, view);
  const parts = all
    .flatMap((reading) => (reading.now.status === 'known' ? [{ reading, value: reading.now.value }] : []))
    .sort((a, b) => b.value - a.value);
  const whole = view.reading(metric);
  if (parts.length === 0) {
    const line = stated('nothing_to_cut', evidenceOf(whole), [texts.none_to_cut(name, basisText(whole, view))]);
    return [{ kind: 'paragraph', line }];
  }
  const left = all.length - parts.length;
  const sum = parts.reduce((total, { value }) => total + value, 0);
  // one part alone is the whole, of a median too: that is no share
  const several = parts.length > 1;
  const addsUp =
    several &&
    whole.now.status === 'known' &&
    parts.every(({ value }) => value >= 0) &&
    Math.abs(sum - whole.now.value) < 1e-6;
  const most = Math.max(...parts.map(({ value }) => value), Number.MIN_VALUE);
  return [
    {
      kind: 'table',
      columns: [
        { label: texts.part, align: 'start' },
        { label: name, align: 'end', width: 24 },
        { label: words.backlog.share, align: 'start', width: 36 },
      ],
      rows: parts.map(({ reading, value }) => ({
        cells: [
          { kind: 'text', line: partName(reading, by, view), note: basisOf(reading, view) },
          { kind: 'number', text: valueText(reading.metric, reading.now, view) },
          {
            kind: 'bar',
            text: addsUp && sum > 0 ? format.percent(value / sum) : '',
            fill: addsUp && sum > 0 ? value / sum : value / most,
            quiet: !addsUp,
          },
        ],
      })),
      total: [
        { kind: 'text', line: texts.whole, note: basisOf(whole, view) },
        { kind: 'number', text: valueText(metric, whole.now, view) },
        { kind: 'text', line: '' },
      ],
    },
    ...[
      ...whenTrue('parts_without_number', left > 0, { parts: all.length, shown: parts.length }, () =>
        texts.parts_without_number(left, format.count(left)),
      ),
      ...whenTrue('does_not_add_up', several && !addsUp, { ...evidenceOf(whole), parts: sum }, () =>
        texts.does_not_add(name),
      ),
    ].map((line): Block => ({ kind: 'paragraph', line, small: true })),
  ];
}
