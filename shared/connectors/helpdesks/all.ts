export * from './event-log.ts';
export * from './freshdesk.ts';
export * from './zendesk.ts';
