import type { AnyRow } from '../../lake/table.ts';
import type { Mapping, RowContext, Stream } from '../connector.ts';
import { retelling } from '../retelling.ts';
import type { Normalise, RawObject, StagedRow } from '../staged-row.ts';
import { leftOut, noticing, type Unread } from '../shapes.ts';
import { parseBytes } from './json.ts';
import { parseRawKey } from './raw.ts';
import { refusedStream } from './refused.ts';
import { vanishedStream } from './vanished.ts';
import { versionOf } from './version.ts';

export { versionOf };

/** Looks raw values up and counts them: the rows of field_mappings of one page. */
export function mapper(): { map: RowContext['map']; rows(received_s: number): StagedRow[] } {
  const seen: { field: string; raw: string; value: string | null; mapped: boolean; n: number }[] = [];
  const byField = new Map<string, Map<string, (typeof seen)[number]>>();
  return {
    map<W extends string>(field: string, raw: string | null, { values, otherwise }: Mapping<W>) {
      if (raw === null || raw === '') return null;
      const found = values[raw.toLowerCase()];
      const value = found ?? otherwise;
      const known = byField.get(field) ?? new Map<string, (typeof seen)[number]>();
      const count = known.get(raw);
      if (count) {
        count.n += 1;
        return value;
      }
      const first = { field, raw, value, mapped: found !== undefined, n: 1 };
      seen.push(first);
      byField.set(field, known.set(raw, first));
      return value;
    },
    rows: (received_s) =>
      seen.map(({ field, raw, value, mapped, n }) => ({
        table: 'field_mappings',
        version: versionOf(0, received_s),
        row: { field, raw_value: raw, value, is_mapped: mapped, seen: n, from_s: 0 } satisfies AnyRow,
      })),
  };
}

/** Reads the raw pages of one source: an item that cannot be read becomes a reject, never a lost page. */
export function normaliser(streams: readonly Stream[]): Normalise {
  const byName = new Map([...streams, vanishedStream, refusedStream].map((stream) => [stream.name, stream]));
  return async function* (raw: RawObject) {
    const page = parseRawKey(raw.key);
    const rejected = (item_id: string, reason: string): StagedRow => ({
      table: 'ingest_rejects',
      version: versionOf(0, raw.received_s),
      row: { run: page?.run ?? null, stream: raw.stream, item_id, reason, at_s: raw.received_s },
    });
    const stream = byName.get(raw.stream);
    if (!stream) {
      yield [rejected(raw.key, `no stream ${raw.stream} in this connector`)];
      return;
    }
    let body: unknown;
    let items: readonly unknown[];
    try {
      body = parseBytes(await bytesOf(raw));
      items = stream.items(body);
    } catch (error) {
      yield [rejected(raw.key, `page not readable: ${reasonOf(error)}`)];
      return;
    }
    const mapping = mapper();
    const context = {
      source: raw.source,
      received_s: raw.received_s,
      of: page?.of ?? null,
      body,
      index: 0,
      map: mapping.map,
    };
    const rows: StagedRow[] = [];
    items.forEach((item, index) => {
      try {
        const [made, unread] = noticing(() => [...stream.rows(item, { ...context, index })]);
        for (const row of made) rows.push(row);
        for (const reason of new Set(unread.map((each) => missing(item, each))))
          rows.push(rejected(idOf(item) ?? `${raw.key}#${index}`, reason));
      } catch (error) {
        rows.push(rejected(idOf(item) ?? `${raw.key}#${index}`, reasonOf(error)));
      }
    });
    try {
      const [made, unread] = noticing(() => [...(stream.pageRows?.(items, context) ?? [])]);
      for (const row of made) rows.push(row);
      for (const reason of new Set(unread.map((each) => missing(items, each)))) rows.push(rejected(raw.key, reason));
    } catch (error) {
      rows.push(rejected(raw.key, reasonOf(error)));
    }
    if (page?.whole === true && page.of !== null)
      for (const prefix of stream.messages ?? []) rows.push(retelling(page.of, prefix, raw.received_s));
    for (const row of mapping.rows(raw.received_s)) rows.push(row);
    yield rows;
  };
}

async function bytesOf(raw: RawObject): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of raw.open()) parts.push(part);
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

/** The first line of an error: zod's issues name the path, never the value. */
function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'issues' in error && Array.isArray(error.issues)) {
    const issue = error.issues[0] as { path?: readonly PropertyKey[]; message?: string } | undefined;
    return `${issue?.path?.join('.') ?? 'item'}: ${issue?.message ?? 'not readable'}`;
  }
  // a SyntaxError of JSON.parse quotes the text around the fault: that is ticket text
  if (error instanceof SyntaxError) return 'not JSON';
  return error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 200) : 'not readable';
}

/** What was left out of an item that was read otherwise; names the field, never its value. */
function missing(item: unknown, { value, expected }: Unread): string {
  const found = Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `another ${typeof value}`;
  return `${pathOf(item, value) ?? 'a value'}: found ${found}, expected ${expected}${leftOut}`;
}

/** The first field of an item that has just this value. */
function pathOf(item: unknown, value: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  for (const [name, field] of Object.entries(item)) {
    if (Object.is(field, value)) return name;
    const deeper = pathOf(field, value);
    if (deeper !== undefined) return `${name}.${deeper}`;
  }
  return undefined;
}

const idOf = (item: unknown): string | undefined => {
  const id = (item as { id?: unknown } | null)?.id;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
};
