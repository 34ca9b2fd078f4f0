import { z } from 'zod';
import { secret } from '../../../config/configuration.ts';
import { hostLabel } from '../../host-label.ts';
import { Mappings } from '../../mappings.ts';

/** Fields that a metric definition may measure and a fact depends on. */
const measured = ['state', 'hold_reason', 'assignment_group', 'assigned_to'] as const;
export type Measured = (typeof measured)[number];

/** A source of casebook.yaml for this helpdesk. */
export const ServiceNowConfiguration = z
  .strictObject({
    id: z.string(),
    connector: z.literal('servicenow'),
    instance: hostLabel('the instance: NAME in NAME.service-now.com').optional(),
    base_url: z.url({ error: 'an https address' }).optional().meta({ description: 'Instead of the instance' }),
    user: z.string({ error: 'the name of the API user, whose time zone is UTC' }).min(1).optional(),
    password: secret.optional(),
    client_id: z.string({ error: 'the client id of an OAuth API endpoint for external clients' }).optional().meta({
      description:
        'With client_secret: OAuth instead of Basic, by client credentials or, with user and password, by the password grant',
    }),
    client_secret: secret.optional(),
    table: z.string({ error: 'a table such as incident' }).default('incident'),
    start: z.iso.date({ error: 'a day such as 2024-01-01' }).default('2010-01-01'),
    history: z
      .enum(['audit', 'none'], { error: 'audit or none' })
      .default('audit')
      .meta({ description: 'none: sys_audit may not be read; the times and counters of the record are used' }),
    metrics: z
      .strictObject({
        fields: z
          .array(z.enum(measured, { error: `fields that are measured: ${measured.join(', ')}` }))
          .min(1, { error: 'at least one field' }),
        since: z.iso.date({ error: 'a day such as 2024-01-01' }),
      })
      .optional()
      .meta({
        description:
          'With history: none, fields whose durations the instance measures (metric_instance), and the day on which the last of their metric definitions was made: each change of them is known from then on, without its author',
      }),
    tag_field: z
      .string({ error: 'a field' })
      .optional()
      .meta({ description: 'A field with tags, separated by commas' }),
    duplicate_codes: z
      .array(z.string())
      .default(['Duplicate'])
      .meta({ description: 'Close codes that mean: merged into the parent incident' }),
    csat: z
      .strictObject({ min: z.int().default(1), max: z.int().default(5) })
      .prefault({})
      .meta({ description: 'Scale of the assessment' }),
    mappings: Mappings,
  })
  .refine((source) => (source.client_id === undefined) === (source.client_secret === undefined), {
    error: 'client_id and client_secret, or neither of them',
    path: ['client_secret'],
  })
  .refine(
    ({ user, password, client_id }) =>
      (user === undefined) === (password === undefined) && (user !== undefined || client_id !== undefined),
    { error: 'client_id and client_secret, or user and password', path: ['user'] },
  )
  .refine((source) => source.metrics === undefined || source.history === 'none', {
    error: 'no metrics beside history: audit, which tells the same and more',
    path: ['metrics'],
  })
  .refine((source) => source.instance !== undefined || source.base_url !== undefined, {
    error: 'an instance: NAME in NAME.service-now.com',
    path: ['instance'],
  });
export type ServiceNowConfiguration = z.output<typeof ServiceNowConfiguration>;
