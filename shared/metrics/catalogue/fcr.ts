import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { cameBack, contacts, counted, day_s, firstResolvedCohort } from '../measures/tickets.ts';
import { ripeShare } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

const notFollowedUp = (window_s: number) =>
  sql`(${t.first_followup_s} IS NULL OR ${t.first_followup_s} - ${t.first_resolved_s} >= ${window_s})`;

/** Tickets of a source that does not tell replies are in neither part; their number is printed. */
export const fcr = metric({
  id: 'fcr',
  title: 'Resolved at first contact',
  question: 'What share of the cases is resolved at first contact?',
  group: 'Service: quality',
  formula:
    'tickets with at most one public reply by a person up to the first resolution, and neither reopened nor followed up less than W days after it / tickets first resolved',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: [
    'tickets.first_resolved_s',
    'tickets.replies_to_resolution',
    'tickets.reply_count',
    'tickets.reopen_count',
    'tickets.first_reopened_s',
    'tickets.first_followup_s',
    'tickets.is_counted',
  ],
  needs: ['reply_count', 'resolution', 'reopen_count'],
  duration: 'first_resolve_s',
  population: 'counted tickets with first_resolved_s in the period and ripe',
  axis: 'first_resolved',
  credit: 'resolver',
  dimensions: ticketAndPerson,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  immature: 'first_resolved_s + W days > as_of',
  pitfalls:
    "Zero replies count as first contact (telephone). Follow-up tickets of a closed ticket are found by the vendor's link only, not by guess. Compare within a channel. Where a source tells only how many replies and reopenings there were, those after the resolution count as well.",
  basis: 'ambiguous',
  source: ['3W support-metrics article', 'technical-support-excellence article', 'support KPI article'],
  decision:
    'the articles use it for calls, for any first contact and under the name "resolution rate": one definition, this id; hand-offs do not matter',
  params: { window_days: 7 },

  measures: ({ as_of_s, policies }) => {
    const window_s = policies.first_contact_window_days * day_s;
    const hit = sql`${contacts} <= 1 AND NOT ${cameBack(window_s)} AND ${notFollowedUp(window_s)}`;
    return {
      ...firstResolvedCohort(
        window_s,
        as_of_s,
        hit,
        sql`${counted} AND (${contacts} IS NOT NULL OR NOT coalesce(${t.tells_reply_count}, ${t.tells_person_replies}, TRUE))`,
      ),
      untold: countOf(tickets('resolver'), 'first_resolved_s', sql`${counted} AND ${contacts} IS NULL`),
    };
  },
  value: ({ hits, ripe, unripe, youngest, untold }, { policies }) => ({
    value: ripeShare(
      hits.n,
      ripe.n,
      unripe.n,
      youngest.value === null ? null : youngest.value + policies.first_contact_window_days * day_s,
      'zero_denominator',
    ),
    extras: { immature: unripe.n, replies_unknown: untold.n },
  }),
});
