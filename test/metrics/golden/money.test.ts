import { describe, expect } from 'vitest';
import * as lake from '../../../shared/lake/tables.ts';
import type { Value } from '../../../shared/lake/table.ts';
import { goldenLake, monday, september } from '../../support/golden-metrics.ts';
import { ticket } from '../../support/lake.ts';

describe('the golden vectors of ledger, currencies, return', () => {
  const { put, ask, known, values, each, near } = goldenLake('money');

  const ledger = (fields: Readonly<Record<string, Value>>, i: number) => ({
    line_id: `l${i}`,
    scope: 'support',
    currency: 'EUR',
    period_start_day: september.start_day,
    period_end_day: september.end_day,
    ...fields,
  });
  each<
    {
      lines_minor: Record<string, number>;
      allocate: string[];
      weights: Record<string, number>;
      cases_resolved: Record<string, number>;
    },
    {
      ledger_minor: number;
      allocated: Record<string, number>;
      unallocated_minor: number;
      cost_per_case_minor: number;
      cost_per_case_allocated_minor: Record<string, number>;
    }
  >(['ledger_tie_out'], async (input, expected) => {
    await put(
      lake.costs,
      Object.entries(input.lines_minor).map(([kind, amount], i) =>
        ledger({ kind, amount_minor: BigInt(amount), allocation: input.allocate.includes(kind) ? 'time' : 'none' }, i),
      ),
    );
    await put(
      lake.tickets,
      Object.entries(input.cases_resolved).flatMap(([channel, n]) =>
        Array.from({ length: n }, (_, i) => ticket({ ticket_id: `${channel}${i}`, channel, resolved: 'Tue 09:00' })),
      ),
    );
    await put(
      lake.timeLog,
      Object.entries(input.weights).map(([channel, worked_s]) => ({
        entry_id: channel,
        person_id: 'p',
        ticket_id: `${channel}0`,
        ticket_source: 'helpdesk',
        work_day: monday,
        worked_s,
        activity: 'online_support',
      })),
    );
    const [whole] = await ask(['cost_of_support']);
    expect(known(whole).value).toBe(expected.ledger_minor);
    expect(whole!.extras).toMatchObject({
      ledger_minor: String(expected.ledger_minor),
      unallocated_minor: String(expected.unallocated_minor),
    });
    const parts = await ask(['cost_of_support'], { by: ['channel'] });
    expect(Object.fromEntries(parts.map((part) => [part.segment.channel, known(part).value]))).toEqual({
      ...expected.allocated,
      unallocated: expected.unallocated_minor,
    });
    near((await values(['cost_per_case']))[0], expected.cost_per_case_minor);
    for (const part of await ask(['cost_per_case'], { by: ['channel'] }))
      near(known(part).value, expected.cost_per_case_allocated_minor[part.segment.channel!]!);
  });
  each<{ lines: { amount_minor: number; currency: string; rate_e8: number }[] }, { total_minor: number }>(
    ['fx_conversion'],
    async ({ lines }, { total_minor }) => {
      // two rates of one currency: each holds on its own day
      await put(
        lake.fxRates,
        lines.map(({ currency, rate_e8 }, i) => ({
          currency,
          base: 'EUR',
          rate_e8: BigInt(rate_e8),
          from_day: september.start_day + i,
          to_day: september.start_day + i + 1,
        })),
      );
      await put(
        lake.costs,
        lines.map(({ amount_minor, currency }, i) =>
          ledger({ amount_minor: BigInt(amount_minor), currency, period_start_day: september.start_day + i }, i),
        ),
      );
      expect(await values(['cost_of_support'])).toEqual([total_minor]);
    },
  );
  each<{ gain_minor: number; cost_minor: number }, number>(
    ['support_roi'],
    async ({ gain_minor, cost_minor }, expected) => {
      await put(lake.costs, [ledger({ initiative: 'bot', amount_minor: BigInt(cost_minor) }, 0)]);
      await put(lake.revenue, [
        {
          line_id: 'v',
          scope: 'support',
          initiative: 'bot',
          amount_minor: BigInt(gain_minor),
          currency: 'EUR',
          recognised_day: monday,
        },
      ]);
      expect(await values(['support_roi'])).toEqual([expected]);
    },
  );
});
