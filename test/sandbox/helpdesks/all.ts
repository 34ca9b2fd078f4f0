import { openingHour, startHelpdesks as start } from '../../../functions/sandbox/start.ts';
import type { SandboxOptions, SiteOf } from '../../../functions/sandbox/server.ts';
import { zendeskSite } from '../../../functions/sandbox/zendesk.ts';
import type { Organisation } from '../../../shared/sandbox/model.ts';
import type { Served } from '../../../shared/sandbox/served.ts';
import { freshdeskSite } from './freshdesk.ts';
import { helpScoutSite } from './help-scout.ts';
import { hubspotSite } from './hubspot.ts';
import { intercomSite } from './intercom.ts';
import { jiraSite } from './jira-service-management.ts';
import { requestTrackerSite } from './request-tracker.ts';
import { salesforceSite } from './salesforce.ts';
import { serviceNowSite } from './servicenow.ts';
import { zohoDeskSite } from './zoho-desk.ts';

/** Every made-up helpdesk by the id of its connector. The demo loads this file where it is there: in the repository. */
export const bySource = {
  freshdesk: freshdeskSite,
  'help-scout': helpScoutSite,
  hubspot: hubspotSite,
  intercom: intercomSite,
  'jira-service-management': jiraSite,
  'request-tracker': requestTrackerSite,
  salesforce: salesforceSite,
  servicenow: serviceNowSite,
  zendesk: zendeskSite,
  'zoho-desk': zohoDeskSite,
} as const satisfies Readonly<Record<string, SiteOf>>;

export type Sandboxed = keyof typeof bySource;
export const sandboxed = Object.keys(bySource) as readonly Sandboxed[];

/** Starts made-up helpdesks of any vendor. */
export const startHelpdesks = (
  org: Organisation,
  sources: readonly (Served & { readonly vendor: Sandboxed })[],
  options: Partial<SandboxOptions> = {},
) => start(org, sources, bySource, options);
export { openingHour };
