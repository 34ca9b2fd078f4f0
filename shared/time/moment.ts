/** An instant as people read it in a terminal: "24 September 2026 at 11:00", by the clock of a zone. */
export const momentIn =
  (zone: string) =>
  (at_s: number): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'long', timeStyle: 'short' }).format(at_s * 1000);
