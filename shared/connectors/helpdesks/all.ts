export * from './event-log.ts';
export * from './freshdesk.ts';
export * from './intercom.ts';
export * from './request-tracker.ts';
export * from './zendesk.ts';
