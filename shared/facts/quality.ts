import { listOf } from './counted.ts';

/** What is odd about a ticket's data, said beside its numbers. The texts are promises: reports and exports show them. */
export const qualityFlags = {
  clock_order: 'resolved, closed or answered before it was created: that duration is left out',
  missing_history: 'its state does not follow from the events known',
  no_resolved_at: 'finished, but nobody knows when it was resolved: no resolution time',
  reopened_after_resolution: 'the given resolution stands although the events reopen it later',
  events_before_creation: 'events dated before the creation count at the creation',
  no_creation: 'neither a creation nor any event is known',
  partly_unread: 'the helpdesk refused some of its messages: its replies are not known',
  unknown_author: 'a message by somebody unknown counts for nobody',
} as const;
export type QualityFlag = keyof typeof qualityFlags;

export const noFlags: Readonly<Record<QualityFlag, boolean>> = {
  clock_order: false,
  missing_history: false,
  no_resolved_at: false,
  reopened_after_resolution: false,
  events_before_creation: false,
  no_creation: false,
  partly_unread: false,
  unknown_author: false,
};

/** JSON array of the connector's own flags and those that hold, sorted, each once; "[]" when nothing is odd. */
export function qualityOf(given: string | null, found: Readonly<Record<QualityFlag, boolean>>): string {
  const flags = Object.entries(found).flatMap(([flag, holds]) => (holds ? [flag] : []));
  return JSON.stringify([...new Set([...listOf(given), ...flags])].sort());
}
