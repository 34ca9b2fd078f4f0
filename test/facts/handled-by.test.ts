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
