import type { PageRequest, RowContext, Stream, StreamState } from '../../connector.ts';
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
      const reach_s = exportedFrom(state, at.now_s);
      return asked === null || reach_s === null ? asked : reaching(asked, reach_s);
    },
    next: (page) => {
      const step = stream.next?.(page) ?? { request: null, state: page.state };
      const reach_s = reachOf(page.asked);
      const right_s = page.number === 1 ? exportedFrom(page.state, page.server_s) : null;
      // our clock is days off Freshdesk’s: the page is read again as one of tickets whose history goes back as far as it does there
      if (reach_s !== null && right_s !== null && right_s !== reach_s)
        return { request: reaching(page.asked, right_s), state: page.state };
      return reach_s === null ? step : { ...step, state: { ...step.state, history_from_s: reach_s } };
    },
  };
}

/** Since when the history is exported that a pull at an instant finds; null: not known. */
function exportedFrom(state: StreamState | null, now_s: number): number | null {
  const oldest_s = startOf(oldestDay(now_s));
  const read_s = stateNumber(state, 'read_s');
  const known_s = stateNumber(state, 'history_from_s');
  const isFirst = state === null || Object.keys(state).length === 0;
  // nothing was read yet, or not for so long that days of the export are gone
  return isFirst || (read_s !== null && oldest_s > startOf(dayOf(read_s))) ? oldest_s : known_s;
}

const reaching = (asked: PageRequest, reach_s: number): PageRequest => ({ ...asked, of: `history-${reach_s}` });

/** Since when the history of the tickets of a page was exported; null: not known. */
export function reachOf({ of }: Pick<PageRequest, 'of'> | Pick<RowContext, 'of'>): number | null {
  const text = /^history-(\d+)$/.exec(of ?? '')?.[1];
  return text === undefined ? null : Number(text);
}
