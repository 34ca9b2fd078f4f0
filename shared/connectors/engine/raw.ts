import { gunzipSync, gzipSync } from 'node:zlib';
import { InternalError } from '../../errors.ts';
import type { Lake } from '../../ports.ts';
import type { RawObject } from '../staged-row.ts';

/**
 * Names of raw pages. The object holds the body exactly as received (gzip); the few facts of the request that normalising needs
 * are in the key, so that page and facts are written by one conditional put and cannot part:
 * `raw/source=S/stream=T/run=R/page-000001.at-1790000000.json.gz`, for children `...at-1790000000.of-<parent>.json.gz`, and
 * `...of-<parent>.whole.json.gz` where the page is the parent's whole list.
 */
export interface RawPage {
  readonly source: string;
  readonly stream: string;
  readonly run: string;
  readonly page: number;
  readonly received_s: number;
  readonly of: string | null;
  /** The page is all that its parent has in this list. */
  readonly whole?: boolean;
}

export const runPrefix = (source: string, stream: string, run: string): string =>
  `raw/source=${source}/stream=${stream}/run=${run}/`;

export function rawKey({ source, stream, run, page, received_s, of, whole }: RawPage): string {
  const parent =
    of === null ? '' : `.of-${encodeURIComponent(of).replaceAll('.', '%2E')}${whole === true ? '.whole' : ''}`;
  return `${runPrefix(source, stream, run)}page-${String(page).padStart(6, '0')}.at-${received_s}${parent}.json.gz`;
}

const pattern =
  /^raw\/source=([^/]+)\/stream=([^/]+)\/run=([^/]+)\/page-(\d+)\.at-(\d+)(?:\.of-([^./]+)(\.whole)?)?\.json(?:\.gz)?$/;

/** undefined: not a vendor page (a run record, a dropped file). */
export function parseRawKey(key: string): RawPage | undefined {
  const match = pattern.exec(key);
  if (!match) return undefined;
  const [, source = '', stream = '', run = '', page, at, of, whole] = match;
  return {
    source,
    stream,
    run,
    page: Number(page),
    received_s: Number(at),
    of: of === undefined ? null : decodeURIComponent(of),
    whole: whole !== undefined,
  };
}

/** Speed counts here, not size: level 1 is a third of the time of level 6. */
export const pack = (body: Uint8Array): Uint8Array => gzipSync(body, { level: 1 });
export const unpack = (body: Uint8Array): Uint8Array =>
  body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body;

/** A stored page as normalising wants it. Throws InternalError when the key is none of ours. */
export function rawObject(lake: Pick<Lake, 'get'>, key: string): RawObject {
  const page = parseRawKey(key);
  if (!page) throw new InternalError(`${key} is not the key of a raw page.`);
  return {
    key,
    source: page.source,
    stream: page.stream,
    received_s: page.received_s,
    async *open() {
      const body = await lake.get(key);
      if (!body) throw new InternalError(`The raw page ${key} is listed but absent.`);
      yield unpack(body);
    },
  };
}
