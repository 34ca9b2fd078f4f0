import * as fc from '../support/property.ts';
import { describe, expect, it } from 'vitest';
import { assigned, grouped, statusChanged, type EventKind, type TicketEvent } from '../../shared/events/event.ts';
import { eventOf, eventRow, monthOf, type EventColumns } from '../../shared/events/event-row.ts';
import { commonKeys, eventKinds, type Key } from '../../shared/events/kinds.ts';
import { actors } from '../../shared/events/words.ts';

const provenance = { source: 'helpdesk', version_key: '1', ingested_s: 1, raw_key: 'raw/x' };
const occurrence = {
  ticket_id: '7',
  at_s: 1_790_000_000,
  order: 3,
  actor: 'agent',
  actor_id: 'p1',
} as const;
const event: TicketEvent = { ...occurrence, ...assigned({ from: null, to: 'p2' }) };

/** Any data that the definition of a kind allows. */
const dataOf = (keys: Readonly<Record<string, Key>>): fc.Arbitrary<object> =>
  fc.record(Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, valueOf(key)])), {
    requiredKeys: Object.keys(keys).filter((name) => keys[name]?.isOptional === false),
    noNullPrototype: true,
  });
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0)),
);
const valueOf = ({ of, isNullable }: Key): fc.Arbitrary<unknown> => {
  const value = of === 'text' ? fc.string() : of === 'number' ? number : fc.constantFrom(...of);
  return isNullable ? fc.option(value) : value;
};

describe('an event as a row', () => {
  it.each(Object.keys(eventKinds) as EventKind[])('%s comes back as it went in, null and absent kept apart', (kind) => {
    fc.assert(
      fc.property(dataOf({ ...eventKinds[kind], ...commonKeys }), fc.constantFrom(null, ...actors), (data, actor) => {
        const given = { ...event, event_id: 'e1', kind, data, actor } as TicketEvent;
        expect(eventOf(eventRow(given, provenance))).toEqual({ event: given });
      }),
    );
  });
  it('of which a key is undefined is the event without it, under the same name', () => {
    const [said, plain] = [grouped({ to: 'g', to_tier: undefined }), grouped({ to: 'g' })];
    expect(eventRow({ ...occurrence, ...said }, provenance)).toEqual(eventRow({ ...occurrence, ...plain }, provenance));
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
    const idOf = (change: object) => eventRow({ ...event, ...change } as TicketEvent, provenance).event_id;
    expect(idOf({ event_id: '99' })).toBe('99');
    expect(idOf({})).toBe(idOf({ data: { to: 'p2', from: null } }));
    const others: object[] = [
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

describe('a stored row that is no event', () => {
  const stored = eventRow({ ...occurrence, event_id: 'e', ...statusChanged({ to: 'open' }) }, provenance);
  const reasonOf = (change: Partial<EventColumns>) => eventOf({ ...stored, ...change }).reason;
  it.each<[string, Partial<EventColumns>]>([
    ['kind: found "statuss", expected one of created, replied', { kind: 'statuss' }],
    ['kind: found null, expected one of', { kind: null }],
    ['status.to: found "resolved", expected one of new, open', { to_status: 'resolved' }],
    ['status.to: found nothing, expected a value', { to_status: null }],
    ['status.colour: found "red", expected one of from, to, raw', { payload: '{"colour":"red"}' }],
    ['status.raw: found 7, expected a text', { payload: '{"raw":7}' }],
    ['payload: found "{", expected a JSON object', { payload: '{' }],
    ['payload: found "[]", expected a JSON object', { payload: '[]' }],
    ['actor: found "robot", expected one of customer, agent', { actor: 'robot' }],
    ['at_s: found null, expected an instant', { at_s: null }],
    ['ticket_id: found null', { ticket_id: null }],
    ['seq: found null', { seq: null }],
  ])('says so: %s', (reason, change) => {
    expect(reasonOf(change)).toContain(reason);
  });
  it('is an event or a reason, whatever it holds, and never a fault of the program', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom(...Object.keys(eventKinds), '__proto__', 'toString'));
    const payload = fc.oneof(fc.json(), fc.string(), fc.constant('{"__proto__":1,"toString":2}'));
    const columns: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(
      Object.entries(stored).map(([name, value]) => [
        name,
        fc.option<unknown>(
          name === 'payload' ? payload : typeof value === 'number' || name === 'text_length' ? fc.integer() : text,
        ),
      ]),
    );
    fc.assert(
      fc.property(fc.record(columns), (row) => {
        const { event: read, reason } = eventOf(row as unknown as EventColumns);
        expect([typeof read, typeof reason]).toEqual(
          read === undefined ? ['undefined', 'string'] : ['object', 'undefined'],
        );
      }),
      { numRuns: 1000 },
    );
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
