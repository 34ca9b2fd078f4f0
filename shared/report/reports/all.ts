export * from './executive-quarterly.ts';
export * from './lead-weekly.ts';
