import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  channels,
  priorities,
  rootCauses,
  surveyCauses,
  ticketStatuses,
  ticketTypes,
  tiers,
  type Channel,
  type Priority,
  type RootCause,
  type Tier,
  type TicketStatus,
  type TicketType,
} from '../events/words.ts';
import { nearest } from '../nearest.ts';
import type { Mapping } from './connector.ts';

/** A word of a closed list; the message lists them, and names the one that was probably meant. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, {
    error: ({ input }) => {
      const meant = typeof input === 'string' ? nearest(input, values) : undefined;
      return `one of ${values.join(', ')}${meant === undefined ? '' : ` (did you mean ${meant}?)`}`;
    },
  });
const names = z.array(z.string({ error: 'a name or id' }), { error: 'a list of names or ids' }).default([]);
const field = z
  .string({ error: 'the name or id of a custom field' })
  .min(1, { error: 'the name or id of a custom field' });
const table = <T extends z.ZodType>(value: T) =>
  z.record(z.string(), value, { error: 'raw values with what they mean' }).default({});

/** What an account calls things, for every helpdesk alike. The built-in meaning of a vendor's values goes without saying. */
export const Mappings = z
  .strictObject({
    status: table(oneOf(ticketStatuses)).meta({
      description: 'Status name or id -> state, such as { "7": pending_third_party }',
    }),
    priority: table(oneOf(priorities)),
    channel: table(oneOf(channels)),
    type: table(oneOf(ticketTypes)),
    tier: table(oneOf(tiers)).meta({ description: 'Group name or id -> tier' }),
    root_cause: table(oneOf(rootCauses)).meta({ description: 'Value of the root-cause field -> cause' }),
    brand: table(z.string({ error: 'the name of a brand' })),
    survey_cause: table(oneOf(surveyCauses)).meta({
      description: 'Reason given with a bad rating -> what was to blame',
    }),
    fields: z
      .strictObject({
        product: field.optional(),
        category: field.optional(),
        subcategory: field.optional(),
        region: field.optional(),
        language: field.optional(),
        root_cause: field.optional(),
        queue: field.optional(),
        ai_handoff_reason: field.optional().meta({ description: 'Why an AI agent handed the case to a person' }),
        worked: field.optional().meta({ description: 'Seconds spent on the last update (a time-tracking field)' }),
      })
      .prefault({})
      .meta({ description: 'Custom fields that hold a column of Casebook' }),
    custom_fields: names.meta({ description: 'Further custom fields to keep with the ticket' }),
    escalation: z
      .strictObject({ tags: names, groups: names, problem: z.boolean().default(false) })
      .prefault({})
      .meta({ description: 'What means "to development": a tag, a group, a linked problem' }),
    outbound_tags: names,
    test_tags: names,
    bots: names.meta({ description: 'People of the helpdesk that are robots' }),
    people: names.meta({
      description: 'Accounts that answer like robots and are none: they are no longer asked about',
    }),
  })
  .prefault({});
export type Mappings = z.output<typeof Mappings>;

const lower = <W extends string>(values: Readonly<Record<string, W>>): Readonly<Record<string, W>> =>
  Object.fromEntries(Object.entries(values).map(([raw, value]) => [raw.toLowerCase(), value]));

/** Built-in words of a vendor, overridden by the account's own: a word that Casebook does not have does not compile. */
export const mapping = <W extends string>(
  builtIn: Readonly<Record<string, NoInfer<W>>>,
  own: Readonly<Record<string, W>>,
  otherwise: NoInfer<W> | null,
): Mapping<W> => ({ values: { ...lower(builtIn), ...lower(own) }, otherwise });

/** Words that mean themselves. */
export const same = <const W extends string>(words: readonly W[]): Readonly<Record<W, W>> =>
  Object.fromEntries(words.map((word) => [word, word])) as Record<W, W>;

/** What a helpdesk's words mean in one account. */
export interface Words {
  readonly status: Mapping<TicketStatus>;
  readonly priority: Mapping<Priority>;
  readonly channel: Mapping<Channel>;
  readonly type: Mapping<TicketType>;
  readonly tier: Mapping<Tier>;
  readonly root_cause: Mapping<RootCause>;
}

/** A vendor's own words, which every account starts with, and what the account says of its own. */
export const wordsOf = (
  m: Mappings,
  vendor: {
    readonly status: Readonly<Record<string, TicketStatus>>;
    readonly priority?: Readonly<Record<string, Priority>>;
    readonly channel: Readonly<Record<string, Channel>>;
    readonly type?: Readonly<Record<string, TicketType>>;
  },
): Words => ({
  status: mapping(vendor.status, m.status, 'other'),
  priority: mapping(vendor.priority ?? {}, m.priority, null),
  channel: mapping(vendor.channel, m.channel, 'other'),
  type: mapping(vendor.type ?? {}, m.type, 'other'),
  tier: mapping({}, m.tier, null),
  root_cause: rootCauseOf(m),
});

/** A cause in Casebook’s own words, or as the account maps it. */
export const rootCauseOf = (m: Mappings): Mapping<RootCause> => mapping(same(rootCauses), m.root_cause, null);

/** The tier of a group as the account maps it, by its id or its name, whatever their case; null when it maps neither. */
export const tierOf = (
  { values }: Pick<Mapping<Tier>, 'values'>,
  id: string | null,
  name: string | null = null,
): Tier | null => values[id?.toLowerCase() ?? ''] ?? values[name?.toLowerCase() ?? ''] ?? null;

/** sha256 of a lower-case address: joins accounts of one person without keeping the address. */
export const emailHash = (address: string | null | undefined): string | null =>
  address === null || address === undefined || address.trim() === ''
    ? null
    : createHash('sha256').update(address.trim().toLowerCase()).digest('hex');
