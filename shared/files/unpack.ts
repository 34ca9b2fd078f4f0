import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The first bytes of a stream, at least `atLeast` where it has as many, and all of it again. */
export async function peek(
  bytes: AsyncIterable<Uint8Array>,
  atLeast: number,
): Promise<{ readonly begin: Buffer; readonly all: () => AsyncGenerator<Uint8Array> }> {
  const source = bytes[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length < atLeast) {
    const piece = await source.next();
    if (piece.done === true) break;
    pieces.push(piece.value);
    length += piece.value.length;
  }
  const begin = Buffer.concat(pieces);
  return {
    begin,
    async *all() {
      if (begin.length > 0) yield begin;
      for (let piece = await source.next(); piece.done !== true; piece = await source.next()) yield piece.value;
    },
  };
}

/** Bytes without their gzip wrapping, if they have one (told by its first two bytes), however often. A broken archive throws zlib's error. */
export async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { begin, all } = await peek(bytes, 2);
  if (begin[0] !== 0x1f || begin[1] !== 0x8b) {
    yield* all();
    return;
  }
  const from = Readable.from(all());
  const gunzip = createGunzip({ chunkSize: 1 << 17 });
  from.on('error', (error) => gunzip.destroy(error));
  yield* unpacked(from.pipe(gunzip) as AsyncIterable<Uint8Array>);
}

/** All bytes of a stream. `undefined` when there are more than `most`: memory stays bounded. */
export async function gathered(bytes: AsyncIterable<Uint8Array>, most: number): Promise<Buffer | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > most) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
