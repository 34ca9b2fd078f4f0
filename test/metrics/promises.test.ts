import { beforeEach, describe, expect, it } from 'vitest';
import { slaResults } from '../../shared/lake/tables.ts';
import { slaAttainment, slaOverrunP80 } from '../../shared/metrics/catalogue/all.ts';
import { at, ticket } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';

const home = testLake();
const promise = (ticket_id: string, due: string | null, met: string | null, is_breached: boolean | null) => ({
  ticket_id,
  metric: 'first_reply',
  policy_id: ticket_id.startsWith('g') ? 'gold' : 'basic',
  applied_s: at('Mon 09:00'),
  due_s: due === null ? null : at(due),
  fulfilled_s: met === null ? null : at(met),
  is_breached,
});

describe('promises to customers', () => {
  beforeEach(async () => {
    await home.tickets([
      ...['g1', 'g2', 'b1', 'b2', 'b3', 'b4'].map((ticket_id) => ticket({ ticket_id })),
      ticket({ ticket_id: 'test', is_test: true, is_counted: false }),
    ]);
    await home.put(slaResults, [
      promise('g1', 'Mon 10:00', 'Mon 09:30', false),
      promise('g2', 'Mon 10:00', 'Mon 11:00', true),
      promise('b1', 'Tue 09:00', null, true),
      promise('b2', null, null, false),
      promise('b3', null, null, true),
      promise('b4', 'next Tue 09:00', 'next Tue 08:00', false),
      promise('test', 'Mon 10:00', 'Mon 11:00', true),
    ]);
  });

  it('are kept or missed once they ended: running ones, undated ones and those of tests are in neither part', async () => {
    expect(await home.value(slaAttainment)).toMatchObject({ numerator: 1, denominator: 3 });
    expect(await home.extras(slaAttainment)).toEqual({ missed: 2, running: 1, missed_undated: 1 });
    expect(await home.byOne(slaAttainment, 'policy')).toEqual({ gold: 0.5, basic: 0 });
  });
  it('have an overrun once they were met; how many never were stands beside it', async () => {
    expect(await home.value(slaOverrunP80)).toMatchObject({ value: 3600, n: 1 });
    expect(await home.extras(slaOverrunP80)).toMatchObject({ unmet: 1 });
  });
});
