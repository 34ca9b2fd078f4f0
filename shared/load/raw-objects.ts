import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InternalError } from '../errors.ts';
import { parseRawKey, unpack } from '../connectors/engine/raw.ts';
import type { RawObject } from '../connectors/staged-row.ts';
import type { Lake } from '../ports.ts';

/** What the key of a raw object says of it. */
export interface RawKey {
  readonly key: string;
  readonly source: string;
  readonly stream: string;
  readonly run: string;
  readonly received_s: number;
}

/** Prefix of everything that was received from a source. */
export const rawPrefix = (source: string): string => `raw/source=${source}/`;

/**
 * Reads `raw/source=S/stream=T/run=R/<name>.at-<epoch seconds>...`; undefined for anything else in the zone, such as the record
 * of a run.
 */
export function rawKeyOf(key: string): RawKey | undefined {
  const match = /^raw\/source=([^/]+)\/stream=([^/]+)\/run=([^/]+)\/[^/]*?(?:\.at-(\d+)[^/]*)?$/.exec(key);
  if (match === null) return undefined;
  const [, source = '', stream = '', run = '', at = '0'] = match;
  return { key, source, stream, run, received_s: Number(at) };
}

/** In the order in which they were received, then by key: the order that decides between equal versions. */
export const byReceipt = (a: RawKey, b: RawKey): number =>
  a.received_s - b.received_s || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** The object for a connector: a vendor's page whole, since it is parsed whole; a file of any size unpacked piece by piece. */
export const rawObject = (lake: Lake, { key, source, stream, received_s }: RawKey): RawObject => ({
  key,
  source,
  stream,
  received_s,
  open: () => (parseRawKey(key) === undefined ? unpacked(lake, key) : wholePage(lake, key)),
});

async function* wholePage(lake: Lake, key: string): AsyncGenerator<Uint8Array> {
  const body = await lake.get(key);
  if (body === undefined) throw new InternalError(`The raw page ${key} is listed but absent.`);
  let bytes: Uint8Array;
  try {
    bytes = unpack(body);
  } catch (error) {
    throw damaged(key, error);
  }
  yield bytes;
}

/** Pieces go through one at a time: the next is read when the one before has been unpacked. */
async function* unpacked(lake: Lake, key: string): AsyncGenerator<Uint8Array> {
  const pieces = lake.open(key)[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done === true) return;
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    yield first.value;
    for (let piece = await pieces.next(); piece.done !== true; piece = await pieces.next()) yield piece.value;
  };
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* whole();
    return;
  }
  const gunzip = createGunzip();
  // Without a callback of its own, an object that is cut off would end the process.
  pipeline(whole(), gunzip, () => {});
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw damaged(key, error);
  }
}

const damaged = (key: string, cause: unknown): InternalError =>
  new InternalError(`The raw object ${key} is damaged: it cannot be unpacked.`, { cause });
