import { backlog } from '../metrics/catalogue/all.ts';
import type { View } from './section.ts';

/** The steps from the open cases at the start to those at the end of the period. */
export interface Walk {
  readonly opening: number;
  readonly created: number;
  readonly reopened: number;
  readonly restored: number;
  readonly resolved: number;
  readonly removed: number;
  readonly closing: number;
}

/** The identity of C11; null when the backlog was not measured, or nobody knows how many were open before. */
export function walkOf(view: View): Walk | null {
  if (view.value(backlog).status !== 'known' || view.extra(backlog, 'opening') === null) return null;
  const of = (name: string): number => Number(view.extra(backlog, name) ?? 0);
  return {
    opening: of('opening'),
    created: of('created'),
    reopened: of('reopened'),
    restored: of('restored'),
    resolved: of('resolved'),
    removed: of('removed'),
    closing: of('closing'),
  };
}

/** opening + created + reopened + restored - resolved - removed = closing, to the case. */
export const isTied = (walk: Walk): boolean =>
  walk.opening + walk.created + walk.reopened + walk.restored - walk.resolved - walk.removed === walk.closing;
