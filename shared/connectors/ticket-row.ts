import type { Channel, TicketStatus } from '../events/words.ts';
import type { RowContext } from './connector.ts';
import { customColumns, type CustomColumns } from './custom-columns.ts';
import { tierOf, type Mappings, type Words } from './mappings.ts';
import type { TableRow } from './staged-row.ts';

/** What a helpdesk shows of a ticket now. */
interface Shown {
  readonly ticket_id: string;
  readonly version: string;
  /** In Casebook’s words; the others are the vendor’s. */
  readonly status: TicketStatus | null;
  readonly status_raw: string | null;
  readonly channel_raw: string | null;
  /** Where no word of the vendor says it. */
  readonly channel?: Channel;
  /** Left out: the helpdesk has none. */
  readonly priority_raw?: string | null;
  readonly type_raw?: string | null;
  /** Left out: tags are told elsewhere. */
  readonly tags?: readonly string[];
  /** Opened by the company, as the helpdesk itself says; a tag may say so as well. */
  readonly isOutbound?: boolean;
  readonly group_id: string | null;
  readonly group_name?: string | null;
  /** A custom field by its name or id. */
  readonly field: (name: string) => unknown;
  /** The helpdesk’s own fields, for what no custom field of the account holds. */
  readonly otherwise?: Partial<CustomColumns>;
}

interface Reading {
  readonly m: Mappings;
  readonly words: Pick<Words, 'channel' | 'priority' | 'type' | 'tier'>;
  readonly context: Pick<RowContext, 'map'>;
}

type Row = TableRow<'ticket_attributes'>['row'];

/**
 * The row of ticket_attributes: the vendor’s words in Casebook’s, tags and custom fields, the same way for every helpdesk. `more`: what
 * each vendor tells in its own way.
 */
export function ticketRow(
  { m, words, context }: Reading,
  shown: Shown,
  more: Omit<Row, 'channel' | 'status' | 'priority' | 'is_outbound'>,
) {
  const { ticket_id, version, status, status_raw, channel_raw, priority_raw = null, tags, group_id } = shown;
  const has = (own: readonly string[]): boolean => tags?.some((tag) => own.includes(tag)) === true;
  return {
    table: 'ticket_attributes' as const,
    version,
    row: {
      ticket_id,
      number: ticket_id,
      channel: shown.channel ?? context.map('channel', channel_raw, words.channel),
      channel_raw,
      status,
      status_raw,
      priority: context.map('priority', priority_raw, words.priority),
      priority_raw,
      ...(shown.type_raw === undefined ? {} : { type: context.map('type', shown.type_raw, words.type) }),
      group_id,
      tier: tierOf(words.tier, group_id, shown.group_name),
      ...customColumns(m, shown.field, context, shown.otherwise),
      ...(tags && { tags: JSON.stringify([...tags].sort()), is_test: has(m.test_tags) }),
      is_outbound: shown.isOutbound === true || has(m.outbound_tags),
      fact_source: 'events',
      ...more,
    },
  };
}
