import type { StreamState } from './connector.ts';

/** Small steps that streams by time share. Times in epoch seconds. */

/** The start of a day of the configuration, UTC. */
export const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 1000;

/** 2026-09-01T10:00:00Z */
export const isoOf = (at_s: number): string => new Date(at_s * 1000).toISOString().replace('.000Z', 'Z');

/** yyyy-MM-dd of an instant in UTC, and of the day after a day. */
export const dayOf = (at_s: number): string => isoOf(at_s).slice(0, 10);
export const dayAfter = (day: string): string => dayOf(startOf(day) + 86_400);

export const stateNumber = (state: StreamState | null, key: string): number | null => {
  const value = state?.[key];
  return typeof value === 'number' ? value : null;
};

/** The highest time seen, never beyond what the server can have settled (R4: not our clock). null: nothing was ever seen. */
export function capped(known: number | null, seen: readonly number[], limit_s: number): number | null {
  const highest = seen.reduce<number | null>((most, at) => (most === null || at > most ? at : most), null);
  if (highest === null) return known;
  return Math.max(known ?? Number.NEGATIVE_INFINITY, Math.min(highest, limit_s));
}

/** For streams that note when they were last read to the end. */
export const watermark = (state: StreamState): number | null => stateNumber(state, 'read_s');

/**
 * The item with the highest text in a field, of several the last: where a walk by key goes on. Pages are in order of the key, but a
 * walk from any item loses nothing, so a page in another order costs requests and not rows.
 */
export function highestBy(items: readonly unknown[], field: string): unknown {
  const textOf = (item: unknown): string => {
    const value = (item as Readonly<Record<string, unknown>> | null | undefined)?.[field];
    return typeof value === 'string' ? value : '';
  };
  return items.reduce(
    (most: unknown, item) => (most === undefined || textOf(item) >= textOf(most) ? item : most),
    undefined,
  );
}
