export * from './kpi-catalogue-quarterly.ts';
export * from './next-generation-quarterly.ts';
export * from './support-excellence-quarterly.ts';
export * from './three-w-quarterly.ts';
