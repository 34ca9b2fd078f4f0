import { describe, expect } from 'vitest';
import * as lake from '../../../shared/lake/tables.ts';
import { goldenLake, monday, september } from '../../support/golden-metrics.ts';
import { at, period, ticket } from '../../support/lake.ts';

describe('the golden vectors of owners, backlog, customers and times', () => {
  const { put, ask, known, values, each, near } = goldenLake('tickets');

  each<Record<string, number>, Record<string, number>>(['independent_closure'], async (input, expected) => {
    // 15 product-caused and escalated, 5 product-caused, 9 other escalated, the rest; 20 without a root cause; 12 open
    await put(
      lake.tickets,
      Array.from({ length: input.tickets! }, (_, i) => {
        const isProduct = i < input.product_caused!;
        const isEscalated =
          i < input.product_caused_and_escalated! ||
          (i >= 20 && i < 20 + input.escalated! - input.product_caused_and_escalated!);
        const unknown = i >= input.root_cause_known!;
        return ticket({
          root_cause: isProduct ? 'product_bug' : unknown ? null : 'usage',
          escalated: isEscalated ? 'Mon 12:00' : null,
          resolved: i >= input.tickets! - input.open! ? null : 'Tue 12:00',
        });
      }),
    );
    const found = await ask(['independent_closure_broad', 'independent_closure_narrow']);
    near(known(found[0]).value, expected.broad!);
    near(known(found[1]).value, expected.narrow!);
    expect(found[0]!.extras).toMatchObject({ n_open: expected.n_open });
    expect(found[1]!.extras).toMatchObject({ root_cause_coverage: expected.root_cause_coverage });
  });
  interface Step {
    readonly ticket: string;
    readonly event: string;
    readonly at_s: number;
  }
  each<{ start_s: number; end_s: number; events: Step[] }, Record<string, number>>(
    ['backlog_identity', 'backlog_identity_many_cycles'],
    async ({ start_s, end_s, events }, expected) => {
      const ids = [...new Set(events.map((one) => one.ticket))];
      await put(
        lake.tickets,
        ids.map((id) => {
          const own = events.filter((one) => one.ticket === id);
          const removed = own.findLast(({ event }) => event === 'removed' || event === 'restored');
          return {
            ...ticket({ ticket_id: id }),
            created_s: own[0]!.at_s,
            is_counted: removed?.event !== 'removed',
            removed_s: removed?.event === 'removed' ? removed.at_s : null,
          };
        }),
      );
      await put(
        lake.ticketFlow,
        events.map((one, seq) => ({ ticket_id: one.ticket, at_s: one.at_s, seq, kind: one.event })),
      );
      const [found] = await ask(['backlog'], { over: { ...september, start_s, end_s } });
      const { closing_tickets, ...identity } = expected as Record<string, number> & { closing_tickets?: unknown };
      expect(closing_tickets).toBeDefined();
      expect(found!.extras).toMatchObject(identity);
      expect(known(found).value).toBe(expected.closing);
    },
  );
  each<{ tickets: (string | null)[][] }, Record<string, number>>(
    ['handoff_rate_and_coefficient'],
    async ({ tickets }, expected) => {
      // owners become hand-offs in the facts; here their counts: A-B-A is 2, A is 0, nobody-A is 0, A-group-B is 1
      const handoffs = tickets.map((owners) =>
        owners
          .filter((one) => one !== null && !one.startsWith('group:'))
          .reduce((n, one, i, all) => n + (i > 0 && all[i - 1] !== one ? 1 : 0), 0),
      );
      await put(
        lake.tickets,
        handoffs.map((handoff_count) => ticket({ resolved: 'Tue 09:00', handoff_count })),
      );
      await put(lake.ticketOwners, [{ ticket_id: 'any', started_s: 0 }]);
      expect(await values(['handoff_rate', 'handoff_coefficient'])).toEqual([
        expected.handoff_rate,
        expected.handoff_coefficient,
      ]);
    },
  );
  each<{ week1: string[]; week2: string[] }, Record<string, number>>(
    ['customers_do_not_add'],
    async ({ week1, week2 }, expected) => {
      await put(lake.tickets, [
        ...week1.map((account_id) => ticket({ created: 'last Mon 10:00', account_id })),
        ...week2.map((account_id) => ticket({ account_id })),
      ]);
      expect(await values(['customers_served'], { over: period('2026-W38') })).toEqual([expected.week1]);
      expect(await values(['customers_served'], { over: period('2026-W39') })).toEqual([expected.week2]);
      expect(await values(['customers_served'])).toEqual([expected.both]);
    },
  );
  each<{ reply_s: (number | null)[] }, Record<string, number>>(['frt_unanswered'], async ({ reply_s }, expected) => {
    const cases = reply_s.map((seconds) => ({
      ...ticket(),
      reply_s: seconds,
      first_reply_s: seconds === null ? null : at('Mon 09:00') + seconds,
    }));
    await put(lake.tickets, cases);
    await put(
      lake.ticketFlow,
      cases.map((one) => ({
        ticket_id: (one as { ticket_id?: string }).ticket_id,
        at_s: at('Mon 09:00'),
        seq: 0,
        kind: 'created',
      })),
    );
    const found = await ask(['frt_p50', 'frt_p80', 'frt_mean']);
    expect(found.map((one) => known(one).value)).toEqual([expected.p50, expected.p80, expected.mean]);
    expect(known(found[0]).n).toBe(expected.n);
    expect(found[0]!.extras).toMatchObject({ waiting: expected.waiting });
  });
  each<{ tickets: { logged_s: number }[] }, Record<string, number>>(['aht'], async ({ tickets }, expected) => {
    await put(
      lake.tickets,
      tickets.map((_, i) => ticket({ ticket_id: `h${i}`, resolved: 'Tue 09:00' })),
    );
    await put(
      lake.timeLog,
      tickets.map(({ logged_s }, i) => ({
        entry_id: `e${i}`,
        person_id: 'p',
        ticket_id: `h${i}`,
        ticket_source: 'helpdesk',
        work_day: monday,
        worked_s: logged_s,
        activity: 'online_support',
      })),
    );
    const [found] = await ask(['aht']);
    expect(known(found)).toMatchObject({
      numerator: expected.numerator,
      denominator: expected.denominator,
      value: expected.value,
    });
    expect(found!.extras).toMatchObject({ coverage: expected.coverage });
  });
});
