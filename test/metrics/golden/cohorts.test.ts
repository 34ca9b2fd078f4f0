import { describe, expect } from 'vitest';
import * as lake from '../../../shared/lake/tables.ts';
import type { Measured } from '../../../shared/metrics/evaluate.ts';
import type { Period } from '../../../shared/period.ts';
import { goldenLake } from '../../support/golden-metrics.ts';
import { at, period, ticket } from '../../support/lake.ts';

describe('the golden vectors of rates of cases within a window', () => {
  const { put, ask, known, each } = goldenLake('cohorts');

  interface Case {
    readonly created: string;
    readonly resolved: string | null;
  }
  interface Hits {
    readonly status: string;
    readonly hits: number;
    readonly misses: number;
    readonly immature: number;
    readonly n: number;
    readonly value: number | null;
    readonly from_s?: number;
  }
  const matches = ({ value, extras }: Measured, expected: Hits): void => {
    expect(value.status).toBe(expected.status);
    expect(extras).toMatchObject({ hits: expected.hits, misses: expected.misses, immature: expected.immature });
    if (value.status === 'immature')
      expect(value).toMatchObject({ provisional: expected.value, n: expected.n, from_s: expected.from_s });
    else expect(value).toMatchObject({ n: expected.n, value: expect.closeTo(expected.value!, 12) as number });
  };
  const around = (text: string): Period => period(text.slice(0, 7));
  each<{ created: string; resolved: string; as_of: string }, Hits>(
    ['fdr_24h_example', 'fdr_24h_strict'],
    async ({ created, resolved, as_of }, expected) => {
      await put(lake.tickets, [ticket({ created, resolved })]);
      matches((await ask(['fdr_24h'], { as_of, over: around(created) }))[0]!, expected);
    },
  );
  each<{ created: string; resolved: string; elapsed_s: number; as_of: string }, { hit: boolean }>(
    ['fdr_24h_dst_day'],
    async ({ created, resolved, elapsed_s, as_of }, { hit }) => {
      expect(at(resolved) - at(created)).toBe(elapsed_s);
      await put(lake.tickets, [ticket({ created, resolved })]);
      expect(known((await ask(['fdr_24h'], { as_of, over: around(created) }))[0]).numerator).toBe(hit ? 1 : 0);
    },
  );
  each<{ as_of: string; tickets: Case[] }, Hits>(
    ['fdr_24h_partly_immature', 'fdr_24h_ripe', 'fdr_24h_all_immature'],
    async ({ as_of, tickets }, expected) => {
      await put(
        lake.tickets,
        tickets.map((one) => ticket({ ...one })),
      );
      await put(lake.ticketFlow, []);
      matches((await ask(['fdr_24h'], { as_of }))[0]!, expected);
    },
  );
  each<{ as_of: string }, { status: string; reason: string }>(
    ['fdr_24h_empty'],
    async ({ as_of }, { status, reason }) => {
      await put(lake.tickets, [ticket({ created: '2025-01-01T00:00:00Z' })]);
      expect((await ask(['fdr_24h'], { as_of }))[0]!.value).toEqual({ status, reason });
    },
  );
  each<{ as_of: string; tickets: Case[] }, Record<string, Hits>>(
    ['resolution_rate_family'],
    async ({ as_of, tickets }, expected) => {
      await put(
        lake.tickets,
        tickets.map((one) => ticket({ ...one })),
      );
      const found = await ask(['resolution_rate_Nh'], { as_of });
      for (const [name, hits] of Object.entries(expected))
        matches(
          found.find(({ segment }) => `${segment.hours}h` === name)!,
          hits,
        );
    },
  );
  interface First {
    readonly id: string;
    readonly replies_to_resolution: number;
    readonly first_resolved: string;
    readonly reopened: string | null;
    readonly followup: string | null;
  }
  for (const [name, id] of [
    ['fcr_window', 'fcr'],
    ['reopen_rate_window', 'reopen_rate'],
  ] as const)
    each<{ as_of: string; tickets: First[] }, { numerator: number; denominator: number; value: number }>(
      [name],
      async ({ as_of, tickets }, { numerator, denominator, value }) => {
        await put(
          lake.tickets,
          tickets.map((one) =>
            ticket({
              created: '2026-09-01T00:00:00Z',
              ticket_id: one.id,
              replies_to_resolution: one.replies_to_resolution,
              first_resolved: one.first_resolved,
              first_reopened: one.reopened,
              first_followup: one.followup,
            }),
          ),
        );
        expect((await ask([id], { as_of }))[0]!.value).toMatchObject({
          status: 'known',
          numerator,
          denominator,
          value,
        });
      },
    );
});
