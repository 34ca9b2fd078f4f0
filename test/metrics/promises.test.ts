import { beforeEach, describe, expect, it } from 'vitest';
import { slaResults } from '../../shared/lake/tables.ts';
import { promisesAtRisk, slaAttainment, slaOverrunP80 } from '../../shared/metrics/catalogue/all.ts';
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
  it('of which nobody knows what was promised are counted beside every number of promises, and in no policy', async () => {
    const untold = { data_quality: '["promise_untold"]' };
    await home.tickets([ticket(untold), ticket(untold), ticket({ ...untold, is_counted: false })]);
    for (const metric of [slaAttainment, slaOverrunP80, promisesAtRisk])
      expect(await home.all(metric), metric.id).toMatchObject([{ not_told: 2 }]);
    expect(await home.value(slaAttainment)).toMatchObject({ numerator: 1, denominator: 3 });
    const cut = await home.all(slaAttainment, { by: ['policy'] });
    expect(cut.map(({ segment, not_told }) => [segment.policy, not_told])).toEqual([
      ['basic', undefined],
      ['gold', undefined],
    ]);
  });
  it('have an overrun once they were met; how many never were stands beside it', async () => {
    expect(await home.value(slaOverrunP80)).toMatchObject({ value: 3600, n: 1 });
    expect(await home.extras(slaOverrunP80)).toMatchObject({ unmet: 1 });
  });
});

describe('promises at risk', () => {
  const next = 'next Mon 00:00';
  const due_s = at(next) + 3600;
  const made = (ticket_id: string, due: number, met: string | null = null) => ({
    ...promise(ticket_id, null, met, null),
    due_s: due,
  });
  it('are those of cases that are open at the end: what was closed before is nobody’s task, what came back is', async () => {
    await home.tickets([
      ticket({ ticket_id: 'open' }),
      ticket({ ticket_id: 'closed', first_resolved: 'Tue 12:00', resolved: 'Tue 12:00' }),
      ticket({ ticket_id: 'closed later', first_resolved: 'next Tue 12:00', resolved: 'next Tue 12:00' }),
      ticket({ ticket_id: 'deleted', removed: 'Wed 09:00', is_counted: false, status: 'deleted' }),
      ticket({ ticket_id: 'test', is_test: true, is_counted: false }),
    ]);
    const ids = ['open', 'closed', 'closed later', 'deleted', 'test'];
    await home.put(slaResults, [
      ...ids.map((id) => made(id, due_s)),
      ...ids.map((id) => ({ ...made(id, at('Tue 10:00')), metric: 'wait' })),
      { ...made('open', at('Tue 10:00'), 'Tue 11:00'), metric: 'next_reply' },
    ]);
    expect(await home.value(promisesAtRisk)).toMatchObject({ value: 2 });
    expect(await home.extras(promisesAtRisk)).toEqual({ overdue: 2, next_due_s: due_s });
  });
  it('are not told where nobody tells since when cases are closed', async () => {
    await home.tickets([
      ticket({ ticket_id: 'open', tells_resolution: false, status: 'open', status_raw: 'Open' }),
      ...['one', 'two'].map((ticket_id) =>
        ticket({ ticket_id, tells_resolution: false, status: 'closed', status_raw: 'Closed' }),
      ),
    ]);
    await home.put(slaResults, [made('open', due_s), made('one', due_s), made('two', due_s)]);
    const [found] = await home.all(promisesAtRisk);
    expect(found).toMatchObject({ value: { status: 'no_data', reason: 'not_told:resolution' }, not_told: 2 });
  });
});
