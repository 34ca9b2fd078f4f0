import { describe, expect, it } from 'vitest';
import { deriveTicket } from '../../shared/facts/derive.ts';
import type { TicketEvent } from '../../shared/events/event.ts';
import type { FactsContext } from '../../shared/facts/context.ts';
import { attributes, context, event, status } from '../support/facts.ts';

const person = { actor: 'agent', actor_id: 'anna' } as const;
const fin = { actor: 'automation', actor_id: 'fin' } as const;
const rule = { actor: 'automation' } as const;
const handled = (events: readonly TicketEvent[], told: Partial<FactsContext> = {}): string | null =>
  deriveTicket(
    { attributes: attributes({ created_s: 1000 }), events, first_followup_s: null },
    context({ aiAgents: new Set(['fin']), ...told }),
  ).ticket?.handled_by ?? null;

describe('who handled a case up to its first resolution', () => {
  it('is the AI agent alone, both, or people alone', () => {
    expect(handled([event(1010, 'replied', fin), status(1100, 'solved', fin)])).toBe('ai');
    expect(handled([event(1010, 'replied', fin), event(1050, 'replied', person), status(1100, 'solved', person)])).toBe(
      'ai_then_person',
    );
    expect(handled([event(1050, 'replied', person), status(1100, 'solved', person)])).toBe('person');
  });
  it('takes an autoresponder, a rule and the automatic answer of a person’s mailbox for automation', () => {
    expect(handled([event(1010, 'replied', rule), status(1100, 'solved', rule)])).toBe('automation');
    expect(handled([event(1010, 'replied', { ...person, data: { is_auto: 1 } })])).toBe('automation');
    expect(handled([event(1010, 'replied', { actor: 'automation', actor_id: 'greeter' })])).toBe('automation');
  });
  it('takes whoever the helpdesk marks for an AI agent, named or not, under a teammate’s name as well', () => {
    const marked = (actor_id: string) => event(1010, 'replied', { actor: 'automation', actor_id, data: { is_ai: 1 } });
    const nobodyNamed = { aiAgents: new Set<string>() };
    expect(handled([marked('274'), status(1100, 'solved', rule)], nobodyNamed)).toBe('ai');
    expect(handled([marked('anna'), event(1050, 'replied', person)], nobodyNamed)).toBe('ai_then_person');
  });
  it('is nobody where only the customer spoke', () => {
    expect(handled([event(1000, 'replied', { actor: 'customer', actor_id: 'c' })])).toBe('none');
    expect(handled([])).toBe('none');
  });
  it('looks no further than the first resolution', () => {
    const resolved = [event(1010, 'replied', fin), status(1100, 'solved', fin)];
    expect(handled([...resolved, status(1200, 'open'), event(1300, 'replied', person)])).toBe('ai');
  });
  it('is not told where somebody unknown may be a person, or authors are not told at all', () => {
    expect(handled([event(1010, 'replied', fin), event(1020, 'replied'), status(1100, 'solved', fin)])).toBe(
      'not_told',
    );
    expect(handled([event(1010, 'replied', person)], { untold: () => new Set(['authors']) })).toBe('not_told');
  });
  it('takes the act of an unlisted owner for that of a person', () => {
    const act = { actor: null, actor_id: 'anna' } as const;
    expect(handled([event(1000, 'assigned', { data: { to: 'anna' } }), status(1100, 'solved', act)])).toBe('person');
  });
});

describe('how an AI agent lets go of a case', () => {
  const derived = (events: readonly TicketEvent[]) =>
    deriveTicket(
      { attributes: attributes({ created_s: 1000 }), events, first_followup_s: null },
      context({ aiAgents: new Set(['fin']) }),
    ).ticket;
  const asked = event(1010, 'replied', fin);

  it('is the hand-over that it, a rule or the customer makes; the wait lasts to the next public message of a person', () => {
    const given = event(1100, 'assigned', { ...fin, data: { to: 'anna' } });
    const told = derived([asked, given, event(1200, 'noted', person), event(1400, 'replied', person)]);
    expect(told).toMatchObject({ ai_handoff_s: 1100, handoff_reply_s: 1400, handoff_wait_s: 300 });
    expect(derived([asked, event(1100, 'grouped', { ...rule, data: { to: 'g' } })])).toMatchObject({
      ai_handoff_s: 1100,
      handoff_wait_s: null,
    });
  });
  it('is told, too, where it gives the case back to nobody', () => {
    const taken = event(1005, 'assigned', { ...fin, data: { to: 'fin', to_kind: 'bot' } });
    const left = event(1100, 'assigned', { ...fin, data: { to: null } });
    expect(derived([taken, asked, left])).toMatchObject({ ai_handoff_s: 1100 });
    expect(derived([asked, left])).toMatchObject({ ai_handoff_s: null });
  });
  it('has no instant where a person takes it: nobody says since when the customer waited', () => {
    const taken = event(1100, 'assigned', { ...person, data: { to: 'anna' } });
    expect(derived([asked, taken, event(1100, 'replied', person)])).toMatchObject({
      handled_by: 'ai_then_person',
      ai_handoff_s: null,
      handoff_wait_s: null,
    });
  });
  it('is no routing before the AI agent acted, nor a hand-over after the first resolution', () => {
    const routed = event(1000, 'grouped', { ...rule, data: { to: 'g' } });
    const later = event(1300, 'assigned', { ...rule, data: { to: 'anna' } });
    expect(derived([routed, asked, status(1200, 'solved', fin), status(1250, 'open'), later])).toMatchObject({
      ai_handoff_s: null,
    });
  });
});

describe('whether the customer came back', () => {
  it('is any message after the first resolution', () => {
    const events = [
      event(1010, 'replied', fin),
      status(1100, 'solved', fin),
      event(1500, 'replied', { actor: 'customer', actor_id: 'c' }),
    ];
    const back = (told: readonly TicketEvent[]) =>
      deriveTicket({ attributes: attributes({ created_s: 1000 }), events: told, first_followup_s: null }, context())
        .ticket?.customer_back_s;
    expect(back(events)).toBe(1500);
    expect(back(events.slice(0, 2))).toBeNull();
  });
});
