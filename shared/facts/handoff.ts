import type { Ownership } from './owners.ts';

export interface Handoffs {
  /** Adjacent owners that are two different people, after removing empty, group and robot owners: A-B-A is 2, A-nobody-A is 0. */
  readonly handoff_count: number;
  /** Different people who owned it. */
  readonly owner_count: number;
  /** Changes from one group to another; the first group and times without a group are none. */
  readonly group_change_count: number;
}

/** Counts of hand-offs (METRICS.md, words). Commenting is no owning. */
export function handoffsOf(owned: readonly Pick<Ownership, 'person_id' | 'group_id'>[]): Handoffs {
  const people = owned.flatMap(({ person_id }) => (person_id === null ? [] : [person_id]));
  const groups = owned.flatMap(({ group_id }) => (group_id === null ? [] : [group_id]));
  return {
    handoff_count: changesIn(people),
    owner_count: new Set(people).size,
    group_change_count: changesIn(groups),
  };
}

const changesIn = (values: readonly string[]): number =>
  values.reduce((n, value, i) => (i > 0 && value !== values[i - 1] ? n + 1 : n), 0);
