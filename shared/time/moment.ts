const shown = (zone: string, at_s: number, more: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'long', ...more }).format(at_s * 1000);

/** An instant as people read it in a terminal: "24 September 2026 at 11:00", by the clock of a zone. */
export const momentIn =
  (zone: string) =>
  (at_s: number): string =>
    shown(zone, at_s, { timeStyle: 'short' });

/** Its day: "24 September 2026". */
export const dayIn =
  (zone: string) =>
  (at_s: number): string =>
    shown(zone, at_s, {});
