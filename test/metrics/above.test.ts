import { describe, expect, it } from 'vitest';
import { dtsP50, dtsP80 } from '../../shared/metrics/catalogue/all.ts';
import { evaluate } from '../../shared/metrics/evaluate.ts';
import { testLake } from '../support/measured.ts';
import { at, period, ticket, week39 } from '../support/lake.ts';

const week38 = period('2026-W38');

/** Cases that took so many hours, resolved in the week of the date. */
const solved = (week: string, hours: readonly number[]) =>
  hours.map((taken, i) => {
    const resolved_s = at(`${week}T12:00:00Z`);
    return ticket({
      ticket_id: `${week}-${i}`,
      created_s: resolved_s - taken * 3600,
      resolved_s,
      resolve_s: taken * 3600,
    });
  });

describe('cases above the percentile of a stretch of time', () => {
  const lake = testLake();
  it('are counted by hand: half of 1, 2, 3, 4, 5 h is 3 h; of 2, 3, 4, 9 h two took longer', async () => {
    await lake.tickets([...solved('2026-09-16', [1, 2, 3, 4, 5]), ...solved('2026-09-23', [2, 3, 4, 9])]);
    const [p50, p80] = await evaluate(
      [dtsP50, dtsP80].map((metric) => ({ metric, period: week39, by: [], against: week38, companions: false })),
      lake.context(),
    );
    expect(p50?.extras).toMatchObject({ above: 2 });
    // 80 % of 1, 2, 3, 4, 5 h is 4.2 h.
    expect(p80?.extras).toMatchObject({ above: 1 });
  });
  it('are not told when the stretch has no case', async () => {
    await lake.tickets(solved('2026-09-23', [2, 3]));
    const [p50] = await evaluate([{ metric: dtsP50, period: week39, by: [], against: week38 }], lake.context());
    expect(p50?.extras).not.toHaveProperty('above');
  });
});
