export * from './executive-quarterly.ts';
export * from './executive-weekly.ts';
export * from './finance-monthly.ts';
export * from './finance-quarterly.ts';
export * from './finance-weekly.ts';
export * from './lead-quarterly.ts';
export * from './lead-weekly.ts';
