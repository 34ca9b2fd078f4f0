import type { Value } from '../lake/table.ts';
import { InternalError } from '../errors.ts';
import { percentileInterval } from '../stats/percentile-interval.ts';
import { rankCandidates } from '../stats/rank-candidates.ts';
import type { FactRow } from './queries.ts';
import type { AnyResult, Measure, Ranked, RanksMeasure } from './measure.ts';

/** A count or instant as the warehouse answers it; null stays null. */
export const numberOf = (value: Value | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);
export const bigintOf = (value: Value | undefined): bigint =>
  value === null || value === undefined ? 0n : BigInt(value as bigint | number | string);
export const textOf = (value: Value | undefined): string =>
  value === null || value === undefined ? 'unknown' : String(value);

/** What a measure is when no row was found: nothing counted, nothing known. */
export function emptyOf(measure: Measure): AnyResult {
  switch (measure.kind) {
    case 'count':
    case 'distinct':
      return { n: 0 };
    case 'sum':
      return { n: 0, total: 0n };
    case 'min':
    case 'max':
      return { value: null };
    case 'ranks':
      return { n: 0, neighbours: {}, ...(measure.bounded === true ? { intervals: {} } : {}) };
  }
}

/** The i-th measure of a compiled statement from one of its rows. */
export function resultOf(measure: Measure, i: number, row: FactRow): AnyResult {
  const n = numberOf(row[`n${i}`]) ?? 0;
  switch (measure.kind) {
    case 'count':
    case 'distinct':
      return { n };
    case 'sum':
      return { n, total: bigintOf(row[`s${i}`]) };
    case 'min':
    case 'max':
      return { value: numberOf(row[`e${i}`]) };
    case 'ranks':
      return {
        n,
        neighbours: Object.fromEntries(
          n === 0
            ? []
            : measure.p.map((p, k) => [p, [numberOf(row[`l${i}_${k}`]) ?? 0, numberOf(row[`u${i}_${k}`]) ?? 0]]),
        ),
        ...(measure.bounded === true ? { intervals: intervalsOf(measure, i, row, n) } : {}),
      };
  }
}

/** Of the values around the bounds the two at the exact ranks. */
function intervalsOf(measure: RanksMeasure, i: number, row: FactRow, n: number): Ranked['intervals'] {
  return Object.fromEntries(
    (n === 0 ? [] : measure.p).map((p, k) => {
      const { lower, upper } = rankCandidates(n, p);
      const fetched = new Map([
        ...lower.map((rank, j) => [rank, row[`low${i}_${k}_${j}`]] as const),
        ...upper.map((rank, j) => [rank, row[`high${i}_${k}_${j}`]] as const),
      ]);
      const valueAt = (rank: number): number => {
        if (!fetched.has(rank))
          throw new InternalError(`Rank ${rank} of ${n}, which bounds p${p * 100}, was not fetched.`);
        return numberOf(fetched.get(rank)) ?? 0;
      };
      return [p, percentileInterval(n, p, valueAt)];
    }),
  );
}

/** Whether a result says that there was nothing. */
export const isEmpty = (result: AnyResult): boolean =>
  'total' in result ? result.total === 0n : 'n' in result ? result.n === 0 : result.value === null;
