/** The handlers below functions/, by folder. */
export const handlers = ['run', 'pull', 'load', 'measure', 'deliver', 'feedback', 'unsubscribe', 'maintain'] as const;
export type HandlerName = (typeof handlers)[number];
