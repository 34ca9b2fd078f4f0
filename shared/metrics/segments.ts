import type { Ask } from './model.ts';
import type { Segment } from './value.ts';

/** Rows put together by segment, segments ascending; asked for the whole, there is always one, if empty. */
export function bySegment<R>(
  ask: Pick<Ask, 'by'>,
  rows: readonly R[],
  segmentOf: (row: R) => Segment,
): readonly { readonly segment: Segment; readonly rows: readonly R[] }[] {
  const groups = new Map<string, R[]>(ask.by.length === 0 ? [['{}', []]] : []);
  for (const row of rows) {
    const segment = segmentOf(row);
    const key = JSON.stringify(
      Object.fromEntries([...ask.by].sort().map((name) => [name, segment[name] ?? 'unknown'])),
    );
    const group = groups.get(key) ?? [];
    group.push(row);
    groups.set(key, group);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, rows]) => ({ segment: JSON.parse(key) as Segment, rows }));
}

/** Is a row of these dimension values inside the asked segment? */
export const isIn = (where: Segment | undefined, segment: Segment): boolean =>
  Object.entries(where ?? {}).every(([name, value]) => (segment[name as keyof Segment] ?? 'unknown') === value);

/** One text for one segment, whatever the order of its dimensions. */
export const segmentKey = (segment: Segment): string =>
  JSON.stringify(Object.entries(segment).sort(([a], [b]) => (a < b ? -1 : 1)));
