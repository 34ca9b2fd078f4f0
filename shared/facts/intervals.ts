/** A half-open stretch [started_s, ended_s); null = still. */
interface Stretch {
  readonly started_s: number;
  readonly ended_s: number | null;
}

/**
 * Stretches without those of no length, neighbours of the same meaning joined: they tile the time from the first start on without gap
 * or overlap. Ended at `end_s` when given: what begins at or after it is left out.
 */
export function tiled<T extends Stretch>(
  stretches: readonly T[],
  same: (a: T, b: T) => boolean,
  end_s: number | null = null,
): readonly T[] {
  const tiles: T[] = [];
  for (const stretch of stretches) {
    if (end_s !== null && stretch.started_s >= end_s) continue;
    const ended_s = end_s !== null && (stretch.ended_s === null || stretch.ended_s > end_s) ? end_s : stretch.ended_s;
    if (ended_s === stretch.started_s) continue;
    const last = tiles.at(-1);
    if (last !== undefined && same(last, stretch)) tiles[tiles.length - 1] = { ...last, ended_s };
    else tiles.push({ ...stretch, ended_s });
  }
  return tiles;
}
