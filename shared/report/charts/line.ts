import type { Chart } from '../section.ts';
import { at, drawing, ink, known, label, lonely, pathOf, scale } from './svg.ts';

type LineChart = Extract<Chart, { kind: 'line' }>;

const top = 20;
const bottom = 122;

/** 264 x 150: one solid line, a dotted companion, a dashed goal and last year; first and last values written beside them. Not from zero. */
export function line(chart: LineChart): string {
  const all = [
    ...known(chart.values),
    ...known(chart.dotted ?? []),
    ...known(chart.lastYear ?? []),
    ...(chart.goal ? [chart.goal.value] : []),
  ];
  const right = rightOf(chart);
  const left = leftOf(chart);
  const x = scale(0, Math.max(1, chart.values.length - 1), left, right);
  const y = scale(Math.min(...all), Math.max(...all), bottom - 8, top);
  const starts = placed(
    [
      { at: first(chart.values), text: chart.labels.first },
      { at: first(chart.dotted ?? []), text: chart.labels.dottedFirst },
    ].flatMap(({ at, text }) => (at === undefined ? [] : [{ y: y(at), text, fill: ink.axis, strong: false }])),
  );
  const ends = endLabels(chart, y);
  const content = [
    `<path d="M${left} ${bottom + 4}H${right}" stroke="${ink.axis}" stroke-opacity="0.45" stroke-width="1"/>`,
    chart.goal
      ? `<path d="M${left} ${at(y(chart.goal.value))}H${right}" stroke="${ink.axis}" stroke-width="1.25" stroke-dasharray="5 3"/>`
      : '',
    chart.lastYear
      ? `<path d="${pathOf(chart.lastYear, x, y)}" fill="none" stroke="${ink.line}" stroke-opacity="0.55" stroke-width="1.5" stroke-dasharray="4 4"/>`
      : '',
    ...marksOf(chart.marks ?? [], x),
    chart.dotted
      ? `<path d="${pathOf(chart.dotted, x, y)}" fill="none" stroke="${ink.axis}" stroke-width="2" stroke-dasharray="0.1 4" stroke-linecap="round"/>`
      : '',
    `<path d="${pathOf(chart.values, x, y)}" fill="none" stroke="${ink.line}" stroke-width="2.25" stroke-linejoin="round" stroke-linecap="round"/>`,
    ...lonely(chart.values).map((i) => dot(x(i), y(chart.values[i] ?? 0), 2)),
    ...lastDot(chart.values, x, y),
    ...starts.map((start) => label(left - 6, start.y + 4, start.text, { size: 11, fill: ink.axis, anchor: 'end' })),
    ...ends.map((end) => label(right + 8, end.y + 4, end.text, { size: 11.5, fill: end.fill, strong: end.strong })),
    label(left, 143, chart.axis[0], { size: 10, fill: ink.axis }),
    label((left + right) / 2, 143, chart.axis[1], { size: 10, fill: ink.axis, anchor: 'middle' }),
    label(right, 143, chart.axis[2], { size: 10, fill: ink.axis, anchor: 'end' }),
  ];
  return drawing(264, 150, content.join(''));
}

/** A letter a period, above the lines, with a thread down to its place. */
const marksOf = (marks: NonNullable<LineChart['marks']>, x: (i: number) => number): readonly string[] =>
  [...Map.groupBy(marks, ({ at: place }) => place)].flatMap(([place, same]) => [
    `<path d="M${at(x(place))} 13V${bottom + 4}" stroke="${ink.axis}" stroke-opacity="0.5" stroke-width="1" stroke-dasharray="1 3"/>`,
    label(x(place), 10, same.map(({ letter }) => letter).join(''), { size: 10, fill: ink.axis, anchor: 'middle' }),
  ]);

const dot = (cx: number, cy: number, r: number): string =>
  `<circle cx="${at(cx)}" cy="${at(cy)}" r="${r}" fill="${ink.line}"/>`;

function lastDot(
  values: readonly (number | null)[],
  x: (i: number) => number,
  y: (value: number) => number,
): readonly string[] {
  const last = values.findLastIndex((value) => value !== null);
  return last < 0 ? [] : [dot(x(last), y(values[last] ?? 0), 3.25)];
}

/** Room for the longest label beside the last point: 6.7 px a character, at least 42 px. */
function rightOf({ labels, goal }: LineChart): number {
  const longest = Math.max(...[labels.last, labels.dottedLast, goal?.label ?? ''].map((text) => text.length));
  return 264 - 8 - Math.max(42, longest * 6.7);
}

/** Room for the longest label before the first point: no label lies on a line. */
const leftOf = ({ labels, dotted }: LineChart): number =>
  10 + 6.4 * Math.max(...[labels.first, dotted ? labels.dottedFirst : ''].map((text) => text.length));

const first = (values: readonly (number | null)[]): number | undefined => known(values)[0];

interface EndLabel {
  readonly y: number;
  readonly text: string;
  readonly fill: string;
  readonly strong: boolean;
}

/** What is written at the right edge. */
function endLabels(chart: LineChart, y: (value: number) => number): readonly EndLabel[] {
  const last = (values: readonly (number | null)[]): number | undefined => known(values).at(-1);
  const solid = last(chart.values);
  const dotted = chart.dotted ? last(chart.dotted) : undefined;
  const wanted: EndLabel[] = [
    ...(solid === undefined ? [] : [{ y: y(solid), text: chart.labels.last, fill: ink.line, strong: true }]),
    ...(dotted === undefined ? [] : [{ y: y(dotted), text: chart.labels.dottedLast, fill: ink.axis, strong: false }]),
    ...(chart.goal ? [{ y: y(chart.goal.value), text: chart.goal.label, fill: ink.axis, strong: false }] : []),
  ];
  return placed(wanted);
}

/** Labels of one side, moved apart so that no two overlap. */
function placed(labels: readonly EndLabel[]): readonly EndLabel[] {
  const gap = 14;
  const found: EndLabel[] = [];
  for (const item of [...labels].sort((a, b) => a.y - b.y)) {
    const previous = found.at(-1);
    found.push(previous && item.y - previous.y < gap ? { ...item, y: previous.y + gap } : item);
  }
  const over = Math.max(0, (found.at(-1)?.y ?? 0) - bottom);
  return found.map((item) => ({ ...item, y: item.y - over }));
}
