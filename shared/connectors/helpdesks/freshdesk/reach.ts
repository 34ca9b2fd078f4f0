import type { PageRequest, RowContext, Stream } from '../../connector.ts';
import { startOf, dayOf, stateNumber } from '../../progress.ts';
import type { FreshdeskConfiguration } from './configuration.ts';

const day_s = 86_400;
/** The activity export is kept for so many days, today included. */
export const kept_days = 30;

/** The oldest day whose activities can still be asked for. */
export const oldestDay = (now_s: number): string => dayOf(now_s - (kept_days - 1) * day_s);

/**
 * Notes with every page of tickets since when their history was exported: the first pull found no more than a month of it, and what
 * happened before is known by its last times only. Kept in the state, and in the names of the raw pages, so that a replay knows it.
 */
export function fromExport(c: FreshdeskConfiguration, stream: Stream): Stream {
  if (!c.activities) return stream;
  return {
    ...stream,
    first: (state, at): PageRequest | null => {
      const asked = stream.first?.(state, at) ?? null;
      const oldest_s = startOf(oldestDay(at.now_s));
      const read_s = stateNumber(state, 'read_s');
      // nothing was read yet, or not for so long that days of the export are gone
      const isNew = state === null || (read_s !== null && oldest_s > startOf(dayOf(read_s)));
      const reach_s = isNew ? oldest_s : stateNumber(state, 'history_from_s');
      return asked === null || reach_s === null ? asked : { ...asked, of: `history-${reach_s}` };
    },
    next: (page) => {
      const step = stream.next?.(page) ?? { request: null, state: page.state };
      const reach_s = reachOf(page.asked);
      return reach_s === null ? step : { ...step, state: { ...step.state, history_from_s: reach_s } };
    },
  };
}

/** Since when the history of the tickets of a page was exported; null: not known. */
export function reachOf({ of }: Pick<PageRequest, 'of'> | Pick<RowContext, 'of'>): number | null {
  const text = /^history-(\d+)$/.exec(of ?? '')?.[1];
  return text === undefined ? null : Number(text);
}
