import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { customColumns } from '../../custom-columns.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { id, idOrNull, list, record, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import type { ZohoConfiguration } from '../zoho-desk.ts';
import { wordsOf } from './words.ts';

const Ticket = z.looseObject({
  id,
  ticketNumber: textOrNull,
  webUrl: textOrNull,
  createdTime: timeNeeded,
  modifiedTime: time,
  status: textOrNull,
  priority: textOrNull,
  channel: textOrNull,
  classification: textOrNull,
  category: textOrNull,
  subCategory: textOrNull,
  contactId: idOrNull,
  accountId: idOrNull,
  assigneeId: idOrNull,
  teamId: idOrNull,
  productId: idOrNull,
  language: textOrNull,
  isSpam: z.unknown().optional(),
  tags: list,
  cf: record,
  customFields: record,
  createdBy: idOrNull,
});

export function ticketRows(c: ZohoConfiguration): Stream['rows'] {
  const words = wordsOf(c);
  const { mappings: m } = c;
  return (item, context) => {
    const t = Ticket.parse(item);
    const updated_s = t.modifiedTime ?? t.createdTime;
    const custom = customColumns(m, (name) => t.cf[name] ?? t.customFields[name], context);
    const tags = t.tags.flatMap((tag) => textOrNull.parse(record.parse(tag).name ?? tag) ?? []);
    const isOutbound = tags.some((tag) => m.outbound_tags.includes(tag));
    const isSpam = t.isSpam === true;
    const channel = context.map('channel', t.channel, words.channel);
    const version = versionOf(updated_s, context.received_s);
    const event = { ticket_id: t.id, actor: null, actor_id: null } as const;
    const rows: StagedRow[] = [
      {
        table: 'ticket_attributes',
        version,
        row: {
          ticket_id: t.id,
          number: t.ticketNumber,
          url: t.webUrl,
          created_s: t.createdTime,
          updated_s,
          channel,
          channel_raw: t.channel,
          status: isSpam ? 'spam' : context.map('status', t.status, words.status),
          status_raw: t.status,
          priority: context.map('priority', t.priority, words.priority),
          priority_raw: t.priority,
          type: context.map('type', t.classification, words.type),
          ...custom,
          category: custom.category ?? t.category,
          subcategory: custom.subcategory ?? t.subCategory,
          product: custom.product ?? t.productId,
          language: custom.language ?? t.language,
          assignee_id: t.assigneeId,
          group_id: t.teamId,
          tier: words.tier.values[t.teamId ?? ''] ?? null,
          requester_id: t.contactId,
          account_id: t.accountId,
          tags: JSON.stringify([...tags].sort()),
          is_spam: isSpam,
          is_test: tags.some((tag) => m.test_tags.includes(tag)),
          is_outbound: isOutbound,
          fact_source: 'events',
        },
      },
      {
        version,
        event: {
          ...event,
          event_id: `created.${t.id}`,
          at_s: t.createdTime,
          order: 0,
          kind: 'created',
          actor_id: t.createdBy ?? t.contactId,
          data: { channel, ...(isOutbound ? { is_outbound: '1' } : {}) },
        },
      },
    ];
    if (isSpam)
      rows.push({
        version,
        event: {
          ...event,
          event_id: `spam.${t.id}`,
          at_s: updated_s,
          order: 2_000_000_000,
          kind: 'status',
          data: { to: 'spam' },
        },
      });
    return rows;
  };
}

const Deleted = z.looseObject({ id, deletedTime: timeNeeded, deletedBy: idOrNull });
/** The recycle bin keeps the id and the time; what was read before stays. */
export const deletedRows: Stream['rows'] = (item, { received_s }) => {
  const gone = Deleted.parse(item);
  return [
    {
      version: versionOf(gone.deletedTime, received_s),
      event: {
        ticket_id: gone.id,
        event_id: `deleted.${gone.id}`,
        at_s: gone.deletedTime,
        order: 2_000_000_000,
        kind: 'deleted',
        actor: null,
        actor_id: gone.deletedBy,
        data: {},
      },
    },
  ];
};
