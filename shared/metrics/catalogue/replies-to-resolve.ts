import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf, sumOf } from '../measure.ts';
import { counted } from '../measures/tickets.ts';
import { meanOf } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

const relation = tickets('resolver');

export const repliesToResolve = metric({
  id: 'replies_to_resolve',
  title: 'Replies until resolved',
  question: 'How many replies does a case take?',
  group: 'Waits',
  formula: 'sum of replies_to_resolution / tickets first resolved; beside it how many took none, one, two, and more',
  unit: 'score',
  direction: 'down',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.replies_to_resolution', 'tickets.first_resolved_s'],
  needs: ['person_replies', 'resolution'],
  population: 'counted tickets with first_resolved_s in the period',
  axis: 'first_resolved',
  credit: 'resolver',
  dimensions: ticketAndPerson,
  requires: ['tickets'],
  no_data: ['empty_population'],
  pitfalls:
    'Public replies of people up to and with the first resolution; automatic answers and robots are none. A chat has more of them than a mail: cut by channel.',
  basis: 'stated',
  source: ['Help Scout: Email Report API, repliesToResolve and resolvedOnFirstReply'],

  measures: {
    replies: sumOf(relation, 'first_resolved_s', t.replies_to_resolution, counted),
    none: countOf(relation, 'first_resolved_s', sql`${counted} AND ${t.replies_to_resolution} = 0`),
    one: countOf(relation, 'first_resolved_s', sql`${counted} AND ${t.replies_to_resolution} = 1`),
    two: countOf(relation, 'first_resolved_s', sql`${counted} AND ${t.replies_to_resolution} = 2`),
    more: countOf(relation, 'first_resolved_s', sql`${counted} AND ${t.replies_to_resolution} > 2`),
  },
  value: ({ replies, none, one, two, more }) => ({
    value: meanOf(replies),
    extras: { replies_0: none.n, replies_1: one.n, replies_2: two.n, replies_3_or_more: more.n },
  }),
});
