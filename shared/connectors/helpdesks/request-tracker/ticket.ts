import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { tierOf } from '../../mappings.ts';
import { id, idOrNull, list, notice, record, textOrNull } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import type { RequestTrackerConfiguration } from './configuration.ts';
import { Link, ownerOf, personId, realTime, Ticket, rtWords } from './shapes.ts';

const Field = z.looseObject({ id, name: textOrNull, values: list });
const Requestor = z.looseObject({ id, Organization: textOrNull });

const valuesOf = (values: readonly unknown[]): readonly string[] =>
  values.flatMap((each) => textOrNull.parse(each) ?? []);

/** What a list, or an answer for one ticket, says of a ticket now. */
export function ticketRows(c: RequestTrackerConfiguration): Stream['rows'] {
  const words = rtWords(c);
  const { fields: named, custom_fields: kept } = c.mappings;
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
    const column = (name: keyof typeof named): string | null => {
      const field = named[name];
      return field === undefined ? null : (fields.get(field) ?? null);
    };
    const requestor = t.Requestor.flatMap(
      (each) => Requestor.safeParse(each).data ?? notice(each, 'somebody with an id') ?? [],
    )[0];
    const effective = idOrNull.parse(record.parse(t.EffectiveId).id ?? t.EffectiveId);
    const channel_raw = fields.get('Channel') ?? null;
    const version = versionOf(updated_s, context.received_s);
    const rows: StagedRow[] = [
      {
        table: 'ticket_attributes',
        version,
        row: {
          ticket_id: t.id,
          number: t.id,
          url: `${c.base_url.replace(/\/+$/, '')}/Ticket/Display.html?id=${t.id}`,
          created_s,
          updated_s,
          channel: channel_raw === null ? 'email' : context.map('channel', channel_raw, words.channel),
          channel_raw,
          status: context.map('status', t.Status, words.status),
          status_raw: t.Status,
          priority: context.map('priority', t.Priority, words.priority),
          priority_raw: t.Priority,
          category: column('category'),
          subcategory: column('subcategory'),
          product: column('product'),
          region: column('region'),
          language: column('language'),
          queue: t.Queue.name ?? column('queue'),
          group_id: t.Queue.id,
          tier: tierOf(words.tier, t.Queue.id, t.Queue.name),
          assignee_id: ownerOf(t.Owner.id),
          requester_id: personId(requestor?.id) ?? t.Creator.id,
          account_id: requestor?.Organization ?? null,
          tags: JSON.stringify([...tags].sort()),
          is_test: tags.some((tag) => c.mappings.test_tags.includes(tag)),
          is_outbound: tags.some((tag) => c.mappings.outbound_tags.includes(tag)),
          custom_fields: JSON.stringify(
            Object.fromEntries(kept.flatMap((name) => (fields.has(name) ? [[name, fields.get(name)]] : []))),
          ),
          merged_into_id: effective !== null && effective !== t.id ? effective : null,
          root_cause: context.map('root_cause', column('root_cause'), words.root_cause),
          ai_handoff_reason: column('ai_handoff_reason'),
          fact_source: 'events',
        },
      },
    ];
    return rows;
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
