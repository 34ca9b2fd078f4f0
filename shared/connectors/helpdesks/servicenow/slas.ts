import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { id, textOrNull, time, timeNeeded } from '../../shapes.ts';
import { reference } from './incident.ts';
import { plain } from './table-request.ts';
import type { StagedRow } from '../../staged-row.ts';

const TaskSla = z.looseObject({
  sys_id: id,
  task: reference,
  sla: reference,
  'sla.target': textOrNull,
  start_time: time,
  end_time: time,
  planned_end_time: time,
  has_breached: z.unknown().optional(),
  /** A duration written as a date: that long after the beginning of 1970. */
  business_duration: time,
  sys_updated_on: timeNeeded,
});
const metrics: Readonly<Record<string, string>> = { response: 'first_reply', resolution: 'resolution' };

/** A promise attached to a record: response or resolution, else an update of some kind. */
export const slaRows: Stream['rows'] = (item, { received_s }): readonly StagedRow[] => {
  const s = TaskSla.parse(plain(item));
  if (s.task === null || s.start_time === null) return [];
  return [
    {
      table: 'sla_results',
      version: versionOf(s.sys_updated_on, received_s),
      row: {
        ticket_id: s.task,
        metric: metrics[s['sla.target'] ?? ''] ?? 'update',
        policy_id: s.sla,
        applied_s: s.start_time,
        due_s: s.planned_end_time,
        fulfilled_s: s.end_time,
        is_breached: s.has_breached === true || s.has_breached === 'true',
        elapsed_s: s.business_duration,
      },
    },
  ];
};
