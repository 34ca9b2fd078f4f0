import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rawObject } from '../../shared/load/raw-objects.ts';
import type { Lake } from '../../shared/ports.ts';

const opened = (body: Uint8Array): AsyncIterable<Uint8Array> => {
  async function* pieces() {
    for (let i = 0; i < body.length; i += 7) yield await Promise.resolve(body.subarray(i, i + 7));
  }
  const lake = { open: pieces } as unknown as Lake;
  return rawObject(lake, { key: 'raw/x', source: 's', stream: 'files', run: 'r', received_s: 1 }).open();
};
const textOf = async (body: Uint8Array): Promise<string> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of opened(body)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
};

describe('a raw object', () => {
  const text = Array.from({ length: 500 }, (_, i) => `line ${i * 7919}`).join('\n');
  it('is unpacked piece by piece', async () => {
    expect(await textOf(gzipSync(text))).toBe(text);
  });
  it.each([
    ['is cut off', (body: Buffer) => body.subarray(0, body.length - 10)],
    ['has a byte changed', (body: Buffer) => Buffer.from(body.map((byte, i) => (i === 99 ? byte ^ 0xff : byte)))],
  ])('that %s is named, and ends nothing but its own reading', async (_, spoil) => {
    await expect(textOf(spoil(gzipSync(text)))).rejects.toThrow('The raw object raw/x is damaged');
  });
});
