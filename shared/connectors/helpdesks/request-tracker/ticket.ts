import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { id, idOrNull, list, notice, record, textOrNull } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import { ticketRow } from '../../ticket-row.ts';
import type { RequestTrackerConfiguration } from './configuration.ts';
import { Link, ownerOf, personId, realTime, Ticket, rtWords } from './shapes.ts';

const Field = z.looseObject({ id, name: textOrNull, values: list });
const Requestor = z.looseObject({ id, Organization: textOrNull });

const valuesOf = (values: readonly unknown[]): readonly string[] =>
  values.flatMap((each) => textOrNull.parse(each) ?? []);

/** What a list, or an answer for one ticket, says of a ticket now. */
export function ticketRows(c: RequestTrackerConfiguration): Stream['rows'] {
  const words = rtWords(c);
  return (item, context): readonly StagedRow[] => {
    const t = Ticket.parse(item);
    const created_s = realTime(t.Created);
    if (created_s === null) throw new Error('Created: expected a time');
    const updated_s = realTime(t.LastUpdated) ?? created_s;
    const fields = new Map<string, string>();
    let tags: readonly string[] = [];
    for (const each of t.CustomFields) {
      const field = Field.safeParse(each).data;
      const value = valuesOf(field?.values ?? []).join(', ');
      if (field === undefined) notice(each, 'a custom field with an id');
      if (!field || value === '') continue;
      if (c.tag_field === field.name || c.tag_field === field.id) tags = valuesOf(field.values);
      fields.set(field.id, value);
      if (field.name !== null) fields.set(field.name, value);
    }
    const requestor = t.Requestor.flatMap(
      (each) => Requestor.safeParse(each).data ?? notice(each, 'somebody with an id') ?? [],
    )[0];
    const effective = idOrNull.parse(record.parse(t.EffectiveId).id ?? t.EffectiveId);
    const channel_raw = fields.get('Channel') ?? null;
    const version = versionOf(updated_s, context.received_s);
    return [
      ticketRow(
        { m: c.mappings, words, context },
        {
          ticket_id: t.id,
          version,
          status: context.map('status', t.Status, words.status),
          status_raw: t.Status,
          channel_raw,
          ...(channel_raw === null ? { channel: 'email' } : {}),
          priority_raw: t.Priority,
          tags,
          group_id: t.Queue.id,
          group_name: t.Queue.name,
          field: (name) => fields.get(name),
        },
        {
          url: `${c.base_url.replace(/\/+$/, '')}/Ticket/Display.html?id=${t.id}`,
          created_s,
          updated_s,
          ...(t.Queue.name === null ? {} : { queue: t.Queue.name }),
          assignee_id: ownerOf(t.Owner.id),
          requester_id: personId(requestor?.id) ?? t.Creator.id,
          account_id: requestor?.Organization ?? null,
          merged_into_id: effective !== null && effective !== t.id ? effective : null,
        },
      ),
    ];
  };
}

/**
 * What the first entry of a ticket's history tells when no list ever shows the ticket, because it was merged away or deleted:
 * the lowest version, so that anything else wins.
 */
export const stub = (ticket_id: string, created_s: number, creator: z.output<typeof Link>): StagedRow => ({
  table: 'ticket_attributes',
  version: versionOf(0, 0),
  row: { ticket_id, number: ticket_id, created_s, requester_id: creator.id, fact_source: 'events' },
});
