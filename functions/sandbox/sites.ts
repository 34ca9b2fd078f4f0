import { freshdeskSite } from './freshdesk.ts';
import { helpScoutSite } from './help-scout.ts';
import { hubspotSite } from './hubspot.ts';
import { intercomSite } from './intercom.ts';
import { jiraSite } from './jira-service-management.ts';
import { requestTrackerSite } from './request-tracker.ts';
import { salesforceSite } from './salesforce.ts';
import { serviceNowSite } from './servicenow.ts';
import { zendeskSite } from './zendesk.ts';
import { zohoDeskSite } from './zoho-desk.ts';
import type { Organisation } from '../../shared/sandbox/model.ts';
import type { Site } from './server.ts';

/** Every made-up helpdesk by the id of its connector. */
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
} as const satisfies Readonly<Record<string, (org: Organisation) => Site>>;
