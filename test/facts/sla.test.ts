import * as fc from '../support/property.ts';
import { describe, expect, it } from 'vitest';
import { deriveTicket } from '../../shared/facts/derive.ts';
import { ofKind, type EventData, type TicketEvent } from '../../shared/events/event.ts';
import { promisesOf } from '../../shared/facts/sla.ts';
import { attributes, context, event } from '../support/facts.ts';

type Clock = EventData<'sla_clock'>;
const clock = (at_s: number, to: Clock['to'], more: Partial<Clock> = {}): TicketEvent =>
  event(at_s, 'sla_clock', { data: { metric: 'wait', instance: '1', to, ...more } });
const applied = (at_s: number, target_s: number | null, more: Partial<EventData<'sla_applied'>> = {}): TicketEvent =>
  event(at_s, 'sla_applied', { data: { metric: 'wait', instance: '1', policy: '25', target_s, ...more } });
const breached = (at_s: number, more: Partial<EventData<'sla_breached'>> = {}): TicketEvent =>
  event(at_s, 'sla_breached', { data: { metric: 'wait', instance: '1', ...more } });
const one = (events: readonly TicketEvent[], business: Parameters<typeof promisesOf>[1] = null) => {
  const [promise, ...others] = promisesOf(events, business);
  expect(others).toEqual([]);
  return promise;
};
/** Open in the first half of every thousand seconds. */
const halves = (from_s: number, to_s: number): number => {
  const until = (at_s: number): number => Math.floor(at_s / 1000) * 500 + Math.min(at_s % 1000, 500);
  return until(to_s) - until(from_s);
};

describe('the promises of a ticket', () => {
  it('say what was promised, due, kept and how long it took', () => {
    expect(one([clock(100, 'active'), applied(100, 600), clock(400, 'fulfilled')])).toEqual({
      ticket_id: 't1',
      metric: 'wait',
      policy_id: '25',
      applied_s: 100,
      due_s: 700,
      fulfilled_s: 400,
      is_breached: false,
      elapsed_s: 300,
    });
  });
  it('move what is due by the time that the clock stood still, and have nothing due meanwhile', () => {
    const paused = [clock(100, 'active'), applied(100, 600), clock(300, 'paused')];
    expect(one(paused)).toMatchObject({ due_s: null, fulfilled_s: null, elapsed_s: 200 });
    // 200 s are spent, 400 s are left from 1,000 on
    expect(one([...paused, clock(1000, 'active')])).toMatchObject({ due_s: 1400, elapsed_s: null });
  });
  it('take a breach for the instant that was due, unless the helpdesk took it back', () => {
    const running = [clock(100, 'active'), applied(100, 600)];
    expect(one([...running, breached(655)])).toMatchObject({ due_s: 655, is_breached: true, fulfilled_s: null });
    expect(one([...running, breached(655, { is_undone: 1 })])).toMatchObject({ due_s: 700, is_breached: false });
  });
  it('hold the target that was in force: a later one replaces it, one after the end promises nothing', () => {
    const running = [clock(100, 'active'), applied(100, 600)];
    expect(one([...running, applied(200, 60)])).toMatchObject({ applied_s: 200, due_s: 160 });
    expect(one([...running, clock(300, 'fulfilled'), applied(900, 60)])).toMatchObject({ applied_s: 100, due_s: 700 });
    expect(promisesOf([...running, applied(200, null)], null)).toEqual([]);
  });
  it('run again when what was kept is opened again', () => {
    const kept = [clock(100, 'active'), applied(100, 600), clock(200, 'fulfilled')];
    expect(one([...kept, clock(500, 'active')])).toMatchObject({ fulfilled_s: null, due_s: 1000 });
  });
  it('are one a metric and instance, and none where nothing was promised', () => {
    const reply = (instance: string, at_s: number) => [
      event(at_s, 'sla_clock', { data: { metric: 'next_reply', instance, to: 'active' } }),
      event(at_s, 'sla_applied', { data: { metric: 'next_reply', instance, policy: '25', target_s: 60 } }),
    ];
    expect(
      promisesOf([clock(1, 'active'), ...reply('2', 10), ...reply('3', 50)], null).map((each) => [
        each.metric,
        each.applied_s,
        each.due_s,
      ]),
    ).toEqual([
      ['next_reply', 10, 70],
      ['next_reply', 50, 110],
    ]);
  });
  it('in business time follow the calendar, and the helpdesk’s own count of what was spent', () => {
    const running = [clock(100, 'active'), applied(100, 600, { is_business: 1 })];
    // 400 s until 500, closed until 1,000, the other 200 s until 1,200
    expect(one(running, halves)).toMatchObject({ due_s: 1200 });
    expect(one(running)).toMatchObject({ due_s: null });
    const kept = [...running, clock(1100, 'fulfilled')];
    expect(one(kept, halves)).toMatchObject({ elapsed_s: 500 });
    expect(one([...kept, clock(1100, 'measured', { business_s: 480 })], halves)).toMatchObject({ elapsed_s: 480 });
    expect(one([clock(100, 'active'), applied(100, 60, { is_business: 1 })], () => 0)).toMatchObject({ due_s: null });
  });
  it('come with the ticket, as of any instant', () => {
    const events = [clock(100, 'active'), applied(100, 600), clock(400, 'fulfilled')];
    const input = { attributes: attributes({ created_s: 100 }), events, first_followup_s: null };
    expect(deriveTicket(input, context()).promises).toMatchObject([{ source: 'desk', fulfilled_s: 400 }]);
    expect(deriveTicket(input, context({ as_of_s: 399 })).promises).toMatchObject([{ fulfilled_s: null, due_s: 700 }]);
    expect(deriveTicket(input, context({ as_of_s: 99 })).promises).toEqual([]);
  });
  it('have the due instant at which the clock, second by second, meets the target', () => {
    const ticks = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('active', 'paused')), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(ticks, fc.integer({ min: 1, max: 200 }), (steps, target_s) => {
        let at_s = 0;
        const events = [
          clock(0, 'active'),
          applied(0, target_s),
          ...steps.map(([wait_s, to]) => clock((at_s += wait_s), to)),
        ];
        // oracle: one second after another
        const state = (second: number): string =>
          String(ofKind(events, 'sla_clock').findLast((each) => each.at_s <= second)?.data.to);
        const promise = one(events);
        if (state(at_s) === 'paused') {
          expect(promise?.due_s).toBeNull();
          return;
        }
        let ran_s = 0;
        for (let second = 0; second < at_s; second++) ran_s += state(second) === 'active' ? 1 : 0;
        expect(promise?.due_s).toBe(at_s + target_s - ran_s);
      }),
    );
  });
});
