import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventKind, TicketEvent } from '../../shared/facts/event.ts';
import { eventOf, eventRow, monthOf } from '../../shared/facts/event-row.ts';

const provenance = { source: 'helpdesk', version_key: '1', ingested_s: 1, raw_key: 'raw/x' };
const kinds: readonly EventKind[] = [
  'created',
  'replied',
  'noted',
  'status',
  'assigned',
  'grouped',
  'field',
  'merged',
  'linked',
  'worked',
  'snapshot',
];
const names = [
  'from',
  'to',
  'field',
  'type',
  'target',
  'channel',
  'text_length',
  'assignee',
  'worked_s',
  'is_auto',
  '__proto__x',
];

const event: TicketEvent = {
  ticket_id: '7',
  at_s: 1_790_000_000,
  order: 3,
  kind: 'assigned',
  actor: 'agent',
  actor_id: 'p1',
  data: { from: null, to: 'p2' },
};

describe('an event as a row', () => {
  it('comes back as it went in, null and absent kept apart', () => {
    const value = fc.oneof(
      fc.string(),
      fc.constant(null),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0)),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.dictionary(fc.constantFrom(...names), value, { noNullPrototype: true }),
        fc.constantFrom(null, 'agent' as const),
        (kind, data, actor) => {
          const given: TicketEvent = { ...event, event_id: 'e1', kind, data, actor };
          expect(eventOf(eventRow(given, provenance))).toEqual(given);
        },
      ),
    );
  });
  it('has columns for what queries read', () => {
    expect(
      eventRow({ ...event, kind: 'status', data: { from: 'new', to: 'open', raw: 'Active' } }, provenance),
    ).toMatchObject({
      from_status: 'new',
      to_status: 'open',
      payload: '{"raw":"Active"}',
      seq: 3,
      at_month: '2026-09',
      from_value: null,
    });
    expect(eventRow(event, provenance)).toMatchObject({
      from_value: null,
      to_value: 'p2',
      payload: '{"from":null}',
      actor: 'agent',
    });
    expect(eventRow({ ...event, kind: 'replied', data: { text_length: 12 } }, provenance)).toMatchObject({
      is_public: true,
      text_length: 12,
      payload: null,
    });
  });
  it('is named by the helpdesk, else by what it says: the same event twice is one, any difference is another', () => {
    const idOf = (change: Partial<TicketEvent>) => eventRow({ ...event, ...change }, provenance).event_id;
    expect(idOf({ event_id: '99' })).toBe('99');
    expect(idOf({})).toBe(idOf({ data: { to: 'p2', from: null } }));
    const others: Partial<TicketEvent>[] = [
      {},
      { ticket_id: '8' },
      { at_s: 1 },
      { order: 4 },
      { kind: 'grouped' },
      { data: { to: 'p2' } },
      { data: { from: null, to: 'p3' } },
      { actor_id: 'p2' },
    ];
    expect(new Set(others.map(idOf)).size).toBe(others.length);
  });
});

describe('the month of an instant', () => {
  it('is its civil month in UTC', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), (at_s) => {
        expect(monthOf(at_s)).toBe(new Date(at_s * 1000).toISOString().slice(0, 7));
      }),
    );
  });
});
