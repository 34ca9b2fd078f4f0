export * from './lead-weekly.ts';
