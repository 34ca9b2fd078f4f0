import { z } from 'zod';
import { secret } from '../../../config/configuration.ts';
import { Mappings } from '../../mappings.ts';
import { ticketProperties } from './properties.ts';

/** HubSpot refuses addresses of about 15,000 characters, and every field that is kept is named in them. */
const longestList = 13_000;

/** A source of casebook.yaml for this helpdesk. */
export const HubspotConfiguration = z
  .strictObject({
    id: z.string(),
    connector: z.literal('hubspot'),
    base_url: z
      .url({ error: 'an https address' })
      .default('https://api.hubapi.com')
      .meta({ description: 'Another data centre or a sandbox' }),
    token: secret,
    portal: z.string({ error: 'the account’s number' }).optional().meta({ description: 'For links to tickets' }),
    start: z.iso.date({ error: 'a day such as 2024-01-01' }).default('2012-01-01'),
    surveys: z.boolean({ error: 'true or false' }).default(true),
    csat: z
      .strictObject({ min: z.int({ error: 'a whole number' }), max: z.int({ error: 'a whole number' }) })
      .refine(({ min, max }) => min < max, { error: 'max above min', path: ['max'] })
      .optional()
      .meta({
        description:
          'Scale of the surveys of satisfaction, where all of the account have the same; left out, HubSpot’s own group of an answer counts (positive, neutral, negative)',
      }),
    messages: z
      .boolean({ error: 'true or false' })
      .default(true)
      .meta({ description: 'Read the inbox: replies and notes of each ticket. Needs the scope conversations.read' }),
    requests_per_minute: z.int({ error: 'a whole number' }).positive({ error: 'at least 1' }).optional(),
    mappings: Mappings,
  })
  .refine((source) => encodeURIComponent(ticketProperties(source).join(',')).length <= longestList, {
    error: `fewer custom fields: their names and commas make more than ${longestList} characters of an address`,
    path: ['mappings', 'custom_fields'],
  });
export type HubspotConfiguration = z.output<typeof HubspotConfiguration>;
