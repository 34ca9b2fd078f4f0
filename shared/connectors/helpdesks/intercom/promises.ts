import { z } from 'zod';
import type { Mapping, RowContext } from '../../connector.ts';
import { numberOrNull, record, textOrNull, timeNeeded } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';

/** The targets that a service level can have; any other, such as time_to_close, keeps its own name. */
const metrics: ReadonlyMap<string, string> = new Map([
  ['first_reply_time', 'first_reply'],
  ['next_reply_time', 'next_reply'],
  ['resolution_time', 'resolution'],
]);

/** What is said of a service level as a whole: missed as soon as one target is, and that only when a teammate replies again. */
const statuses: Mapping = {
  values: { hit: 'kept', active: 'active', missed: 'missed', cancelled: 'withdrawn', canceled: 'withdrawn' },
  otherwise: null,
};

interface Promised {
  readonly ticket_id: string;
  readonly created_s: number;
  /** `sla_applied` of the conversation. */
  readonly applied: Readonly<Record<string, unknown>>;
  readonly parts: readonly unknown[];
}

/**
 * The promises made to a conversation. Where its parts tell what was applied (event_details, from version 2.15), each target is a
 * promise of its own, made when it was applied. Elsewhere the conversation names its service level and how that goes as a whole: one
 * promise without a metric, under the time of the conversation. When a target is due or was kept is told nowhere, because office
 * hours are not; a promise that was taken back is neither kept nor missed.
 */
export function promiseRows(promised: Promised, version: string, context: RowContext): readonly StagedRow[] {
  const targets = targetsOf(promised.parts);
  const promises = targets.length > 0 ? targets : wholeOf(promised, context);
  return promises.map(({ metric, policy_id, applied_s, is_breached }): StagedRow => ({
    table: 'sla_results',
    version,
    row: {
      ticket_id: promised.ticket_id,
      metric,
      policy_id,
      applied_s,
      due_s: null,
      fulfilled_s: null,
      is_breached,
      elapsed_s: null,
    },
  }));
}

interface Target {
  readonly name: string;
  readonly metric: string | null;
  readonly policy_id: string | null;
  readonly applied_s: number;
  is_breached: boolean | null;
}

function wholeOf({ applied, created_s }: Promised, { map }: RowContext): readonly Target[] {
  const policy_id = textOrNull.parse(applied.sla_name);
  const raw = textOrNull.parse(applied.sla_status);
  if (policy_id === null && raw === null) return [];
  const status = map('sla_status', raw, statuses);
  const is_breached = status === 'missed' ? true : status === 'kept' || status === 'active' ? false : null;
  return [{ name: '', metric: null, policy_id, applied_s: created_s, is_breached }];
}

const SlaPart = z.looseObject({ part_type: textOrNull, created_at: timeNeeded, event_details: record });

/** What was applied, missed and removed, in the order of time; of two in one second the later, as the key of the table has it. */
function targetsOf(items: readonly unknown[]): readonly Target[] {
  const made = new Map<string, Target>();
  let open: readonly Target[] = [];
  const parts = items
    .filter((item) => textOrNull.parse(record.parse(item).part_type)?.startsWith('conversation_sla_') === true)
    .map((item) => SlaPart.parse(item))
    .toSorted((a, b) => a.created_at - b.created_at);
  for (const { part_type, created_at, event_details: told } of parts) {
    if (part_type?.startsWith('conversation_sla_applied_by_') === true) {
      open = Object.entries(record.parse(told.sla_definition)).flatMap(([name, seconds]): readonly Target[] =>
        numberOrNull.parse(seconds) === null
          ? []
          : [
              {
                name,
                metric: metrics.get(name) ?? name,
                policy_id: textOrNull.parse(told.sla_name),
                applied_s: created_at,
                is_breached: false,
              },
            ],
      );
      for (const target of open) made.set(`${target.metric}\n${created_at}`, target);
    } else if (part_type === 'conversation_sla_target_missed') {
      const states = record.parse(told.sla_states);
      for (const target of open)
        if (told.sla_target_type === target.name || record.parse(states[target.name]).status === 'missed')
          target.is_breached = true;
    } else if (part_type === 'conversation_sla_removed') {
      for (const target of open) if (target.is_breached === false) target.is_breached = null;
      open = [];
    }
  }
  return [...made.values()];
}
