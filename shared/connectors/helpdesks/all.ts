export * from './zendesk.ts';
