import { describe, expect, it } from 'vitest';
import { hash } from '../../shared/sandbox/random.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { truthsOf } from '../../shared/sandbox/truth.ts';

const org = organisation();
const truths = truthsOf(org);
const week_s = 604_800;

describe('the made-up organisation', () => {
  it('is the same for the same seed, to the last second, and another for another', () => {
    const print = (seed: number) => hash(JSON.stringify(organisation({ seed, months: 2 })));
    expect(print(7)).toBe(print(7));
    expect(print(7)).not.toBe(print(8));
  });

  it('tells fifteen months that end on Monday 5 October 2026, 06:00 in Berlin', () => {
    expect(new Date(org.start_s * 1000).toISOString()).toBe('2025-06-30T22:00:00.000Z');
    expect(new Date(org.end_s * 1000).toISOString()).toBe('2026-10-05T04:00:00.000Z');
    expect(org.tickets.length).toBeGreaterThan(7000);
    expect(org.tickets.length).toBeLessThan(9000);
    for (const { history } of org.tickets) expect(history[history.length - 1]?.at_s).toBeLessThanOrEqual(org.end_s);
  });

  it('numbers tickets by creation and tells each history in order, beginning with the creation', () => {
    org.tickets.forEach((ticket, i) => {
      expect(ticket.n).toBe(1001 + i);
      expect(ticket.history[0]).toMatchObject({ kind: 'created', at_s: ticket.created_s });
      const times = ticket.history.map(({ at_s }) => at_s);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    });
  });

  it('changes status, owner and group only from what they were', () => {
    const faults: unknown[] = [];
    for (const { n, history } of org.tickets) {
      const now: Record<string, unknown> = { status: 'new', assigned: null, grouped: null };
      for (const one of history) {
        if (one.kind !== 'status' && one.kind !== 'assigned' && one.kind !== 'grouped') continue;
        if (one.from !== now[one.kind]) faults.push([n, one]);
        now[one.kind] = one.to;
      }
    }
    expect(faults).toEqual([]);
  });

  it('lets only people work who are employed at that time', () => {
    const days = new Map(
      org.people.map(({ id, posts }) => [id as string, [posts[0]!.from, posts[posts.length - 1]!.to ?? Infinity]]),
    );
    const faults = org.tickets.flatMap(({ history }) =>
      history.filter(({ kind, by, at_s }) => {
        const [from = 0, to = 0] = days.get(by) ?? [0, Infinity];
        return kind === 'replied' && (at_s / 86_400 < from - 1 || at_s / 86_400 > to + 1);
      }),
    );
    expect(faults).toEqual([]);
  });

  it('closes what was solved four days later', () => {
    const pauses = org.tickets.flatMap(({ history }) =>
      history.flatMap((one, i) => {
        if (one.kind !== 'status' || one.from !== 'solved' || one.to !== 'closed') return [];
        const solved = history.slice(0, i).findLast((other) => other.kind === 'status');
        return [one.at_s - (solved?.at_s ?? 0)];
      }),
    );
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(4 * 86_400);
    expect(Math.max(...pauses)).toBeLessThan(4 * 86_400 + 3600);
  });

  it('has what reports must be able to show: a backlog, every oddity, an incident week and a holiday dip', () => {
    const count = (test: (truth: (typeof truths)[number]) => boolean) => truths.filter(test).length;
    expect(
      count(({ status }) => ['new', 'open', 'pending_customer', 'pending_third_party'].includes(status)),
    ).toBeGreaterThan(40);
    expect(count(({ status, owner }) => status === 'new' && owner === null)).toBeGreaterThan(3);
    expect(count(({ reopen_count, resolved_s }) => reopen_count > 0 && resolved_s === null)).toBeGreaterThan(0);
    for (const status of ['merged', 'deleted', 'spam'] as const)
      expect(count((one) => one.status === status)).toBeGreaterThan(10);
    expect(org.tickets.some(({ is_bot_only }) => is_bot_only)).toBe(true);
    expect(org.tickets.some(({ is_outbound }) => is_outbound)).toBe(true);
    expect(org.tickets.some(({ followup_of }) => followup_of !== null)).toBe(true);
    const inWeek = (text: string) => {
      const from = Date.parse(text) / 1000;
      return count(({ created_s }) => created_s >= from && created_s < from + week_s);
    };
    expect(inWeek('2026-09-07')).toBeGreaterThan(1.5 * inWeek('2026-08-31'));
    expect(inWeek('2025-12-22')).toBeLessThan(0.7 * inWeek('2025-12-08'));
  });
});
