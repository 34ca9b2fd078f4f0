import type { Page, PageRequest, Step, StreamState } from './connector.ts';
import { stateNumber } from './progress.ts';

/** A walk over what changed begins so long before the walk that it follows: clocks of one server tick in whole seconds. */
const margin_s = 60;
/** A helpdesk in which more changes than can be read is read on by the next pull. */
const mostWalks = 20;

/**
 * The way through numbered pages, newest change first: what changes during a walk moves in front of it and is not seen again. So a walk
 * of several pages is followed by one over what changed since it began, until that fits on one page, which is one instant. Otherwise a
 * ticket that changed between two pages would lack all its past until the next pull, while the source is said to be read up to now.
 *
 * @param onward the next page of the same walk, or null at its end
 * @param since  the first page of what changed since then, newest first
 * @param done   the state of a stream that is read to the end; the server's time at the begin of the last walk, epoch seconds
 */
export function newestFirst(
  { state, server_s }: Page,
  onward: PageRequest | null,
  since: (from_s: number) => PageRequest,
  done: (begun_s: number) => StreamState,
): Step {
  const begun_s = stateNumber(state, 'begun_s');
  const walks = stateNumber(state, 'walks') ?? 1;
  if (onward !== null) return { request: onward, state: { ...state, begun_s: begun_s ?? server_s } };
  // No page came before this one: nothing could move between two.
  if (begun_s === null || walks >= mostWalks) return { request: null, state: done(begun_s ?? server_s) };
  const { begun_s: _, ...kept } = state;
  return { request: since(begun_s - margin_s), state: { ...kept, walks: walks + 1 } };
}
