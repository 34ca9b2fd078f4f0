import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { aiInvolved, aiNeeds, askedByCustomers, disagreement } from '../measures/ai.ts';
import { shareOf } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

const created = tickets('nobody');
const stated = sql`${askedByCustomers} AND ${t.ai_stated_participated} IS NOT NULL`;

export const aiInvolvementRate = metric({
  id: 'ai_involvement_rate',
  title: 'Cases with an AI agent',
  question: 'In what share of the cases did an AI agent take part?',
  group: 'AI agents',
  formula: 'tickets in which an AI agent wrote or acted / tickets created',
  unit: 'rate',
  direction: 'neutral',
  audience: ['executive', 'finance', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.created_s', 'tickets.handled_by', 'tickets.is_counted', 'tickets.is_bot_only'],
  needs: aiNeeds,
  population: 'as handled_mix',
  axis: 'created',
  dimensions: ticketDimensions,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Up to the first resolution, or so far. Where the vendor states that its AI agent took part, or did not, the cases in which that differs from the events are printed (stated_differently): the events decide. Other texts call it coverage or handle rate and count otherwise.',
  basis: 'stated',
  source: ['Fin 13560797 and 7837533', 'METRICS-2026'],

  measures: {
    all: countOf(created, 'created_s', askedByCustomers),
    involved: countOf(created, 'created_s', aiInvolved),
    stated: countOf(created, 'created_s', stated),
    differ: countOf(
      created,
      'created_s',
      sql`${stated} AND ${t.ai_stated_participated} <> (${t.handled_by} IN ('ai', 'ai_then_person'))`,
    ),
  },
  value: ({ all, involved, stated, differ }) => ({
    value: shareOf(involved.n, all.n),
    extras: disagreement(stated.n, differ.n),
  }),
});
