import { z } from 'zod';
import { secret } from '../../../config/configuration.ts';
import { Mappings } from '../../mappings.ts';

/** A source of casebook.yaml for this helpdesk. */
export const RequestTrackerConfiguration = z.strictObject({
  id: z.string(),
  connector: z.literal('request-tracker'),
  base_url: z.url({ error: 'the address of the server, such as https://rt.example.com' }).meta({
    description: 'Where Request Tracker lives; /REST/2.0 is added',
  }),
  token: secret.meta({ description: 'Of a user that may only read, with the time zone UTC' }),
  staff_group: z.string({ error: 'the name of a group' }).optional().meta({
    description:
      'Group whose members are staff; everybody else is a customer. Left out: whoever Request Tracker calls privileged. Versions that hide system groups are then asked about each user once a month; with many customers, name a group',
  }),
  escalation_links: z
    .array(z.string({ error: 'the beginning of an address' }), { error: 'a list of addresses' })
    .default([])
    .meta({ description: 'A link (RefersTo, DependsOn) to an address that begins like this means: to development' }),
  tag_field: z
    .string({ error: 'the name of a custom field' })
    .optional()
    .meta({ description: 'Custom field with tags: one value each' }),
  csat: z
    .strictObject({
      field: z.string({ error: 'the id of a custom field' }).regex(/^\d+$/, { error: 'the id of a custom field' }),
      min: z.int().default(1),
      max: z.int().default(5),
    })
    .optional()
    .meta({ description: 'Custom field that holds the customer’s rating' }),
  mappings: Mappings,
});
export type RequestTrackerConfiguration = z.output<typeof RequestTrackerConfiguration>;
