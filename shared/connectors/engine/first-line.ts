/** The beginning of a message, without what may follow of a page. */
export const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 200);
