import { describe, expect, it } from 'vitest';
import {
  escalationRate,
  independentClosureBroad,
  independentClosureNarrow,
} from '../../shared/metrics/catalogue/all.ts';
import { ticket } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';

/** A log of states without a column for development: nobody knows whether a case went there. */
const silent = (fields = {}) => ticket({ fact_source: 'snapshot', escalation_count: null, ...fields });
/** The same log with such a column. */
const telling = (fields = {}) => ticket({ fact_source: 'snapshot', escalation_count: 0, ...fields });
const unknown = { status: 'no_data', reason: 'zero_denominator' };

describe('an escalation that the source cannot tell', () => {
  const home = testLake();

  it('is no data, never "nobody escalated"', async () => {
    await home.tickets([silent(), silent(), silent()]);
    for (const metric of [escalationRate, independentClosureBroad, independentClosureNarrow]) {
      expect(await home.value(metric), metric.id).toEqual(unknown);
      expect(await home.extras(metric), metric.id).toMatchObject({ escalations_unknown: 3 });
    }
  });
  it('leaves the share of the others as it is, and is counted beside it, also as of a past instant', async () => {
    await home.tickets([
      silent(),
      telling(),
      telling({ escalated: 'Mon 12:00', escalation_count: 1 }),
      ticket({ fact_source: 'events', escalation_count: 0 }),
    ]);
    for (const options of [{}, { as_of: 'Fri 12:00', newest: 'Sun 12:00' }]) {
      expect(await home.value(escalationRate, options)).toMatchObject({ numerator: 1, denominator: 3 });
      expect(await home.value(independentClosureBroad, options)).toMatchObject({ numerator: 2, denominator: 3 });
    }
    expect(await home.extras(independentClosureBroad)).toMatchObject({ escalations_unknown: 1, escalated: 1 });
  });
  it('to a higher tier is known where the log tells tiers', async () => {
    await home.tickets([silent({ tier: 'l1' }), silent({ tier: 'l2', first_tier_raise: 'Mon 12:00' })]);
    expect(await home.value(escalationRate)).toMatchObject({ numerator: 1, denominator: 2 });
    expect(await home.value(independentClosureBroad)).toEqual(unknown);
  });
});
