import { z } from 'zod';
import { secret } from '../../../config/configuration.ts';
import { hostLabel } from '../../host-label.ts';
import { Mappings } from '../../mappings.ts';
import { hasOneWayIn, waysIn } from '../../way-in.ts';

const field = z.string({ error: 'the id of a field such as customfield_10010' }).min(1, {
  error: 'the id of a field such as customfield_10010',
});

/** A source of casebook.yaml for this helpdesk. */
export const JiraConfiguration = z
  .strictObject({
    id: z.string(),
    connector: z.literal('jira-service-management'),
    site: hostLabel('the site’s name: NAME in NAME.atlassian.net').optional(),
    cloud_id: z.string({ error: 'the id of the site in the cloud' }).min(1).optional().meta({
      description:
        'For an OAuth client or a scoped token, which api.atlassian.com takes: cloudId in https://SITE/_edge/tenant_info',
    }),
    base_url: z.url({ error: 'an https address' }).optional().meta({ description: 'Instead of the site: a sandbox' }),
    client_id: z.string({ error: 'the client id of a service account, or ${env:NAME}' }).min(1).optional(),
    client_secret: secret.optional(),
    refresh_token: secret.optional().meta({
      description: 'With the client of an app: the grant refresh_token. Made for this source alone',
    }),
    email: z.string({ error: 'the address of the API user, or ${env:NAME}' }).min(1).optional(),
    token: secret.optional(),
    oauth_token: secret.optional().meta({ description: 'An access token that somebody else renews' }),
    projects: z
      .array(z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, { error: 'project keys such as SUP' }), {
        error: 'a list of project keys',
      })
      .min(1, { error: 'at least one project key' }),
    start: z.iso.date({ error: 'a day such as 2024-01-01' }).default('2010-01-01'),
    engineering_projects: z
      .array(z.string())
      .default([])
      .meta({ description: 'A link to an issue of one of these projects is an escalation to development' }),
    group_field: field.optional().meta({ description: 'The field that holds the group that works on the issue' }),
    organisation_field: field.optional(),
    satisfaction_field: field.optional().meta({ description: 'Rating 1 to 5, where the site keeps it in a field' }),
    satisfaction_date_field: field.optional(),
    sla_fields: z
      .strictObject({ first_reply: field.optional(), next_reply: field.optional(), resolution: field.optional() })
      .prefault({}),
    sla: z
      .boolean({ error: 'true or false' })
      .default(false)
      .meta({ description: 'Ask for the promises of each changed request; not needed where sla_fields name them' }),
    feedback: z
      .boolean({ error: 'true or false' })
      .default(true)
      .meta({ description: 'Ask for the rating of each finished request' }),
    requests_per_minute: z.int({ error: 'a whole number' }).positive({ error: 'at least 1' }).optional(),
    mappings: Mappings,
  })
  .refine((source) => source.site !== undefined || source.base_url !== undefined || source.cloud_id !== undefined, {
    error: 'a site: NAME in NAME.atlassian.net',
    path: ['site'],
  })
  .refine((source) => source.client_id === undefined || (source.cloud_id ?? source.base_url) !== undefined, {
    error: 'the cloud id of the site: OAuth clients ask api.atlassian.com',
    path: ['cloud_id'],
  })
  .refine(hasOneWayIn, { error: waysIn, path: ['client_id'] });
export type JiraConfiguration = z.output<typeof JiraConfiguration>;
