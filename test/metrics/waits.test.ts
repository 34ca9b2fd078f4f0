import * as fc from '../support/property.ts';
import { describe, expect, it } from 'vitest';
import type { TicketEvent, TicketStatus } from '../../shared/events/event.ts';
import { ticketIntervals, ticketTurns } from '../../shared/lake/tables.ts';
import {
  customerHoldP50,
  dtsMean,
  nextReplyP50,
  repliesToResolve,
  requesterWaitP50,
  thirdPartyHoldP50,
  timeInGroup,
  timeInStatus,
  waitShare,
} from '../../shared/metrics/catalogue/all.ts';
import { derived } from '../support/derived.ts';
import { event, status } from '../support/facts.ts';
import { at, ticket } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';

const home = testLake();

const hour = 3600;
const from = at('Mon 09:00');
const wrote = (after_h: number, actor: 'agent' | 'customer', more: object = {}): TicketEvent =>
  event(from + after_h * hour, 'replied', { actor, actor_id: actor, data: more });

describe('who waits for whom', () => {
  /** New 1 h, open 2 h, asked the customer 4 h, a third party 8 h, open 1 h, solved 16 h, opened again 3 h, solved. */
  const one = [
    status(from + 1 * hour, 'open'),
    status(from + 3 * hour, 'pending_customer'),
    status(from + 7 * hour, 'pending_third_party'),
    status(from + 15 * hour, 'open'),
    status(from + 16 * hour, 'solved'),
    status(from + 32 * hour, 'open'),
    status(from + 35 * hour, 'solved'),
  ];

  it('is told by the stays: ours 1 + 2 + 8 + 1 + 3 h, the customer’s 4 h, at rest 16 h, together the time to resolve', async () => {
    await derived(home, [one], from);
    expect(await home.value(requesterWaitP50)).toMatchObject({ value: 15 * hour, n: 1 });
    expect(await home.value(customerHoldP50)).toMatchObject({ value: 4 * hour });
    expect(await home.value(thirdPartyHoldP50)).toMatchObject({ value: 8 * hour });
    expect(await home.value(waitShare)).toMatchObject({ numerator: 15 * hour, denominator: 35 * hour });
    expect(await home.extras(waitShare)).toEqual({
      requester_wait_s: 15 * hour,
      customer_hold_s: 4 * hour,
      rested_s: 16 * hour,
    });
    expect(await home.byOne(timeInStatus, 'part')).toEqual({
      new: 1 * hour,
      open: 6 * hour,
      pending_customer: 4 * hour,
      pending_third_party: 8 * hour,
      finished: 16 * hour,
      other: 0,
    });
  });

  it('as of an instant between two resolutions ends with the first', async () => {
    await derived(home, [one], from);
    expect(await home.value(waitShare, { as_of: 'Tue 02:00', newest: 'Wed 09:00' })).toMatchObject({
      numerator: 12 * hour,
      denominator: 16 * hour,
    });
  });

  it('is not known of a status without a word, and such a case is counted', async () => {
    await derived(home, [one, [status(from + hour, 'other'), status(from + 2 * hour, 'solved')]], from);
    expect(await home.value(requesterWaitP50)).toMatchObject({ value: 15 * hour, n: 1 });
    expect(await home.extras(requesterWaitP50)).toMatchObject({ status_without_word: 1 });
  });

  it('is not told where the source keeps no history of the status', async () => {
    await home.tickets([
      ticket({ resolved: 'Tue 09:00', tells_status_history: false }),
      ticket({ resolved: 'Tue 10:00', tells_status_history: false }),
    ]);
    await home.put(ticketIntervals, [{ ticket_id: 'x', status: 'new', started_s: 0 }]);
    for (const metric of [requesterWaitP50, waitShare, timeInStatus])
      expect(await home.value(metric)).toEqual({ status: 'no_data', reason: 'not_told:status_history' });
  });

  it('adds up for any history: wait + hold + rest + what nobody has a word for = time to resolve, case by case', async () => {
    const statuses: readonly TicketStatus[] = [
      'new',
      'open',
      'pending_customer',
      'pending_third_party',
      'solved',
      'closed',
      'other',
    ];
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 9000 }), fc.constantFrom(...statuses)), {
      maxLength: 12,
    });
    const histories = fc.sample(steps, { numRuns: 200, seed: 14 }).map((one) => {
      let at_s = from;
      return [...one.map(([after_s, to]) => status((at_s += after_s), to)), status(at_s + 60, 'solved')];
    });
    await derived(home, histories, from);
    const wide = { by: ['category'] } as const;
    const parts = await home.all(timeInStatus, wide);
    const took = await home.byOne(dtsMean, 'category');
    const sums = new Map<string, number>();
    for (const { segment, value } of parts) {
      const name = segment.category ?? '';
      sums.set(name, (sums.get(name) ?? 0) + (value.status === 'known' ? value.value : NaN));
    }
    expect(sums.size).toBe(200);
    expect(Object.fromEntries(sums)).toEqual(took);
  });
});

describe('a turn of a conversation', () => {
  const talk = [
    wrote(1, 'customer'), // before the first reply: no turn
    wrote(2, 'agent'),
    wrote(3, 'customer'),
    wrote(4, 'customer'), // belongs to the turn that began at 3
    wrote(5, 'agent', { is_auto: 1 }), // ends none
    wrote(9, 'agent'),
    wrote(10, 'agent'), // answers nothing
    wrote(12, 'customer'),
    wrote(14, 'agent'),
    wrote(20, 'customer'), // nobody answers
  ];
  it('begins with the first unanswered message after the first reply and ends with the next reply of a person', async () => {
    await derived(home, [talk], from);
    expect(await home.value(nextReplyP50)).toMatchObject({ value: (6 * hour + 2 * hour) / 2, n: 2 });
    expect(await home.extras(nextReplyP50)).toMatchObject({ unanswered: 1 });
  });
  it('as of an instant is unanswered while the answer lies ahead', async () => {
    await derived(home, [talk], from);
    const then = { as_of: 'Mon 17:00', newest: 'Tue 09:00' };
    expect(await home.value(nextReplyP50, then)).toEqual({ status: 'no_data', reason: 'empty_population' });
    expect(await home.extras(nextReplyP50, then)).toMatchObject({ unanswered: 1 });
  });
  it('is not told where a source does not tell what customers wrote', async () => {
    await home.tickets([ticket({ first_reply: 'Tue 09:00', tells_customer_replies: false })]);
    await home.put(ticketTurns, [{ ticket_id: 'x', asked_s: 0 }]);
    expect(await home.value(nextReplyP50)).toEqual({ status: 'no_data', reason: 'not_told:customer_replies' });
  });
});

describe('the way of a case', () => {
  it('through groups is told by group: a mean over the cases that lay in it', async () => {
    const to = (after_h: number, group: string) => event(from + after_h * hour, 'grouped', { data: { to: group } });
    await derived(
      home,
      [
        [to(0, 'first'), to(2, 'second'), status(from + 5 * hour, 'solved')],
        [to(0, 'first'), status(from + 4 * hour, 'solved')],
      ],
      from,
    );
    expect(await home.byOne(timeInGroup, 'group')).toEqual({ first: 3 * hour, second: 3 * hour });
    expect(await home.value(timeInGroup)).toMatchObject({ numerator: 9 * hour, denominator: 3 });
  });
  it('to its resolution takes a number of replies: a mean, and how many took none, one, two, more', async () => {
    await home.tickets(
      [0, 1, 1, 2, 6].map((replies_to_resolution) => ticket({ first_resolved: 'Tue 09:00', replies_to_resolution })),
    );
    expect(await home.value(repliesToResolve)).toMatchObject({ value: 2, numerator: 10, denominator: 5 });
    expect(await home.extras(repliesToResolve)).toEqual({
      replies_0: 1,
      replies_1: 2,
      replies_2: 1,
      replies_3_or_more: 1,
    });
  });
});
