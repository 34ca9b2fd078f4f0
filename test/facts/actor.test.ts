import { describe, expect, it } from 'vitest';
import { withActors } from '../../shared/facts/actor.ts';
import type { Actor } from '../../shared/events/event.ts';

/** One of the staff, a robot; nobody else is known by id. */
const people = {
  person: (_source: string, person_id: string) =>
    person_id === 'ann' || person_id === 'robot'
      ? {
          person_id,
          is_bot: person_id === 'robot',
          role: 'staff',
          group_ids: [],
          country: null,
          from_s: 0,
          to_s: null,
        }
      : undefined,
};
/** Who acts where `who` did something in a ticket of bea's, as the vendor told it. */
const settled = (who: string | null, told: Actor | null, data: Record<string, number> = {}) =>
  withActors(
    [{ ticket_id: '1', event_id: 'e', at_s: 100, order: 0, kind: 'replied', actor: told, actor_id: who, data }],
    'desk',
    new Set(['bea']),
    people as unknown as Parameters<typeof withActors>[3],
  )[0]?.actor;

describe('who acted', () => {
  it.each([
    ['ann', null, 'agent'],
    ['bea', null, 'customer'],
    ['cid', null, null],
    ['robot', 'agent', 'automation'],
    ['bea', 'agent', 'agent'],
  ] as const)('%s, told as %s, is %s', (who, told, actor) => {
    expect(settled(who, told)).toBe(actor);
  });

  it.each([
    ['bea', 'customer'],
    ['ann', 'agent'],
    ['cid', 'agent'],
    ['robot', 'automation'],
  ])(
    '%s, with an account that asks as well as it answers, is %s: whoever asked for the ticket is its customer',
    (who, actor) => {
      expect(settled(who, 'agent', { may_be_requester: 1 })).toBe(actor);
    },
  );
});
