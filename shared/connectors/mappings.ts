import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { TicketStatus } from '../facts/event.ts';
import type { Mapping } from './connector.ts';

const statuses = [
  'new',
  'open',
  'pending_customer',
  'pending_third_party',
  'solved',
  'closed',
  'deleted',
  'spam',
  'merged',
  'other',
] as const satisfies readonly TicketStatus[];
const channels = ['email', 'web', 'chat', 'phone', 'social', 'api', 'im', 'portal', 'self_service', 'other'] as const;
const kinds = ['incident', 'question', 'problem', 'request', 'bug', 'other'] as const;
const causes = [
  'product_bug',
  'product_fault',
  'configuration',
  'usage',
  'environment',
  'customer',
  'third_party',
] as const;

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });
const names = z.array(z.string({ error: 'a name or id' }), { error: 'a list of names or ids' }).default([]);
const field = z
  .string({ error: 'the name or id of a custom field' })
  .min(1, { error: 'the name or id of a custom field' });
const table = <T extends z.ZodType>(value: T) =>
  z.record(z.string(), value, { error: 'raw values with what they mean' }).default({});

/** What an account calls things, for every helpdesk alike. The built-in meaning of a vendor's values goes without saying. */
export const Mappings = z
  .strictObject({
    status: table(oneOf(statuses)).meta({
      description: 'Status name or id -> state, such as { "7": pending_third_party }',
    }),
    priority: table(oneOf(['p1', 'p2', 'p3', 'p4'])),
    channel: table(oneOf(channels)),
    type: table(oneOf(kinds)),
    tier: table(oneOf(['l1', 'l2', 'l3'])).meta({ description: 'Group name or id -> tier' }),
    root_cause: table(oneOf(causes)).meta({ description: 'Value of the root-cause field -> cause' }),
    brand: table(z.string({ error: 'the name of a brand' })),
    survey_cause: table(oneOf(['service', 'product', 'process'])).meta({
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
  })
  .prefault({});
export type Mappings = z.output<typeof Mappings>;

const lower = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([raw, value]) => [raw.toLowerCase(), value]));

/** Built-in values of a vendor, overridden by the account's own. */
export const mapping = (
  builtIn: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
  otherwise: string | null,
): Mapping => ({ values: { ...lower(builtIn), ...lower(own) }, otherwise });

/** The tier of a group as the account maps it, by its id or its name, whatever their case; null when it maps neither. */
export const tierOf = ({ values }: Pick<Mapping, 'values'>, id: string, name: string | null): string | null =>
  values[id.toLowerCase()] ?? values[name?.toLowerCase() ?? ''] ?? null;

/** sha256 of a lower-case address: joins accounts of one person without keeping the address. */
export const emailHash = (address: string | null | undefined): string | null =>
  address === null || address === undefined || address.trim() === ''
    ? null
    : createHash('sha256').update(address.trim().toLowerCase()).digest('hex');
