import { idsOf, type Ids, type Vendor } from './ids.ts';
import type { Organisation } from './model.ts';
import { zendeskFields } from './zendesk-fields.ts';

/** The environment variable that every made-up helpdesk's credential is read from, and its value. */
export const demoSecret = { name: 'CASEBOOK_DEMO_TOKEN', value: 'sandbox-token' } as const;
const token = `"\${env:${demoSecret.name}}"`;
/** The account of the AI agent: a person beyond the roster. */
export const robotNumber = 99;
/** Custom fields of the made-up Jira site. */
export const jiraFields = {
  group: 'customfield_10050',
  organisation: 'customfield_10002',
  satisfaction: 'customfield_10030',
  satisfaction_date: 'customfield_10031',
  category: 'customfield_10101',
  subcategory: 'customfield_10102',
  product: 'customfield_10103',
  region: 'customfield_10104',
  language: 'customfield_10105',
  root_cause: 'customfield_10106',
} as const;
/** Stages and tags of the made-up HubSpot account, beyond those that every account has. */
export const hubspotStages = { pending_third_party: '1084701', solved: '1084702' } as const;
export const hubspotTags = { engineering: '77001', test: '77002', proactive: '77003' } as const;
export const demoUser = 'metrics@northwind.example';

/** Groups by tier, in the vendor's ids. */
const tiers = (org: Organisation, ids: Ids): string =>
  `{ ${org.groups.map(({ n, tier }) => `"${ids.group(n)}": ${tier}`).join(', ')} }`;

const columns = ['category', 'subcategory', 'product', 'region', 'language', 'root_cause'] as const;
/** Which custom field holds what. */
const customFields = (name: (column: (typeof columns)[number]) => string): readonly string[] => [
  '  fields:',
  ...columns.map((column) => `    ${column}: "${name(column)}"`),
];
/** Tags with a meaning, and the robot. */
const marks = (ids: Ids): readonly string[] => [
  '  escalation: { tags: [engineering] }',
  '  outbound_tags: [proactive]',
  '  test_tags: [test]',
  `  bots: ["${ids.person(robotNumber)}"]`,
];

/** What each helpdesk's part of casebook.yaml says beyond its address: credentials and how this account uses its fields. */
const parts: Readonly<Partial<Record<Vendor, (org: Organisation, url: string) => readonly string[]>>> = {
  zendesk: (org) => [
    `email: ${demoUser}`,
    `token: ${token}`,
    'start: 2025-01-01',
    'sla: true',
    'jira_links: true',
    'mappings:',
    `  tier: ${tiers(org, idsOf.zendesk)}`,
    '  fields:',
    ...([...columns, 'ai_handoff_reason'] as const).map((name) => `    ${name}: "${zendeskFields[name]}"`),
    `    worked: "${zendeskFields.time_total}"`,
    '  escalation: { tags: [engineering] }',
    '  outbound_tags: [proactive]',
    '  test_tags: [test]',
    `  bots: ["${idsOf.zendesk.person(robotNumber)}"]`,
    '  survey_cause: { service: service, product: product, process: process }',
  ],
  freshdesk: (org) => [
    `api_key: ${token}`,
    'start: 2020-01-01',
    'mappings:',
    '  status: { "7": pending_third_party }',
    `  tier: ${tiers(org, idsOf.freshdesk)}`,
    ...customFields((name) => `cf_${name}`),
    ...marks(idsOf.freshdesk),
  ],
  'help-scout': (org) => [
    'app_id: sandbox-app',
    `app_secret: ${token}`,
    'start: 2020-01-01',
    'mappings:',
    `  tier: ${tiers(org, idsOf['help-scout'])}`,
    '  fields: { category: Category, subcategory: Subcategory, product: Product, region: Region, language: Language, root_cause: Root cause }',
    ...marks(idsOf['help-scout']),
  ],
  'zoho-desk': (org, url) => [
    `accounts_url: ${url}`,
    'org_id: "700001"',
    'client_id: sandbox-app',
    `client_secret: ${token}`,
    `refresh_token: ${token}`,
    'start: 2020-01-01',
    'mappings:',
    `  tier: ${tiers(org, idsOf['zoho-desk'])}`,
    '  fields: { product: cf_product, region: cf_region, root_cause: cf_root_cause }',
    ...marks(idsOf['zoho-desk']),
  ],
  intercom: (org) => [
    `token: ${token}`,
    'version: "2.16"',
    'start: 2020-01-01',
    'mappings:',
    `  tier: ${tiers(org, idsOf.intercom)}`,
    '  fields: { category: Category, subcategory: Subcategory, product: Product, region: Region, language: Language, root_cause: Root cause }',
    ...marks(idsOf.intercom),
  ],
  'jira-service-management': (org) => [
    `email: ${demoUser}`,
    `token: ${token}`,
    'projects: [SUP]',
    'start: 2020-01-01',
    `group_field: ${jiraFields.group}`,
    `organisation_field: ${jiraFields.organisation}`,
    `satisfaction_field: ${jiraFields.satisfaction}`,
    `satisfaction_date_field: ${jiraFields.satisfaction_date}`,
    'mappings:',
    '  channel: { phone: phone }',
    `  tier: ${tiers(org, idsOf['jira-service-management'])}`,
    ...customFields((name) => jiraFields[name]),
    ...marks(idsOf['jira-service-management']),
  ],
  'request-tracker': (org) => [
    `token: ${token}`,
    'escalation_links: ["https://jira.northwind.example/"]',
    'csat: { field: "8" }',
    'tag_field: Tags',
    'mappings:',
    '  status: { waiting: pending_third_party, closed: closed }',
    '  priority: { "90": p1, "60": p2, "30": p3, "10": p4 }',
    `  tier: ${tiers(org, idsOf['request-tracker'])}`,
    '  fields: { category: Category, subcategory: Subcategory, product: Product, region: Region, language: Language, root_cause: Root cause }',
    '  outbound_tags: [proactive]',
    '  test_tags: [test]',
    `  bots: ["${idsOf['request-tracker'].person(robotNumber)}"]`,
  ],
  hubspot: (org) => [
    `token: ${token}`,
    'start: 2020-01-01',
    'csat: { min: 1, max: 5 }',
    'mappings:',
    `  status: { "${hubspotStages.pending_third_party}": pending_third_party, "${hubspotStages.solved}": solved }`,
    '  type: { known_problem: problem }',
    `  tier: ${tiers(org, idsOf.hubspot)}`,
    '  fields: { category: topic, subcategory: subtopic, product: product, region: region, language: language, root_cause: root_cause }',
    `  escalation: { tags: ["${hubspotTags.engineering}"] }`,
    `  outbound_tags: ["${hubspotTags.proactive}"]`,
    `  test_tags: ["${hubspotTags.test}"]`,
    `  bots: ["${idsOf.hubspot.person(robotNumber)}"]`,
  ],
  salesforce: (org) => [
    'client_id: sandbox-app',
    `client_secret: ${token}`,
    'start: 2020-01-01',
    'group_field: Team__c',
    'tag_field: Tags__c',
    'followup_of_field: Follow_Up_Of__c',
    'escalation_flag: true',
    'tasks: true',
    'csat: { field: CSAT__c }',
    'mappings:',
    `  tier: { ${org.groups.map(({ name, tier }) => `"${name}": ${tier}`).join(', ')} }`,
    '  fields: { category: Category__c, subcategory: Subcategory__c, product: Product__c, region: Region__c, language: Language__c, root_cause: Root_Cause__c }',
    '  outbound_tags: [proactive]',
    '  test_tags: [test]',
    `  bots: ["${idsOf.salesforce.person(robotNumber)}"]`,
  ],
  servicenow: (org) => [
    `user: ${demoUser}`,
    `password: ${token}`,
    'start: 2020-01-01',
    'tag_field: u_tags',
    'mappings:',
    `  tier: ${tiers(org, idsOf.servicenow)}`,
    '  fields: { product: u_product, region: u_region, language: u_language, root_cause: u_root_cause }',
    '  escalation: { tags: [engineering] }',
    '  outbound_tags: [proactive]',
    '  test_tags: [test]',
    `  bots: ["${idsOf.servicenow.person(robotNumber)}", assistant]`,
  ],
};

/** One source of casebook.yaml, as the lines below its dash. */
export const sourceLines = (org: Organisation, vendor: Vendor, id: string, url: string): readonly string[] => [
  `id: ${id}`,
  `connector: ${vendor}`,
  `base_url: ${url}`,
  ...(parts[vendor]?.(org, url) ?? []),
];
