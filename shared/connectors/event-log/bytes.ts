import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Bytes without their gzip wrapping, if they have one (told by its first two bytes). A broken archive throws zlib's error. */
export async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = bytes[Symbol.asyncIterator]();
  const begin: Uint8Array[] = [];
  let length = 0;
  while (length < 2) {
    const piece = await source.next();
    if (piece.done === true) break;
    begin.push(piece.value);
    length += piece.value.length;
  }
  const first = Buffer.concat(begin);
  const all = async function* (): AsyncGenerator<Uint8Array> {
    if (first.length > 0) yield first;
    for (let piece = await source.next(); piece.done !== true; piece = await source.next()) yield piece.value;
  };
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield* all();
    return;
  }
  const from = Readable.from(all());
  const gunzip = createGunzip({ chunkSize: 1 << 17 });
  from.on('error', (error) => gunzip.destroy(error));
  yield* from.pipe(gunzip) as AsyncIterable<Uint8Array>;
}

/** Text of UTF-8 bytes, or of UTF-16 when a byte-order mark says so; the mark is dropped. Throws TypeError for other bytes. */
export async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const piece of bytes) {
    if (piece.length === 0) continue;
    decoder ??= new TextDecoder(encodingOf(piece), { fatal: true });
    const text = decoder.decode(piece, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield rest;
}

const encodingOf = (piece: Uint8Array): string =>
  piece[0] === 0xff && piece[1] === 0xfe ? 'utf-16le' : piece[0] === 0xfe && piece[1] === 0xff ? 'utf-16be' : 'utf-8';
