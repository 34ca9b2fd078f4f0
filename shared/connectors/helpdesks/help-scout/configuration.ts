import { z } from 'zod';
import { secret } from '../../../config/configuration.ts';
import { Mappings } from '../../mappings.ts';

/** A source of casebook.yaml for this helpdesk. */
export const HelpScoutConfiguration = z.strictObject({
  id: z.string(),
  connector: z.literal('help-scout'),
  base_url: z.url({ error: 'an https address' }).default('https://api.helpscout.net'),
  app_id: z.string({ error: 'the id of an OAuth2 application' }).min(1),
  app_secret: secret,
  start: z.iso.date({ error: 'a day such as 2024-01-01' }).default('2010-01-01'),
  requests_per_minute: z.int({ error: 'a whole number' }).positive({ error: 'at least 1' }).optional(),
  mappings: Mappings,
});
export type HelpScoutConfiguration = z.output<typeof HelpScoutConfiguration>;
