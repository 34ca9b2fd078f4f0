import type { Chart, WaterfallBar } from '../section.ts';
import { at, drawing, ink, label, scale } from './svg.ts';

const width = 552;
const height = 190;
const base = 150;

/** 552 x 190: from one bar to another by signed steps; a table beside it says the same. Labels are 13 px, so that they survive a phone. */
export function waterfall(chart: Extract<Chart, { kind: 'waterfall' }>): string {
  const bars = steps(chart);
  const high = Math.max(...bars.map((bar) => Math.max(bar.from, bar.to)));
  const y = scale(Math.min(chart.floor, ...bars.map((bar) => Math.min(bar.from, bar.to))), high, base, 26);
  const pitch = width / bars.length;
  const wide = Math.min(64, pitch * 0.68);
  const content = bars.map((bar, i) => {
    const x = i * pitch + (pitch - wide) / 2;
    const upper = Math.min(y(bar.from), y(bar.to));
    const tall = Math.max(2, Math.abs(y(bar.from) - y(bar.to)));
    const next = bars[i + 1];
    const link = next
      ? `<path d="M${at(x + wide)} ${at(y(bar.to))}H${at(x + pitch)}" stroke="${ink.axis}" stroke-width="1" stroke-dasharray="2 2"/>`
      : '';
    const middle = x + wide / 2;
    return (
      `<rect x="${at(x)}" y="${at(upper)}" width="${at(wide)}" height="${at(tall)}" rx="1.5" fill="${fillOf(bar.bar)}"/>${link}` +
      label(middle, upper - 6, bar.bar.shown, { size: 13, fill: ink.axis, anchor: 'middle', strong: true }) +
      linesOf(bar.bar.label)
        .map((text, row) => label(middle, base + 17 + row * 14, text, { size: 12, fill: ink.axis, anchor: 'middle' }))
        .join('')
    );
  });
  return drawing(
    width,
    height,
    `<path d="M0 ${base + 0.5}H${width}" stroke="${ink.axis}" stroke-opacity="0.45" stroke-width="1"/>${content.join('')}`,
  );
}

const fillOf = (bar: WaterfallBar): string => (bar.tone === 'good' ? ink.good : bar.tone === 'bad' ? ink.bad : ink.bar);

interface Placed {
  readonly bar: WaterfallBar;
  readonly from: number;
  readonly to: number;
}
function steps(chart: Extract<Chart, { kind: 'waterfall' }>): readonly Placed[] {
  const placed: Placed[] = [{ bar: chart.start, from: chart.floor, to: chart.start.value }];
  let level = chart.start.value;
  for (const bar of chart.steps) {
    placed.push({ bar, from: level, to: level + bar.value });
    level += bar.value;
  }
  return [...placed, { bar: chart.end, from: chart.floor, to: chart.end.value }];
}

/** Two lines at most, broken at a space. */
function linesOf(text: string): readonly string[] {
  const space = text.indexOf(' ');
  return space < 0 ? [text] : [text.slice(0, space), text.slice(space + 1)];
}
