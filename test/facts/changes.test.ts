import { describe, expect, it } from 'vitest';
import type { EventData, TicketEvent } from '../../shared/events/event.ts';
import { changesOf } from '../../shared/facts/changes.ts';
import { finishedStays, staysOf } from '../../shared/facts/status.ts';

const export_ = (at_s: number, data: EventData<'snapshot'>): TicketEvent => ({
  ticket_id: '1',
  event_id: String(at_s),
  at_s,
  order: 0,
  kind: 'snapshot',
  actor: null,
  actor_id: null,
  data,
});
/** When the ticket was finished, from and until, as exports at 100, 200, ... show it; it was created at 10. */
const finishes = (...states: readonly EventData<'snapshot'>[]) =>
  finishedStays(staysOf(changesOf(states.map((state, i) => export_(100 * (i + 1), state))), 10)).map(
    ({ started_s, ended_s }) => [started_s, ended_s],
  );

describe('what exports of one ticket tell of its finish', () => {
  it('begins at the stamp, not at the export', () => {
    expect(finishes({ status: 'open' }, { status: 'solved', finished_s: 150 })).toEqual([[150, null]]);
  });
  it('lasts until an export shows the ticket open again', () => {
    expect(finishes({ status: 'solved', finished_s: 50 }, { status: 'open' })).toEqual([[50, 200]]);
  });
  it('ended before it was finished anew', () => {
    expect(finishes({ status: 'solved', finished_s: 50 }, { status: 'closed', finished_s: 150 })).toEqual([
      [50, 150],
      [150, null],
    ]);
  });
  it('is the first one while later exports repeat or correct its stamp', () => {
    expect(
      finishes(
        { status: 'solved', finished_s: 50 },
        { status: 'closed', finished_s: 50 },
        { status: 'closed', finished_s: 60 },
      ),
    ).toEqual([[50, null]]);
  });
  it('begins at the export where the stamp is older than an export that shows it open', () => {
    expect(finishes({ status: 'open' }, { status: 'solved', finished_s: 50 })).toEqual([[200, null]]);
  });
});
