import { expect, it } from 'vitest';
import type { Lake } from '../../../shared/ports.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (body: Uint8Array | undefined): string | undefined =>
  body === undefined ? undefined : new TextDecoder().decode(body);
async function whole(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts).toString('utf8');
}

/** What every lake promises. `make` answers an empty one each time. */
export function lakeContract(make: () => Promise<Lake>): void {
  it('gives back what was put, whole and in pieces', async () => {
    const lake = await make();
    expect(await lake.put('raw/source=a/page-1.json.gz', bytes('one'))).toBe('written');
    expect(textOf(await lake.get('raw/source=a/page-1.json.gz'))).toBe('one');
    expect(await whole(lake.open('raw/source=a/page-1.json.gz'))).toBe('one');
  });
  it('keeps an empty object', async () => {
    const lake = await make();
    await lake.put('staged/empty', new Uint8Array());
    expect((await lake.get('staged/empty'))?.length).toBe(0);
    expect(await whole(lake.open('staged/empty'))).toBe('');
  });
  it('gives back a large object byte for byte', async () => {
    const lake = await make();
    const body = new Uint8Array(3_000_000).map((_, i) => (i * 31) % 251);
    await lake.put('raw/large', body);
    expect(Buffer.compare((await lake.get('raw/large')) ?? new Uint8Array(), body)).toBe(0);
    let length = 0;
    for await (const piece of lake.open('raw/large')) length += piece.length;
    expect(length).toBe(body.length);
  });
  it('answers undefined for an object that is not there, and throws when it is opened', async () => {
    const lake = await make();
    await lake.put('raw/a', bytes('a'));
    expect(await lake.get('raw/b')).toBeUndefined();
    expect(await lake.get('raw/a/b')).toBeUndefined();
    await expect(whole(lake.open('raw/b'))).rejects.toBeInstanceOf(Error);
  });
  it('replaces an object, but leaves it alone with ifAbsent', async () => {
    const lake = await make();
    await lake.put('results/x', bytes('1'));
    expect(await lake.put('results/x', bytes('2'), { ifAbsent: true })).toBe('exists');
    expect(textOf(await lake.get('results/x'))).toBe('1');
    expect(await lake.put('results/x', bytes('3'))).toBe('written');
    expect(textOf(await lake.get('results/x'))).toBe('3');
  });
  it('lets exactly one of many writers with ifAbsent win', async () => {
    const lake = await make();
    const writers = Array.from({ length: 8 }, (_, i) => lake.put('raw/race', bytes(`writer ${i}`), { ifAbsent: true }));
    const answers = await Promise.all(writers);
    expect(answers.filter((answer) => answer === 'written')).toHaveLength(1);
    expect(textOf(await lake.get('raw/race'))).toBe(`writer ${answers.indexOf('written')}`);
  });
  it('lists keys below a prefix, which need not end at a slash, ascending by code unit', async () => {
    const lake = await make();
    for (const key of ['raw/b/2', 'raw/b/10', 'raw/B/1', 'raw/bb/1', 'staged/b/1', 'raw/b=x y/é.json'])
      await lake.put(key, bytes(key));
    expect(await lake.list('raw/b')).toEqual(['raw/b/10', 'raw/b/2', 'raw/b=x y/é.json', 'raw/bb/1']);
    expect(await lake.list('raw/b/')).toEqual(['raw/b/10', 'raw/b/2']);
    expect(await lake.list('reports/')).toEqual([]);
    expect(await lake.list('')).toHaveLength(6);
  });
  it('removes an object, also one that is not there', async () => {
    const lake = await make();
    await lake.put('raw/x', bytes('1'));
    await lake.remove('raw/x');
    await lake.remove('raw/x');
    expect(await lake.list('raw/')).toEqual([]);
  });
}
