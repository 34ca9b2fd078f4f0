import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/version.ts';
import { flagOrNull, id, list, numberOrNull, record, textOrNull } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';

const Cycle = z.object({
  startTime: record,
  stopTime: record,
  breachTime: record,
  elapsedTime: record,
  breached: flagOrNull,
});
const millis = (value: Readonly<Record<string, unknown>>, key: 'epochMillis' | 'millis'): number | null => {
  const number = numberOrNull.parse(value[key]);
  return number === null ? null : Math.floor(number / 1000);
};

/** The cycles of one service level of a request: each one is a promise of its own. */
export function cycleRows(
  value: unknown,
  ticket_id: string,
  metric: string,
  policy_id: string,
  version: string,
): readonly StagedRow[] {
  const sla = record.parse(value);
  const ongoing = record.parse(sla.ongoingCycle);
  const cycles = [...list.parse(sla.completedCycles), ...(Object.keys(ongoing).length === 0 ? [] : [ongoing])];
  return cycles.flatMap((each): readonly StagedRow[] => {
    const cycle = Cycle.parse(each);
    const applied_s = millis(cycle.startTime, 'epochMillis');
    if (applied_s === null) return [];
    return [
      {
        table: 'sla_results',
        version,
        row: {
          ticket_id,
          metric,
          policy_id,
          applied_s,
          due_s: millis(cycle.breachTime, 'epochMillis'),
          fulfilled_s: millis(cycle.stopTime, 'epochMillis'),
          is_breached: cycle.breached === true,
          elapsed_s: millis(cycle.elapsedTime, 'millis'),
        },
      },
    ];
  });
}

/** Service levels that every service project starts with; an account’s own keep their name. */
const metrics: Readonly<Record<string, string>> = {
  'time to first response': 'first_reply',
  'time to next response': 'next_reply',
  'time to resolution': 'resolution',
};

const Sla = z.object({ id, name: textOrNull });
/** One service level of a request, from the service desk’s own list; what is read later replaces what was read before. */
export const promiseRows: Stream['rows'] = (item, { of, received_s }): readonly StagedRow[] => {
  const { id: policy, name } = Sla.parse(item);
  if (of === null) return [];
  const shown = (name ?? policy).toLowerCase();
  return cycleRows(item, of, metrics[shown] ?? shown, policy, versionOf(received_s, received_s));
};
