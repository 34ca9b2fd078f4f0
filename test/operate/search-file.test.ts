import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { searchFile } from '../../shared/operate/search-file.ts';

/** A name planted at the end of files in every packing and size; what cannot be read is never said to be free of it. */
const name = 'Zoë Quillfeather';
const names = (text: string): boolean => text.includes(name);
const search = (body: Uint8Array): Promise<string> =>
  searchFile(async function* () {
    for (let at = 0; at < body.length; at += 1 << 20) yield await Promise.resolve(body.subarray(at, at + (1 << 20)));
  }, names);

const line = 'row after row of somebody else\n';
/** More characters than are searched at once. */
const long = (end: string): string => line.repeat(Math.ceil((1 << 26) / line.length) + 1) + end;
const zip = (text: string): Uint8Array => zipSync({ 'a/export.csv': strToU8(text) });
const withFlag = (archive: Uint8Array): Uint8Array => {
  const bytes = Buffer.from(archive);
  const directory = bytes.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
  bytes.writeUInt16LE(bytes.readUInt16LE(directory + 8) | 1, directory + 8);
  return bytes;
};
const random = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919 + (i >> 3) * 31) % 256));

describe('a search for a person in a file', () => {
  it.each([
    ['text', strToU8(`by ${name}`)],
    ['UTF-16', Buffer.from(`\ufeffby ${name}`, 'utf16le')],
    ['gzip in gzip', gzipSync(gzipSync(`by ${name}`))],
    ['zip', zip(name)],
    ['zip in gzip', gzipSync(zip(name))],
    ['zip in zip', zipSync({ 'x.zip': zip(name) })],
  ])('finds the name in %s', async (_, body) => {
    expect(await search(body)).toBe('named');
  });

  it('finds the name at the end of what is larger than a piece', async () => {
    expect(await search(gzipSync(long(name)))).toBe('named');
    expect(await search(Buffer.from(`\ufeff${long(name)}`, 'utf16le'))).toBe('named');
    // no encoding has all of these bytes
    const mixed = Buffer.concat([
      Buffer.from(long('é')),
      Buffer.from('Zo\u00eb Quillfeather', 'latin1'),
      Buffer.of(0x81),
    ]);
    expect(await search(mixed)).toBe('named');
    expect(await search(gzipSync(long('nobody')))).toBe('not_named');
  }, 60_000);

  it.each([
    ['a gzip archive that is cut off', gzipSync(random).subarray(0, 400)],
    ['a zip archive that is cut off', zip(random.toString('latin1')).subarray(0, 400)],
    ['an encrypted zip archive', withFlag(zip('nothing to see'))],
    ['a damaged archive in a sound one', zipSync({ 'x.gz': gzipSync(random).subarray(0, 400) })],
    ['a large zip archive', gzipSync(Buffer.concat([zip('x'), Buffer.alloc(1 << 26)]))],
    ['a PDF', strToU8('%PDF-1.7 stream')],
    ['an encrypted workbook', Buffer.concat([Buffer.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), random])],
    ['a format that nobody knows', random],
    ['a mail with a damaged attachment', strToU8(`Subject: x\r\n\r\n${gzipSync(random).subarray(0, 400).toString('base64').replaceAll(/.{76}/g, '$&\r\n')}\r\n`)], // prettier-ignore
  ])('does not say that %s is free of it', async (_, body) => {
    expect(await search(body)).toBe('unread');
  });

  it('says that what it read whole is free of it', async () => {
    for (const body of [strToU8(''), strToU8('x'), gzipSync('x'), zip('x'), Buffer.from('\ufeffx', 'utf16le')])
      expect(await search(body)).toBe('not_named');
  });
});
