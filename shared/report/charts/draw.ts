import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Chart } from '../section.ts';
import { fonts, resvgWasm } from './assets.ts';
import { line } from './line.ts';
import { palettePng } from './palette-png.ts';
import { sparkline } from './sparkline.ts';
import { waterfall } from './waterfall.ts';

/** The picture at twice its size, transparent. The same chart gives the same bytes on every machine: no system fonts. */
export async function draw(chart: Chart): Promise<Uint8Array> {
  const engine = await ready();
  const drawn = new Resvg(svgOf(chart), {
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontBuffers: engine, defaultFontFamily: 'Inter' },
  });
  const image = drawn.render();
  const png = palettePng(straight(image.pixels), image.width, image.height);
  image.free();
  drawn.free();
  return png;
}

export function svgOf(chart: Chart): string {
  switch (chart.kind) {
    case 'sparkline':
      return sparkline(chart);
    case 'line':
      return line(chart);
    case 'waterfall':
      return waterfall(chart);
  }
}

let engine: Promise<Uint8Array[]> | undefined;
/** Starts the engine once a process; initWasm refuses a second start. */
function ready(): Promise<Uint8Array[]> {
  engine ??= initWasm(resvgWasm()).then(() => [...fonts()]);
  return engine;
}

/** resvg multiplies colours by their transparency; PNG wants them as they are. */
function straight(pixels: Uint8Array): Uint8Array {
  const out = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i += 4) {
    const alpha = pixels[i + 3] ?? 0;
    out[i + 3] = alpha;
    if (alpha === 0) continue;
    for (let c = 0; c < 3; c += 1) out[i + c] = Math.min(255, Math.round(((pixels[i + c] ?? 0) * 255) / alpha));
  }
  return out;
}
