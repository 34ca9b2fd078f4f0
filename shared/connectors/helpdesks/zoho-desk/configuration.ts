import { z } from 'zod';
import { secret } from '../../../config/configuration.ts';
import { Mappings } from '../../mappings.ts';

const flag = z.boolean({ error: 'true or false' });

/** A source of casebook.yaml for this helpdesk. */
export const ZohoDeskConfiguration = z.strictObject({
  id: z.string(),
  connector: z.literal('zoho-desk'),
  base_url: z.url({ error: 'an https address' }).default('https://desk.zoho.com').meta({
    description: 'The host of your data centre, such as https://desk.zoho.eu',
  }),
  accounts_url: z.url({ error: 'an https address' }).optional().meta({
    description: 'Where tokens are given; left out, the accounts host of the same data centre',
  }),
  org_id: z.string({ error: 'the id of the organisation, in quotes' }).min(1, { error: 'the id of the organisation' }),
  client_id: z.string({ error: 'the id of a self client' }).min(1, { error: 'the id of a self client' }),
  client_secret: secret,
  refresh_token: secret,
  start: z.iso
    .date({ error: 'a day such as 2024-01-01' })
    .default('2010-01-01')
    .meta({ description: 'First load: tickets changed since this day' }),
  group_by: z
    .enum(['team', 'department'], { error: 'team or department' })
    .default('team')
    .meta({ description: 'What counts as the group of a ticket' }),
  history: flag.default(true).meta({ description: 'Read the history of every changed ticket' }),
  archived: flag.default(true).meta({ description: 'First load: read archived tickets as well' }),
  surveys: flag.default(true),
  time_entries: flag.default(true),
  requests_per_minute: z.int({ error: 'a whole number' }).positive({ error: 'at least 1' }).optional(),
  mappings: Mappings,
});
export type ZohoDeskConfiguration = z.output<typeof ZohoDeskConfiguration>;
