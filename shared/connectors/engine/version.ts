/** Sortable text of a version: the vendor's own (a time or counter), then when we received it. */
export const versionOf = (own: number, received_s: number): string =>
  `${String(Math.max(0, Math.trunc(own))).padStart(20, '0')}-${String(received_s).padStart(12, '0')}`;
