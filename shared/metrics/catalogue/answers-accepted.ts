import { metric } from '../definition.ts';
import { countOf, maxOf } from '../measure.ts';
import { ripeShare, share } from '../outcome.ts';
import { answersRead } from '../relations/knowledge.ts';
import { sql } from '../sql.ts';

const { t } = answersRead;
const window_s = 259_200;
const bySilence = sql`${t.said} IS NULL AND ${t.asked_again} = 0`;

export const answersAccepted = metric({
  id: 'answers_accepted',
  title: 'Answers accepted',
  question: 'What share of the answers met the need?',
  group: 'Next generation',
  formula: 'answers delivered that met the need / answers delivered',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['quarterly'],
  inputs: ['knowledge_events.*', 'tickets.created_s', 'tickets.requester_id', 'tickets.account_id'],
  needs: ['creation'],
  needs_all: true,
  population:
    'answers_delivered; accepted = helpful said yes, or (nothing said and no ticket by the same contact, else account, less than 72 h later)',
  axis: 'period',
  dimensions: ['kind', 'grade', 'product', 'language', 'surface'],
  interval: 'wilson',
  change_from_n: 30,
  requires: ['knowledge_events', 'tickets'],
  no_data: ['zero_denominator'],
  immature: 'event younger than 72 h at as_of',
  pitfalls: 'helpful = no is never accepted. The share accepted only by silence is printed.',
  basis: 'described',
  source: ['next-generation metrics article'],
  decision: 'topic is not matched, any ticket cancels: stricter and reproducible',
  params: { window_hours: 72 },

  measures: ({ as_of_s }) => {
    const ripe = sql`${t.at_s} + ${window_s} <= ${as_of_s}`;
    const unripe = sql`${t.at_s} + ${window_s} > ${as_of_s}`;
    return {
      ripe: countOf(answersRead, 'at_s', ripe),
      hits: countOf(answersRead, 'at_s', sql`${ripe} AND (${t.said} = 1 OR (${bySilence}))`),
      silent: countOf(answersRead, 'at_s', sql`${ripe} AND ${bySilence}`),
      unripe: countOf(answersRead, 'at_s', unripe),
      youngest: maxOf(answersRead, 'at_s', t.at_s, unripe),
    };
  },
  value: ({ ripe, hits, silent, unripe, youngest }) => ({
    value: ripeShare(
      hits.n,
      ripe.n,
      unripe.n,
      youngest.value === null ? null : youngest.value + window_s,
      'zero_denominator',
    ),
    extras: { immature: unripe.n, by_silence_share: share(silent.n, hits.n) },
  }),
});
