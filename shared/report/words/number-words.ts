/** Metric id -> its name, and the question that it answers. */
export type NumberWords = Readonly<Record<string, readonly [name: string, question: string]>>;
