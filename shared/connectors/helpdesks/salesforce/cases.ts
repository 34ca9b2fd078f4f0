import { z } from 'zod';
import { merged, statusChanged } from '../../../events/event.ts';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { createdRow, lastRow } from '../../rows.ts';
import { flagOrNull, id, idOrNull, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import { ticketRow } from '../../ticket-row.ts';
import type { SalesforceConfiguration } from './configuration.ts';
import { isQueue, mappingsOf } from './words.ts';

const Case = z.looseObject({
  Id: id,
  CaseNumber: textOrNull,
  CreatedDate: timeNeeded,
  CreatedById: idOrNull,
  SystemModstamp: timeNeeded,
  IsDeleted: flagOrNull,
  MasterRecordId: idOrNull,
  Status: textOrNull,
  Priority: textOrNull,
  Origin: textOrNull,
  Type: textOrNull,
  OwnerId: idOrNull,
  AccountId: idOrNull,
  ContactId: idOrNull,
  ParentId: idOrNull,
  IsClosed: flagOrNull,
  ClosedDate: time,
});
/** History is kept for 18 months; of older cases only the date of closing is left. */
const historyKept_s = 540 * 86_400;

export function caseRows(c: SalesforceConfiguration): Stream['rows'] {
  const words = mappingsOf(c);
  const { mappings: m } = c;
  return (item, context): readonly StagedRow[] => {
    const t = Case.parse(item);
    const raw = item as Readonly<Record<string, unknown>>;
    const read = (field: string | undefined): string | null =>
      field === undefined ? null : textOrNull.parse(raw[field]);
    const tags = (read(c.tag_field) ?? '').split(/\s*;\s*/).filter((tag) => tag !== '');
    const version = versionOf(t.SystemModstamp, context.received_s);
    const queue = t.OwnerId !== null && isQueue(t.OwnerId) ? t.OwnerId : null;
    const isMerged = t.MasterRecordId !== null;
    const ticket = ticketRow(
      { m, words, context },
      {
        ticket_id: t.Id,
        version,
        status: isMerged ? 'merged' : context.map('status', t.Status, words.status),
        status_raw: t.Status,
        channel_raw: t.Origin,
        priority_raw: t.Priority,
        type_raw: t.Type,
        tags,
        group_id: read(c.group_field) ?? queue,
        field: (field) => raw[field],
      },
      {
        number: t.CaseNumber,
        url: `${c.base_url}/${t.Id}`,
        created_s: t.CreatedDate,
        updated_s: t.SystemModstamp,
        assignee_id: queue === null ? t.OwnerId : null,
        requester_id: t.ContactId,
        account_id: t.AccountId,
        merged_into_id: t.MasterRecordId,
        followup_of_id: read(c.followup_of_field),
        deleted_s: t.IsDeleted === true && !isMerged ? t.SystemModstamp : null,
        // an org may not track Status: then nothing but this says when a case was closed
        has_given_resolved: false,
        given_resolved_s: t.IsClosed === true ? t.ClosedDate : null,
      },
    );
    const { channel, is_outbound: isOutbound } = ticket.row;
    const rows: StagedRow[] = [
      ticket,
      createdRow(t.Id, t.CreatedDate, { actor: null, actor_id: t.CreatedById }, { channel, isOutbound }, version),
    ];
    if (t.ParentId !== null)
      rows.push({
        table: 'ticket_links',
        version,
        row: { ticket_id: t.Id, type: 'parent', target_system: 'salesforce', target_key: t.ParentId },
      });
    if (t.IsClosed === true && t.ClosedDate !== null && t.ClosedDate < context.received_s - historyKept_s)
      rows.push({
        version,
        event: {
          ticket_id: t.Id,
          event_id: `closed.${t.Id}`,
          at_s: t.ClosedDate,
          order: 1,
          actor: null,
          actor_id: null,
          ...statusChanged({ from: null, to: context.map('status', t.Status, words.status), raw: t.Status }),
        },
      });
    // that a case is in the recycle bin is said by deleted_s alone: an event would stay when somebody takes it out again
    if (t.MasterRecordId !== null)
      rows.push(
        lastRow(
          { ticket_id: t.Id, event_id: `merged.${t.Id}`, at_s: t.SystemModstamp },
          { actor: null, actor_id: null },
          merged({ into: t.MasterRecordId }),
          version,
        ),
      );
    return rows;
  };
}
