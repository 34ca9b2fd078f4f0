import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { counted } from '../measures/tickets.ts';
import { shareOf } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

const relation = tickets('resolved');

export const kbLinkRate = metric({
  id: 'kb_link_rate',
  title: 'Cases answered with an article',
  question: 'In what share of the resolved cases was a knowledge article linked?',
  group: 'Technique: fundamentals',
  formula: 'tickets resolved with an article linked in a public reply of a person / tickets resolved',
  unit: 'rate',
  direction: 'up',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.article_linked_s', 'tickets.resolved_s', 'tickets.is_counted'],
  needs: ['article_links', 'person_replies', 'resolution'],
  population: 'counted tickets with resolved_s in the period',
  axis: 'resolved',
  credit: 'resolver',
  dimensions: ticketAndPerson,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Counts links to the help centre in the text of replies: an article that was read out, or pasted without its address, is none. More links are not better answers: knowledge_citation_factor says which articles help.',
  basis: 'described',
  source: ['KCS v6 measurement', 'Xurrent: 60 to 80 % expected'],

  measures: {
    resolved: countOf(relation, 'resolved_s', counted),
    linked: countOf(relation, 'resolved_s', sql`${counted} AND ${t.article_linked_s} IS NOT NULL`),
  },
  value: ({ resolved, linked }) => ({ value: shareOf(linked.n, resolved.n) }),
});
