import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { flagOrNull, id, idOrNull, numberOrNull, record, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';

const Milestone = z.looseObject({
  Id: id,
  CaseId: id,
  MilestoneTypeId: idOrNull,
  MilestoneType: record,
  StartDate: time,
  TargetDate: time,
  CompletionDate: time,
  IsViolated: flagOrNull,
  ElapsedTimeInMins: numberOrNull,
  SystemModstamp: timeNeeded,
});

/** What a milestone measures, by its name: accounts name them freely. */
const metricOf = (name: string): string =>
  /first|initial/i.test(name)
    ? 'first_reply'
    : /resol|clos/i.test(name)
      ? 'resolution'
      : /respon|reply/i.test(name)
        ? 'next_reply'
        : 'update';

/** A milestone of an entitlement process is a promise made to a case. */
export const milestoneRows: Stream['rows'] = (item, { received_s }): readonly StagedRow[] => {
  const m = Milestone.parse(item);
  if (m.StartDate === null) return [];
  return [
    {
      table: 'sla_results',
      version: versionOf(m.SystemModstamp, received_s),
      row: {
        ticket_id: m.CaseId,
        metric: metricOf(textOrNull.parse(m.MilestoneType.Name) ?? ''),
        policy_id: m.MilestoneTypeId,
        applied_s: m.StartDate,
        due_s: m.TargetDate,
        fulfilled_s: m.CompletionDate,
        is_breached: m.IsViolated === true,
        elapsed_s: m.ElapsedTimeInMins === null ? null : Math.round(m.ElapsedTimeInMins * 60),
      },
    },
  ];
};
