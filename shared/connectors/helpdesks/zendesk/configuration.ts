import { z } from 'zod';
import { secret } from '../../../config/configuration.ts';
import { hostLabel } from '../../host-label.ts';
import { Mappings } from '../../mappings.ts';
import { hasOneWayIn, waysIn } from '../../way-in.ts';
import { OrganizationFields } from './organizations.ts';

const text = (expected: string) => z.string({ error: expected }).min(1, { error: expected });

/** A source of casebook.yaml for this helpdesk. */
export const ZendeskConfiguration = z
  .strictObject({
    id: z.string(),
    connector: z.literal('zendesk'),
    subdomain: hostLabel('the account’s subdomain: NAME in NAME.zendesk.com').optional(),
    base_url: z
      .url({ error: 'an https address' })
      .optional()
      .meta({ description: 'Instead of the subdomain: a sandbox or a host-mapped account' }),
    client_id: text('the identifier of a confidential OAuth client, or ${env:NAME}').optional(),
    client_secret: secret.optional(),
    refresh_token: secret.optional().meta({
      description: 'With the client: the grant refresh_token instead of client_credentials. Made for this source alone',
    }),
    scope: text('scopes, such as read').optional().meta({
      description: 'Scopes that client credentials ask for; left out, read',
    }),
    email: text('the address of the API user, or ${env:NAME}').optional(),
    token: secret.optional().meta({ description: 'An API token: none can be made any more, all end on 30 April 2027' }),
    oauth_token: secret.optional().meta({ description: 'An access token that somebody else renews' }),
    start: z.iso
      .date({ error: 'a day such as 2024-01-01' })
      .default('2010-01-01')
      .meta({ description: 'First load: tickets changed since this day' }),
    surveys: z.enum(['legacy', 'new', 'none'], { error: 'legacy, new or none' }).default('legacy'),
    sla: z.boolean({ error: 'true or false' }).default(false).meta({
      description: 'Read the clocks of service levels: promises kept, missed and due. Needs a plan that has them',
    }),
    product_by_brand: z.boolean({ error: 'true or false' }).default(false).meta({
      description: 'A brand is a product: tickets without a product field have their brand’s, as mappings name it',
    }),
    organizations: OrganizationFields.optional().meta({
      description:
        'Fields of organisations that make the table accounts; left out, accounts come from a file by the ids of organisations',
    }),
    help_center: z.boolean({ error: 'true or false' }).default(false).meta({
      description: 'Read the articles of the help centre and the votes on them',
    }),
    jira_links: z.boolean({ error: 'true or false' }).default(false),
    requests_per_minute: z.int({ error: 'a whole number' }).positive({ error: 'at least 1' }).optional(),
    mappings: Mappings,
  })
  .refine((source) => source.subdomain !== undefined || source.base_url !== undefined, {
    error: 'a subdomain: NAME in NAME.zendesk.com',
    path: ['subdomain'],
  })
  .refine(hasOneWayIn, { error: waysIn, path: ['client_id'] });
export type ZendeskConfiguration = z.output<typeof ZendeskConfiguration>;
