import { describe, expect, it } from 'vitest';
import { readTimeFormat, timeReader } from '../../../shared/connectors/event-log/time-format.ts';

// Oracle: Date.parse of the same instant written with its offset.
describe('a time format', () => {
  it.each([
    ['d/M/yyyy HH:mm', '29/2/2016 01:16', 'UTC', '2016-02-29T01:16:00Z'],
    ['d/M/yyyy HH:mm', '1/7/2026 08:00', 'Europe/Berlin', '2026-07-01T08:00:00+02:00'],
    ['M/d/yyyy h:mm a', '7/1/2026 12:05 AM', 'UTC', '2026-07-01T00:05:00Z'],
    ['dd-MMM-yyyy hh:mm:ss a', '05-Mar-2026 01:02:03 pm', 'UTC', '2026-03-05T13:02:03Z'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", '2026-03-05T13:02:03.250+05:30', 'UTC', '2026-03-05T13:02:03+05:30'],
    ['yyyy-MM-dd HH:mm:ss X', '2026-03-05 13:02:03 -08', 'UTC', '2026-03-05T13:02:03-08:00'],
    ['dd.MM.yyyy', '24.12.2026', 'Europe/Berlin', '2026-12-24T00:00:00+01:00'],
    ['EEE MMM d H:mm:ss yyyy', 'Thu Mar 05 13:02:03 2026', 'Europe/Berlin', '2026-03-05T13:02:03+01:00'],
    ['EEE, d MMM yyyy H:mm:ss XXX', 'Thu, 5 Mar 2026 13:02:03 +0530', 'UTC', '2026-03-05T13:02:03+05:30'],
    ['EEE MMM d H:mm:ss XXX yyyy', 'Thu Mar 05 13:02:03 UTC 2026', 'Europe/Berlin', '2026-03-05T13:02:03Z'],
    ['EEEE, MMMM d, yyyy h:mm a', 'Thursday, March 5, 2026 1:02 PM', 'UTC', '2026-03-05T13:02:00Z'],
    ['iso', '2024-02-29T23:59:60Z', 'Europe/Berlin', '2024-03-01T00:00:00Z'],
    ['iso', '2026-12-31 13:02:03', 'UTC', '2026-12-31T13:02:03Z'],
    ['iso', '2026-07-01T08:00:00', 'Europe/Berlin', '2026-07-01T08:00:00+02:00'],
    ['iso', '2026-03-05T13:02:03z', 'UTC', '2026-03-05T13:02:03Z'],
    ['iso', '2026-03-05T13:02:03.999Z', 'UTC', '2026-03-05T13:02:03Z'],
    ['iso', '2026-03-05 13:02', 'America/New_York', '2026-03-05T13:02:00-05:00'],
    ['iso', '2026-03-05T13:02:03+0530', 'UTC', '2026-03-05T13:02:03+05:30'],
    ['epoch', '1767603600', 'UTC', '2026-01-05T09:00:00Z'],
    ['epoch_ms', '1767603600999', 'UTC', '2026-01-05T09:00:00Z'],
    // A wall time in the gap of spring moves forward, one that comes twice in autumn is its first pass.
    ['d/M/yyyy HH:mm', '29/3/2026 02:30', 'Europe/Berlin', '2026-03-29T03:30:00+02:00'],
    ['d/M/yyyy HH:mm', '25/10/2026 02:30', 'Europe/Berlin', '2026-10-25T02:30:00+02:00'],
  ])('%s reads %s in %s', (format, text, zone, instant) => {
    expect(timeReader([format], zone)(text)).toBe(Math.floor(Date.parse(instant) / 1000));
  });

  it.each([
    ['d/M/yyyy HH:mm', '31/2/2026 10:00'],
    ['d/M/yyyy HH:mm', '1/13/2026 10:00'],
    ['d/M/yyyy HH:mm', '1/1/2026 24:00'],
    ['d/M/yyyy HH:mm', '2026-01-01 10:00'],
    ['iso', 'yesterday'],
    ['iso', '2025-02-29T10:00:00Z'],
    ['iso', '2026-04-31T10:00:00Z'],
    ['iso', '2026-00-10T10:00:00Z'],
    ['iso', '2026-01-10T24:00:00Z'],
    ['iso', '2026-01-10T10:60:00Z'],
    ['iso', '2026-01-1xT10:00:00Z'],
    ['iso', '2026/01/10T10:00:00Z'],
    ['epoch', '1.2.3'],
  ])('%s refuses %s', (format, text) => {
    expect(timeReader([format], 'UTC')(text)).toBeUndefined();
  });

  it('says what is wrong with itself', () => {
    expect(readTimeFormat('dd/MM HH:mm')).toBe('year, month and day are needed');
    expect(readTimeFormat('QQ yyyy-MM-dd')).toBe('"QQ" is no part of a time format');
  });
});
