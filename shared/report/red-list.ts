import type { ListRow } from './facts.ts';
import type { Reading, View } from './section.ts';

/** Cases behind one number that a mail attaches at most; the page of the archive has more. */
export const mostRedRows = 500;
/** The cases behind numbers that went wrong, those that weigh on the number first; `metric` says of which. */
export const redCases = 'red_cases';
/** How many cases each of these numbers has. */
export const redCounts = 'red_counts';

export interface RedList {
  readonly rows: readonly ListRow[];
  readonly all: number;
  /** There are more than `all`. */
  readonly isMore: boolean;
}

/** What is known of the cases behind a number; null where none were listed. */
export function redListOf({ metric, segment }: Reading, { facts }: View): RedList | null {
  const ofMetric = (row: ListRow): boolean => row.metric === metric.id;
  const count = Object.keys(segment).length > 0 ? undefined : facts.lists[redCounts]?.find(ofMetric);
  if (count === undefined) return null;
  return {
    rows: (facts.lists[redCases] ?? []).filter(ofMetric),
    all: Number(count.cases),
    isMore: count.is_more === true,
  };
}
