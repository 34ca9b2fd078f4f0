import { z } from 'zod';
import { secret } from '../../../config/configuration.ts';
import { hostLabel } from '../../host-label.ts';
import { Mappings } from '../../mappings.ts';

/** A source of casebook.yaml for this helpdesk. */
export const FreshdeskConfiguration = z
  .strictObject({
    id: z.string(),
    connector: z.literal('freshdesk'),
    domain: hostLabel('the account’s name: NAME in NAME.freshdesk.com').optional(),
    base_url: z.url({ error: 'an https address' }).optional().meta({ description: 'Instead of the domain' }),
    api_key: secret,
    start: z.iso
      .date({ error: 'a day such as 2024-01-01' })
      .default('2010-01-01')
      .meta({ description: 'First load: tickets changed since this day' }),
    activities: z
      .boolean({ error: 'true or false' })
      .default(true)
      .meta({ description: 'Read the daily activity export, which the helpdesk keeps for 30 days' }),
    archived: z.boolean({ error: 'true or false' }).default(true).meta({
      description:
        'First load: read archived tickets as well, which are in no list: a request for each number that a ticket can have',
    }),
    surveys: z.boolean({ error: 'true or false' }).default(true),
    time_entries: z.boolean({ error: 'true or false' }).default(true),
    requests_per_minute: z.int({ error: 'a whole number' }).positive({ error: 'at least 1' }).optional(),
    mappings: Mappings,
  })
  .refine((source) => source.domain !== undefined || source.base_url !== undefined, {
    error: 'a domain: NAME in NAME.freshdesk.com',
    path: ['domain'],
  });
export type FreshdeskConfiguration = z.output<typeof FreshdeskConfiguration>;
