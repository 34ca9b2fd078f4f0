import { crc32, deflateSync } from 'node:zlib';

/**
 * An 8-bit palette PNG of straight RGBA pixels, a third of the size of the true-colour one. Up to 256 colours are kept exactly;
 * above that the transparency of edges is told in fewer steps until they fit. Deterministic.
 */
export function palettePng(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const { palette, indices } = reduce(pixels);
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y += 1) rows.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 3, 0, 0, 0], 8);
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('PLTE', Uint8Array.from(palette.flatMap((rgba) => [rgba >>> 24, (rgba >>> 16) & 255, (rgba >>> 8) & 255]))),
    chunk('tRNS', Uint8Array.from(palette.map((rgba) => rgba & 255))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ];
  return new Uint8Array(Buffer.concat(parts));
}

/** Steps in which a channel is told, coarser and coarser; the first palette of at most 256 colours wins. */
const coarseness = [1, 4, 8, 16, 32, 64] as const;

function reduce(pixels: Uint8Array): { palette: number[]; indices: Uint8Array } {
  const indices = new Uint8Array(pixels.length / 4);
  const whole = new Uint32Array(Uint8Array.from(pixels).buffer);
  for (const step of coarseness) {
    const index = new Map<number, number>();
    for (let i = 0; i < indices.length; i += 1) {
      // in a drawing most pixels are what their neighbour is
      if (i > 0 && whole[i] === whole[i - 1]) {
        indices[i] = indices[i - 1] ?? 0;
        continue;
      }
      const rgba = colourAt(pixels, i * 4, step);
      let at = index.get(rgba);
      if (at === undefined) {
        at = index.size;
        index.set(rgba, at);
        if (index.size > 256) break;
      }
      indices[i] = at;
    }
    if (index.size <= 256) return { palette: [...index.keys()], indices };
  }
  throw new RangeError('a picture of more colours than a palette can tell'); // six levels a channel: cannot happen for flat drawings
}

/** One number of four channels. Invisible pixels are all one colour; solid ones keep theirs unless the steps grow coarse. */
function colourAt(pixels: Uint8Array, at: number, step: number): number {
  const told = (value: number): number => (step === 1 ? value : Math.min(255, Math.round(value / step) * step));
  const alpha = told(pixels[at + 3] ?? 0);
  if (alpha === 0) return 0;
  const channel = (offset: number): number => told(pixels[at + offset] ?? 0);
  return ((channel(0) << 24) | (channel(1) << 16) | (channel(2) << 8) | alpha) >>> 0;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
