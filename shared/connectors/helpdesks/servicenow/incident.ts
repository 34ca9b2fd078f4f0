import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { createdRow } from '../../rows.ts';
import { id, idOrNull, numberOrNull, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import { ticketRow } from '../../ticket-row.ts';
import type { ServiceNowConfiguration } from './configuration.ts';
import { plain } from './table-request.ts';
import { statusOf, mappingsOf } from './words.ts';

/** A sys_id; nothing, where the user may not see the field. */
export const reference = idOrNull;

const Incident = z.looseObject({
  sys_id: id,
  number: textOrNull,
  opened_at: time,
  sys_created_on: timeNeeded,
  sys_updated_on: timeNeeded,
  sys_created_by: textOrNull,
  sys_mod_count: numberOrNull,
  state: textOrNull,
  hold_reason: textOrNull,
  priority: textOrNull,
  contact_type: textOrNull,
  category: textOrNull,
  subcategory: textOrNull,
  assigned_to: reference,
  assignment_group: reference,
  caller_id: reference,
  company: reference,
  parent_incident: reference,
  problem_id: reference,
  rfc: reference,
  close_code: textOrNull,
  resolved_at: time,
  closed_at: time,
  reopen_count: numberOrNull,
});

export function incidentRows(c: ServiceNowConfiguration): Stream['rows'] {
  const words = mappingsOf(c);
  const { mappings: m } = c;
  return (item, context): readonly StagedRow[] => {
    const raw = plain(item) as Readonly<Record<string, unknown>>;
    const t = Incident.parse(raw);
    const created_s = t.opened_at ?? t.sys_created_on;
    const tags =
      c.tag_field === undefined
        ? []
        : (textOrNull.parse(raw[c.tag_field]) ?? '').split(/\s*,\s*/).filter((tag) => tag !== '');
    const isMerged = t.parent_incident !== null && c.duplicate_codes.includes(t.close_code ?? '');
    const version = versionOf(t.sys_updated_on, context.received_s);
    const tellsStatus = c.history === 'audit' || c.metrics?.fields.includes('state') === true;
    const ticket = ticketRow(
      { m, words, context },
      {
        ticket_id: t.sys_id,
        version,
        status: isMerged ? 'merged' : statusOf(words, context, t.state, t.hold_reason),
        status_raw: t.state,
        channel_raw: t.contact_type,
        priority_raw: t.priority,
        tags,
        group_id: t.assignment_group,
        field: (name) => raw[name],
        otherwise: { category: t.category, subcategory: t.subcategory },
      },
      {
        number: t.number,
        url:
          c.instance === undefined
            ? null
            : `https://${c.instance}.service-now.com/nav_to.do?uri=${c.table}.do?sys_id=${t.sys_id}`,
        created_s,
        updated_s: t.sys_updated_on,
        type: 'incident',
        assignee_id: t.assigned_to,
        requester_id: t.caller_id,
        account_id: t.company,
        merged_into_id: isMerged ? t.parent_incident : null,
        ...(c.history === 'audit'
          ? {}
          : tellsStatus
            ? { given_resolved_s: t.resolved_at, has_given_resolved: false }
            : {
                given_resolved_s: t.resolved_at,
                has_given_resolved: true,
                given_closed_s: t.closed_at,
                has_given_closed: true,
                given_reopen_count: t.reopen_count,
              }),
        fact_source: tellsStatus ? 'events' : 'vendor',
      },
    );
    const { channel, is_outbound: isOutbound } = ticket.row;
    const rows: StagedRow[] = [
      ticket,
      createdRow(
        t.sys_id,
        created_s,
        { actor: t.sys_created_by === 'system' ? 'automation' : null, actor_id: t.sys_created_by },
        { channel, isOutbound },
        version,
      ),
    ];
    for (const [type, target_key] of [
      ['problem', t.problem_id],
      ['change', t.rfc],
    ] as const)
      if (target_key !== null)
        rows.push({
          table: 'ticket_links',
          version,
          row: { ticket_id: t.sys_id, type, target_system: 'servicenow', target_key },
        });
    return rows;
  };
}
