import type { Removal } from './removal.ts';
import type { Resolution } from './resolution.ts';

export type FlowKind = 'created' | 'resolved' | 'reopened' | 'removed' | 'restored';
export interface FlowStep {
  readonly at_s: number;
  /** Order inside one instant. */
  readonly seq: number;
  readonly kind: FlowKind;
}

/**
 * Steps of one ticket into and out of the backlog, so that opening + created + reopened + restored - resolved - removed = closing
 * holds to the ticket for any history (C11): steps in and steps out alternate and begin with created. Removed counts only while
 * open, restored only when the ticket would be open; what happens to a removed ticket is no step.
 */
export function flowOf(
  created_s: number,
  { finishes }: Pick<Resolution, 'finishes'>,
  removals: readonly Removal[],
): readonly FlowStep[] {
  const ends = finishes.flatMap(({ started_s, ended_s }) => [
    { at_s: started_s, finished: true },
    ...(ended_s === null ? [] : [{ at_s: ended_s, finished: false }]),
  ]);
  const turns = [...ends, ...removals].sort((a, b) => a.at_s - b.at_s);
  const steps: FlowStep[] = [{ at_s: created_s, seq: 0, kind: 'created' }];
  let finished = false;
  let removed = false;
  for (const turn of turns) {
    const wasOpen = !finished && !removed;
    const wasRemoved = removed;
    if ('finished' in turn) finished = turn.finished;
    else removed = turn.removed;
    const isOpen = !finished && !removed;
    if (isOpen === wasOpen) continue;
    const kind = isOpen ? (wasRemoved ? 'restored' : 'reopened') : removed ? 'removed' : 'resolved';
    const before = steps.at(-1);
    steps.push({ at_s: turn.at_s, seq: before?.at_s === turn.at_s ? before.seq + 1 : 0, kind });
  }
  return steps;
}
