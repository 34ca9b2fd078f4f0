import type { Removal } from './removal.ts';
import type { Resolution } from './resolution.ts';
import { finishedStays, type Stay } from './status.ts';

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
 *
 * With a resolution given as a column there is one step out, at its end; the finished stays of the events in between are no steps,
 * because the column says when the case ended. An end before the creation is a step at the creation.
 */
export function flowOf(
  created_s: number,
  stays: readonly Stay[],
  resolution: Pick<Resolution, 'is_given' | 'ended_s'>,
  removals: readonly Removal[],
): readonly FlowStep[] {
  const finishes = resolution.is_given
    ? resolution.ended_s === null
      ? []
      : [{ at_s: Math.max(resolution.ended_s, created_s), finished: true }]
    : finishedStays(stays).flatMap(({ started_s, ended_s }) => [
        { at_s: started_s, finished: true },
        ...(ended_s === null ? [] : [{ at_s: ended_s, finished: false }]),
      ]);
  const turns = [...finishes, ...removals].sort((a, b) => a.at_s - b.at_s);
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
