import type { Chart } from '../section.ts';
import { at, drawing, ink, known, lonely, pathOf, scale } from './svg.ts';

/** 96 x 28, no text: the course of a number, its last point marked, its goal dashed. */
export function sparkline(chart: Extract<Chart, { kind: 'sparkline' }>): string {
  const all = [...known(chart.values), ...(chart.goal === null ? [] : [chart.goal])];
  const x = scale(0, Math.max(1, chart.values.length - 1), 3, 91);
  const y = scale(Math.min(...all), Math.max(...all), 24, 4);
  const goal =
    chart.goal === null
      ? ''
      : `<path d="M0 ${at(y(chart.goal))}H96" stroke="${ink.axis}" stroke-width="1" stroke-dasharray="3 2"/>`;
  const last = chart.values.findLastIndex((value) => value !== null);
  const dots = [...new Set([...lonely(chart.values), last])]
    .filter((i) => i >= 0)
    .map(
      (i) =>
        `<circle cx="${at(x(i))}" cy="${at(y(chart.values[i] ?? 0))}" r="${i === last ? 2.5 : 1.5}" fill="${ink.line}"/>`,
    );
  return drawing(
    96,
    28,
    `${goal}<path d="${pathOf(chart.values, x, y)}" fill="none" stroke="${ink.line}" stroke-width="1.75" stroke-linejoin="round" stroke-linecap="round"/>${dots.join('')}`,
  );
}
