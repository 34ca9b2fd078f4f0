import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { developmentUntold, tellsDevelopment, unknownEscalations } from '../measures/tickets.ts';
import { share, shareOf } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

const relation = tickets('owner at the end');
const among = sql`${tellsDevelopment} AND coalesce(${t.root_cause}, 'unknown') NOT IN ('product_bug', 'product_fault')`;

/** Tickets of a source that does not tell of development are in neither part; their number is printed. */
export const independentClosureNarrow = metric({
  id: 'independent_closure_narrow',
  title: 'Closed without development (narrow)',
  question: 'What share of the cases that the product did not cause needs no development?',
  group: 'Service: quality',
  formula: '1 - (escalated and not product-caused) / (tickets not product-caused)',
  unit: 'rate',
  direction: 'up',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.created_s', 'tickets.escalated_s', 'tickets.root_cause', 'tickets.is_counted'],
  needs: ['escalation'],
  population:
    'counted tickets created in the period with root_cause other than product_bug or product_fault (unknown stays in)',
  axis: 'created',
  credit: 'owner at the end',
  dimensions: ticketAndPerson,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  pitfalls: 'Product-caused tickets leave both parts. Coverage of root_cause is printed; below 80 % a warning.',
  basis: 'stated',
  source: ['3W support-metrics article'],

  measures: ({ as_of_s }) => ({
    all: countOf(relation, 'created_s', tellsDevelopment),
    classified: countOf(relation, 'created_s', sql`${tellsDevelopment} AND ${t.root_cause} IS NOT NULL`),
    kept: countOf(relation, 'created_s', among),
    escalated: countOf(relation, 'created_s', sql`${among} AND ${t.escalated_s} <= ${as_of_s}`),
    open: countOf(relation, 'created_s', sql`${among} AND ${t.resolved_s} IS NULL AND ${t.closed_s} IS NULL`),
    untold: developmentUntold,
  }),
  value: ({ all, classified, kept, escalated, open, untold }) => ({
    value: shareOf(kept.n - escalated.n, kept.n),
    extras: {
      root_cause_coverage: share(classified.n, all.n),
      n_open: open.n,
      escalated: escalated.n,
      product_caused: all.n - kept.n,
      ...unknownEscalations(untold),
    },
  }),
});
