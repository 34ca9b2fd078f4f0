import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { draw, svgOf } from '../../shared/report/charts/draw.ts';
import { palettePng } from '../../shared/report/charts/palette-png.ts';
import { always } from '../../shared/report/claim.ts';
import type { Chart } from '../../shared/report/section.ts';

const line: Chart = {
  kind: 'line',
  values: [11.9, 11, null, 10, 8.6],
  dotted: [49, 47, 46, 40, 37.5],
  goal: { value: 10, label: '10 h' },
  labels: { first: '11.9', last: '8.6', dottedFirst: '49.0', dottedLast: '37.5' },
  axis: ['week 35', '37', 'week 39'],
  alt: always('11.9 to 8.6'),
};
const sparkline: Chart = { kind: 'sparkline', values: [1, null, 3], goal: null, alt: always('1 to 3') };

/** Width, height and rows of palette indices of a PNG made here. */
function decoded(png: Uint8Array): {
  width: number;
  height: number;
  palette: Uint8Array;
  alpha: Uint8Array;
  rows: Uint8Array;
} {
  const view = new DataView(png.buffer, png.byteOffset);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at);
    chunks.set(Buffer.from(png.subarray(at + 4, at + 8)).toString('latin1'), png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const header = chunks.get('IHDR')!;
  const size = new DataView(header.buffer, header.byteOffset);
  return {
    width: size.getUint32(0),
    height: size.getUint32(4),
    palette: chunks.get('PLTE')!,
    alpha: chunks.get('tRNS')!,
    rows: new Uint8Array(inflateSync(chunks.get('IDAT')!)),
  };
}

describe('a chart', () => {
  it('is drawn at twice its size, the same bytes every time', async () => {
    const png = await draw(line);
    expect([decoded(png).width, decoded(png).height]).toEqual([528, 300]);
    expect(Buffer.from(await draw(line)).equals(Buffer.from(png))).toBe(true);
    expect(png.length).toBeLessThan(12_000);
  });
  it('is transparent, so that a dark page shows through', async () => {
    const { alpha, rows } = decoded(await draw(line));
    expect(alpha[rows[1]!]).toBe(0);
  });
  it('has a gap where the data has one', () => {
    expect(
      svgOf(line)
        .match(/<path d="(M[^"]*)" fill="none" stroke="#3b76d9"/)![1]!
        .match(/M/g),
    ).toHaveLength(2);
  });
  it('marks a point without neighbours, which a line would not show', () => {
    expect(svgOf(sparkline).match(/<circle/g)).toHaveLength(2);
  });
  it('has labels that do not overlap', () => {
    const near: Chart = { ...line, values: [10, 10], dotted: [10, 10.01], goal: { value: 10, label: 'goal' } };
    const labels = [...svgOf(near).matchAll(/<text x="2[\d.]+" y="([\d.]+)"[^>]*>(?:8\.6|37\.5|goal)</g)]
      .map(([, y]) => Number(y))
      .sort((a, b) => a - b);
    expect(labels).toHaveLength(3);
    labels.forEach((y, i) => expect(y - (labels[i - 1] ?? -99)).toBeGreaterThanOrEqual(13.9));
  });
  it('escapes its labels', () => {
    expect(svgOf({ ...line, goal: { value: 10, label: '<&">' } })).toContain('&lt;&amp;&quot;&gt;');
  });
});

describe('a palette PNG', () => {
  it('keeps up to 256 colours exactly', () => {
    const pixels = Uint8Array.from({ length: 256 * 4 }, (_, i) =>
      i % 4 === 3 ? 255 : (i >> 2) * (i % 4 === 0 ? 1 : 0),
    );
    const { palette, rows } = decoded(palettePng(pixels, 16, 16));
    const reds = [...rows].filter((_, i) => i % 17 !== 0).map((index) => palette[index * 3]);
    expect(reds).toEqual(Array.from({ length: 256 }, (_, i) => i));
  });
  it('tells more colours in coarser steps instead of failing', () => {
    const pixels = Uint8Array.from({ length: 64 * 64 * 4 }, (_, i) => (i % 4 === 3 ? 255 : (i * 7919) % 251));
    expect(decoded(palettePng(pixels, 64, 64)).palette.length / 3).toBeLessThanOrEqual(256);
  });
});
