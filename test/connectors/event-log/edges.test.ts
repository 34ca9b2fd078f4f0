import { describe, expect, it } from 'vitest';
import { dateInName, shapeOf, takenAt, type FileFacts } from '../../../shared/connectors/event-log/edges.ts';
import { fileOf, rawName, snapshotOf } from '../../../shared/connectors/event-log/raw-name.ts';
import { at } from '../../support/lake.ts';

const now_s = at('2026-12-01T00:00:00Z');
const facts = (told: Partial<FileFacts> = {}): FileFacts => ({
  newest_s: at('2026-11-24T10:00:00Z'),
  newest_line: 2,
  first_line: 2,
  isOneRowEach: true,
  isLog: false,
  repeated: null,
  rowTimeIsCreation: false,
  ...told,
});

describe('the date in a file name', () => {
  it.each([
    ['exports/tickets-2026-11-24.csv', '2026-11-23T23:00:00Z'],
    ['tickets_20261124.csv.gz', '2026-11-23T23:00:00Z'],
    ['log 2026-11-24T06-30.csv', '2026-11-24T05:30:00Z'],
  ])('%s is an instant in the zone of the source', (name, instant) => {
    expect(dateInName(name, 'Europe/Berlin', now_s)).toBe(at(instant));
  });
  it.each(['tickets (1).csv', 'log-1234567.csv', 'plan-2027-01-01.csv', 'week-2026-48.csv'])('%s has none', (name) => {
    expect(dateInName(name, 'UTC', now_s)).toBeNull();
  });
});

describe('the shape of a file', () => {
  const stamped = { shape: undefined, columns: { created_at: 'opened' } } as const;
  it('is a table of tickets when every ticket has one row with stamps, else a log', () => {
    expect(shapeOf(stamped, facts(), null)).toBe('snapshots');
    expect(shapeOf(stamped, facts({ isOneRowEach: false, repeated: { ticket_id: '1', line: 3 } }), null)).toBe(
      'events',
    );
    expect(shapeOf({ shape: undefined, columns: {} }, facts(), null)).toBe('events');
  });
  it('is that of the log it continues, and what the configuration states', () => {
    expect(shapeOf(stamped, facts(), 'events')).toBe('events');
    expect(shapeOf({ ...stamped, shape: 'events' }, facts(), null)).toBe('events');
  });
  it('of a table stands in its raw name, with the instant of the export, whatever the file is called', () => {
    const snapshot = takenAt(facts({ rowTimeIsCreation: true }), null, now_s);
    const key = `raw/source=s/stream=files/run=r/${rawName(1, 'abc', now_s, 'tickets (1).csv', snapshot)}`;
    expect(snapshotOf(key)).toEqual({ taken_s: at('2026-11-24T10:00:00Z'), rowTimeIsCreation: true });
    expect(fileOf(key)).toBe('tickets (1).csv');
    expect(takenAt(facts(), at('2026-11-30T00:00:00Z'), now_s).taken_s).toBe(at('2026-11-30T00:00:00Z'));
  });
});
