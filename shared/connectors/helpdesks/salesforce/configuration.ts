import { z } from 'zod';
import { secret } from '../../../config/configuration.ts';
import { Mappings } from '../../mappings.ts';

const name = z
  .string({ error: 'the API name of a field, such as Team__c' })
  .regex(/^\w+$/, { error: 'the API name of a field, such as Team__c' });

/** A source of casebook.yaml for this helpdesk. */
export const SalesforceConfiguration = z
  .strictObject({
    id: z.string(),
    connector: z.literal('salesforce'),
    base_url: z.url({ error: 'the address of the org: https://NAME.my.salesforce.com' }),
    client_id: z.string({ error: 'the consumer key of an external client app' }).min(1),
    client_secret: secret.optional().meta({ description: 'Flow of client credentials' }),
    user: z.string({ error: 'the name of the user who reads' }).min(1).optional(),
    private_key: secret.optional().meta({
      description: 'Flow of JWT bearer, with user: the RSA key, in PEM form, of the certificate of the app',
    }),
    version: z
      .string({ error: 'an API version such as v62.0' })
      .regex(/^v\d+\.0$/, { error: 'an API version such as v62.0' })
      .default('v62.0'),
    start: z.iso.date({ error: 'a day such as 2024-01-01' }).default('2010-01-01'),
    group_field: name.optional().meta({
      description: 'Tracked field with the name of the group, since the owner is a person or a queue, not both',
    }),
    tag_field: name.optional().meta({ description: 'A field with tags, separated by ";"' }),
    escalation_flag: z
      .boolean({ error: 'true or false' })
      .default(false)
      .meta({ description: 'IsEscalated means "to development"; escalation rules set it when a time limit is missed' }),
    tasks: z
      .boolean({ error: 'true or false' })
      .default(false)
      .meta({ description: 'Call durations of tasks are logged time' }),
    csat: z
      .strictObject({ field: name, min: z.int().default(1), max: z.int().default(5) })
      .optional()
      .meta({ description: 'Tracked field of the case that holds the customer’s rating' }),
    followup_of_field: name.optional().meta({ description: 'Lookup to the closed case that this one follows' }),
    mappings: Mappings,
  })
  .refine(
    ({ client_secret, private_key, user }) =>
      (client_secret === undefined) !== (private_key === undefined) &&
      (private_key === undefined) === (user === undefined),
    { error: 'client_secret (client credentials), or user and private_key (JWT bearer)', path: ['client_secret'] },
  );
export type SalesforceConfiguration = z.output<typeof SalesforceConfiguration>;
