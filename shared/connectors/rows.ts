import {
  created,
  type Happening,
  type Occurrence,
  type Channel,
  type SurveyLabel,
  type Tier,
} from '../events/event.ts';
import type { Mapping, RowContext } from './connector.ts';
import { emailHash, tierOf } from './mappings.ts';
import type { StagedRow, TableRow } from './staged-row.ts';

/** Rows that every helpdesk tells in one way. */

/** Somebody of the helpdesk; `light` agents read and note, never reply. In force since from_s, default for ever. */
export const personRow = (
  person_id: string,
  {
    email,
    role = 'staff',
    is_bot,
    groups = [],
    from_s = 0,
  }: {
    readonly email: string | null;
    readonly role?: 'staff' | 'light' | 'customer';
    readonly is_bot: boolean;
    /** null: the helpdesk does not say. */
    readonly groups?: readonly string[] | null;
    readonly from_s?: number;
  },
  version: string,
): TableRow<'people'> => ({
  table: 'people',
  version,
  row: {
    person_id,
    email_hash: emailHash(email),
    role,
    is_bot,
    group_ids: groups === null ? null : JSON.stringify(groups),
    from_s,
    to_s: null,
  },
});

export const groupRow = (
  group_id: string,
  name: string | null,
  tier: Mapping<Tier>,
  version: string,
): TableRow<'groups'> => ({
  table: 'groups',
  version,
  row: { group_id, name, tier: tierOf(tier, group_id, name) },
});

/** Somebody who asks. The address is kept as its hash. */
export const contactRow = (
  { email, ...contact }: Omit<TableRow<'contacts'>['row'], 'email_hash'> & { readonly email: string | null },
  version: string,
): TableRow<'contacts'> => ({ table: 'contacts', version, row: { ...contact, email_hash: emailHash(email) } });

/** A contact was merged into another one: they are one customer from then on; null: the helpdesk does not say since when. */
export const mergeRow = (
  contact_id: string,
  into_id: string,
  at_s: number | null,
  version: string,
): TableRow<'contact_merges'> => ({
  table: 'contact_merges',
  version,
  row: { contact_id, into_id, at_s: at_s ?? 0, is_settled: false },
});

/**
 * A rating of a ticket on a scale; the label follows from the score unless the helpdesk gives its own. null: the answer does not tell
 * its scale, and only the helpdesk's own label says what it means.
 */
export const ratingRow = (
  scale: readonly [min: number, max: number] | null,
  rating: Partial<TableRow<'surveys'>['row']> & { readonly score: number | null },
  version: string,
  { source }: Pick<RowContext, 'source'>,
): TableRow<'surveys'> => ({
  table: 'surveys',
  version,
  row: {
    ticket_source: source,
    kind: 'csat',
    scale_min: scale?.[0] ?? null,
    scale_max: scale?.[1] ?? null,
    scale_reversed: false,
    label: scale === null ? null : labelOf(rating.score, scale),
    ...rating,
  },
});

/** The upper quarter of a scale is good, the lower one bad: 4 and 5 of 1 to 5, 1 and 2. */
export function labelOf(score: number | null, [min, max]: readonly [number, number]): SurveyLabel | null {
  if (score === null) return null;
  const share = (score - min) / (max - min);
  return share >= 0.75 ? 'good' : share > 0.25 ? 'neutral' : 'bad';
}

/** A step that nobody takes: of the helpdesk, or of Casebook itself. */
export const byMachine = { actor: 'automation', actor_id: null } as const;

/** What is said after all that happened in its instant: that a ticket is gone, that a part of it was not read. */
export const lastRow = (
  at: Pick<Occurrence, 'ticket_id' | 'event_id' | 'at_s'>,
  by: Pick<Occurrence, 'actor' | 'actor_id'>,
  what: Happening,
  version: string,
): StagedRow => ({ version, event: { ...at, order: 2_000_000_000, ...by, ...what } });

/** That a ticket was created. */
export const createdRow = (
  ticket_id: string,
  at_s: number,
  by: Pick<Occurrence, 'actor' | 'actor_id'>,
  { channel, isOutbound = false }: { readonly channel: Channel | null; readonly isOutbound?: boolean },
  version: string,
): StagedRow => ({
  version,
  event: {
    ticket_id,
    event_id: `created.${ticket_id}`,
    at_s,
    order: 0,
    ...by,
    ...created({ channel, is_outbound: isOutbound ? '1' : undefined }),
  },
});
