import { computed } from '../definition.ts';
import { costsBy, unallocated } from '../measures/costs.ts';
import { ledgerMonths, monthsWithoutLines, silent, supportCosts } from '../measures/ledger-months.ts';
import { secondsByTicket } from '../measures/logged-by-ticket.ts';
import { known, noData } from '../outcome.ts';

export const ngSupportCost = computed({
  id: 'ng_support_cost',
  title: 'Cost by product, channel and customer band',
  question: 'What does support cost for each product, channel and customer band?',
  group: 'Next generation',
  formula: 'allocated cost_of_support of the segment',
  unit: 'currency',
  direction: 'down',
  audience: ['finance', 'executive'],
  cadence: ['quarterly'],
  inputs: [
    'costs.*',
    'time_log.worked_s',
    'time_log.ticket_id',
    'tickets.product',
    'tickets.channel',
    'tickets.account_id',
    'accounts.band',
  ],
  population: 'as cost_of_support, allocated by logged seconds, largest remainder; part unallocated',
  axis: 'period',
  dimensions: ['part', 'product', 'channel', 'account_band'],
  requires: ['accounts', 'costs', 'tickets', 'time_log'],
  no_data: ['ledger_mismatch'],
  pitfalls:
    'Segments plus unallocated equal cost_of_support to the minor unit. Logged person-days are a companion column.',
  basis: 'described',
  source: ['next-generation metrics article'],

  evaluate: async (queries, ask) => {
    const by = ask.by.length === 0 ? (['channel'] as const) : ask.by;
    const [costs, seconds, months] = await Promise.all([
      costsBy(queries, { ...ask, by }),
      secondsByTicket(queries, { ...ask, by }),
      ledgerMonths(queries, ask, supportCosts),
    ]);
    const nothing = silent([months]);
    if (nothing) return nothing;
    if (costs.missing.length > 0)
      return [{ segment: {}, value: noData('missing_rate'), extras: { missing: costs.missing.join(', ') } }];
    const isRest = ({ segment }: (typeof costs.segments)[number]) => Object.values(segment).includes(unallocated);
    const rest = costs.segments.filter(isRest);
    const day_s = queries.context.organisation.hours_per_day * 3600;
    const all = costs.segments.reduce((sum, { total }) => sum + total, 0n);
    const restOf = known(
      Number(rest.reduce((sum, { total }) => sum + total, 0n)),
      rest.reduce((sum, { lines }) => sum + lines, 0),
    );
    const parts = costs.segments
      .filter((one) => !isRest(one))
      .map(({ segment, total, lines }) => ({
        segment,
        value: known(Number(total), lines),
        extras: {
          person_days:
            (seconds.find((one) => JSON.stringify(one.segment) === JSON.stringify(segment))?.worked_s ?? 0) / day_s,
        },
      }));
    const whole = { segment: {}, value: known(Number(all), costs.lines), extras: monthsWithoutLines(months) };
    return [...(ask.by.length === 0 ? [whole] : parts), { segment: { part: unallocated }, value: restOf }];
  },
});
