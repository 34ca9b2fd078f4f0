import { computed } from '../definition.ts';
import { countOf } from '../measure.ts';
import { secondsByTicket } from '../measures/logged-by-ticket.ts';
import { counted } from '../measures/tickets.ts';
import { known, share } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql, type Sql } from '../sql.ts';

const of = (condition: Sql<keyof typeof t>) =>
  countOf(tickets('nobody'), 'created_s', sql`${counted} AND ${condition}`);

/** Only ever cut: by the customer value band unless something else is asked. */
export const engagementByValue = computed({
  id: 'engagement_by_value',
  title: 'Who was helped',
  question: 'Which customers did we help, and in what situation?',
  group: 'Next generation',
  kind: 'by_dimension',
  formula:
    'tickets by customer value band and circumstance (type, at_risk); person-days from time_log as a companion column',
  unit: 'count',
  direction: 'neutral',
  audience: ['executive'],
  cadence: ['quarterly'],
  inputs: [
    'tickets.account_id',
    'tickets.created_s',
    'accounts.band',
    'accounts.at_risk',
    'tickets.type',
    'time_log.worked_s',
  ],
  optional_inputs: ['time_log'],
  needs: ['creation'],
  population: 'counted tickets created in the period with an account',
  axis: 'created',
  dimensions: ['account_band', 'at_risk', 'type', 'product'],
  requires: ['accounts', 'tickets'],
  pitfalls: 'Bands, never amounts. Share of tickets without an account is printed.',
  basis: 'described',
  source: ['next-generation metrics article'],

  evaluate: async (queries, ask) => {
    const by = ask.by.length === 0 ? (['account_band'] as const) : ask.by;
    const cut = { ...ask, by };
    const [found, [whole], seconds] = await Promise.all([
      queries.measure(cut, { helped: of(sql`${t.account_id} IS NOT NULL`) }),
      queries.measure({ ...ask, by: [] }, { all: of(sql`TRUE`), nameless: of(sql`${t.account_id} IS NULL`) }),
      queries.present.has('time_log') ? secondsByTicket(queries, cut) : Promise.resolve(null),
    ]);
    const day_s = queries.context.organisation.hours_per_day * 3600;
    const without = whole === undefined ? null : share(whole.measured.nameless.n, whole.measured.all.n);
    return found.map(({ segment, measured: { helped } }) => {
      const spent = seconds?.find((one) => JSON.stringify(one.segment) === JSON.stringify(segment))?.worked_s;
      return {
        segment,
        value: known(helped.n, helped.n),
        extras: {
          without_account_share: without,
          ...(seconds === null ? {} : { person_days: (spent ?? 0) / day_s }),
        },
      };
    });
  },
});
