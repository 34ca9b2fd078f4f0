import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { counted } from '../measures/tickets.ts';
import { leavingOut, share, shareOf } from '../outcome.ts';
import { ticketsRated } from '../relations/surveys.ts';
import { sql, type Sql } from '../sql.ts';

const { t } = ticketsRated;
const among = (condition: Sql<keyof typeof t>) =>
  countOf(ticketsRated, 'created_s', sql`${counted} AND ${t.is_rating_told} = 1 AND ${condition}`);

export const evaluationRate = metric({
  id: 'evaluation_rate',
  title: 'Survey response',
  question: 'What share of the customers tells us how it went?',
  group: 'Service: quality',
  formula: 'tickets with a rating / all tickets',
  unit: 'rate',
  direction: 'up',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['surveys.ticket_id', 'surveys.label', 'surveys.answered_s', 'tickets.created_s', 'tickets.is_counted'],
  population:
    'counted tickets created in the period; rated = a csat answer with a label or a score, answered_s <= as_of',
  axis: 'created',
  credit: 'resolver',
  dimensions: ticketAndPerson,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['surveys', 'tickets'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Both parts on one axis. An offer without an answer is not rated. Tickets still open have not been asked: their number is printed, and late answers restate the number.',
  basis: 'stated',
  source: ['3W support-metrics article'],
  decision:
    'all tickets, as published, not only resolved or surveyed ones; share of answers among offers is a companion figure',

  measures: {
    all: among(sql`TRUE`),
    untold: countOf(ticketsRated, 'created_s', sql`${counted} AND ${t.is_rating_told} = 0`),
    rated: among(sql`${t.is_rated} = 1`),
    offered: among(sql`${t.is_offered} = 1`),
    answered: among(sql`${t.is_offered} = 1 AND ${t.is_rated} = 1`),
    open: among(sql`${t.resolved_s} IS NULL AND ${t.closed_s} IS NULL`),
  },
  value: ({ all, untold, rated, offered, answered, open }, { policies }) => ({
    ...leavingOut(shareOf(rated.n, all.n), { told: all.n, lost: untold.n, kind: 'ratings_given' }, policies),
    extras: { not_asked_open: open.n, offered: offered.n, answered_of_offered_share: share(answered.n, offered.n) },
  }),
});
