import type { Dimension } from './value.ts';

/** How every number about tickets may be cut (METRICS.md section 1). */
export const ticketDimensions = [
  'source',
  'channel',
  'priority',
  'type',
  'category',
  'product',
  'brand',
  'queue',
  'team',
  'tier',
  'region',
  'language',
  'account_band',
  'handled_by',
] as const satisfies readonly Dimension[];

/** `person` only in a team lead's own report. */
export const ticketAndPerson = [...ticketDimensions, 'person'] as const satisfies readonly Dimension[];

const ofCases: ReadonlySet<string> = new Set<Dimension>(ticketAndPerson);
/** Whether every case can be cut by it. */
export const isOfCases = (dimension: string): boolean => ofCases.has(dimension);
