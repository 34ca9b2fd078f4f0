import { listOf } from './counted.ts';

/** What is odd about a ticket's data, said beside its numbers. The texts are promises: reports and exports show them. */
export const qualityFlags = {
  clock_order:
    'resolved, closed, answered or begun before it was created, or begun after its end: that time is not known',
  end_before_creation:
    'resolved or closed before it was created: when is not known, and no number of resolutions has it',
  close_before_resolution: 'closed before it was resolved: one of both cannot be; the time of the resolution stands',
  end_in_future: 'its end had not come when the file was read: when it was resolved is not known',
  reply_before_creation:
    'first answered before it was created: when is not known, and no number of first replies has it',
  missing_history: 'its state does not follow from the events known',
  no_resolved_at: 'finished, but nobody knows when it was resolved: no resolution time',
  stale_stamp: 'open now: the resolution or close that a column still has is of an earlier life and does not count',
  reopened_after_resolution: 'the given resolution stands although the events reopen it later',
  events_before_creation: 'events dated before the creation: what they tell has no known time',
  contradicted_count: 'the given number of reopenings or hand-offs is not that of the events: the given one is shown',
  unclear_status: 'its status has no meaning in the configuration: whether it is finished is not known',
  no_creation: 'neither a creation nor any event is known',
  promise_untold:
    'promises of casebook.yaml differ by priority, customer or channel, and it does not tell which it has: what it was promised is not known',
  partly_unread: 'the helpdesk does not give some of its messages: its replies are not known',
  days_only: 'its times are days without a time of day: how long it took is known to the day only',
  day_of_creation: 'only the day of its creation is told: how long it took is known, in business hours it is not',
  unknown_author: 'a message by somebody unknown: its replies are not known',
} as const;
export type QualityFlag = keyof typeof qualityFlags;

/** JSON array of the connector's own flags and those that hold, sorted, each once; "[]" when nothing is odd. */
export function qualityOf(given: string | null, found: Readonly<Partial<Record<QualityFlag, boolean>>>): string {
  const flags = Object.entries(found).flatMap(([flag, holds]) => (holds ? [flag] : []));
  return JSON.stringify([...new Set([...listOf(given), ...flags])].sort());
}

/** Whether the connector saw something of that kind. */
export const hasQuality = ({ given_quality }: { readonly given_quality: string | null }, flag: QualityFlag): boolean =>
  listOf(given_quality).includes(flag);
