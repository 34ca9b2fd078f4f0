/** How often a report comes, and the kind of period that it is about. */
export const cadences = ['weekly', 'monthly', 'quarterly'] as const;
export type Cadence = (typeof cadences)[number];

/** The cadence that the id of a ready report ends with. */
export const namedCadence = (id: string): Cadence | undefined => cadences.find((cadence) => id.endsWith(`-${cadence}`));

export const periodKind = { weekly: 'week', monthly: 'month', quarterly: 'quarter' } as const satisfies Record<
  Cadence,
  string
>;

/** How many periods `periods.history` has, the reported one included. */
export const historyLength = { weekly: 14, monthly: 13, quarterly: 8 } as const satisfies Record<Cadence, number>;
