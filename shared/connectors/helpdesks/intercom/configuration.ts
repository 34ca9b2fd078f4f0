import { z } from 'zod';
import { secret } from '../../../config/configuration.ts';
import { Mappings } from '../../mappings.ts';

/** A source of casebook.yaml for this helpdesk. */
export const IntercomConfiguration = z.strictObject({
  id: z.string(),
  connector: z.literal('intercom'),
  region: z.enum(['us', 'eu', 'au'], { error: 'us, eu or au' }).default('us'),
  base_url: z.url({ error: 'an https address' }).optional().meta({ description: 'Instead of the region' }),
  token: secret,
  version: z
    .string({ error: 'an API version such as 2.11' })
    .regex(/^\d+\.\d+$/, { error: 'an API version such as 2.11' })
    .default('2.11'),
  objects: z
    .enum(['conversations', 'tickets', 'both'], { error: 'conversations, tickets or both' })
    .default('conversations')
    .meta({ description: 'What counts as a case' }),
  contacts: z.boolean({ error: 'true or false' }).default(true),
  start: z.iso.date({ error: 'a day such as 2024-01-01' }).default('2012-01-01'),
  requests_per_minute: z.int({ error: 'a whole number' }).positive({ error: 'at least 1' }).optional(),
  mappings: Mappings,
});
export type IntercomConfiguration = z.output<typeof IntercomConfiguration>;
