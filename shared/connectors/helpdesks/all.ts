export * from './event-log.ts';
export * from './freshdesk.ts';
export * from './hubspot.ts';
export * from './intercom.ts';
export * from './jira-service-management.ts';
export * from './request-tracker.ts';
export * from './servicenow.ts';
export * from './zendesk.ts';
