import { metric } from '../definition.ts';
import { countOf, distinctOf } from '../measure.ts';
import { known } from '../outcome.ts';
import { reached } from '../relations/knowledge.ts';
import { sql, type Sql } from '../sql.ts';

const { t } = reached;
const customers = (condition?: Sql<keyof typeof t>) => distinctOf(reached, 'at_s', t.customer, condition);

export const supportReach = metric({
  id: 'support_reach',
  title: 'Customers reached',
  question: 'How many customers did support reach, in any way?',
  group: 'Next generation',
  kind: 'by_part',
  formula: 'distinct customers with a ticket or a knowledge read in the period',
  unit: 'count',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['quarterly'],
  inputs: [
    'tickets.account_id',
    'tickets.requester_id',
    'knowledge_events.account_id',
    'knowledge_events.visitor_id',
    'knowledge_events.kind',
    'knowledge_events.is_bot',
  ],
  needs: ['creation'],
  needs_all: true,
  population: 'counted tickets created in the period plus read events by people; account, else visitor',
  axis: 'period',
  dimensions: ['part', 'channel', 'product', 'language'],
  requires: ['knowledge_events', 'tickets'],
  pitfalls:
    'One customer once, whatever the path. Parts direct, digital, both. Views by robots and staff removed. Reads of nobody known are left out and counted beside the number.',
  basis: 'described',
  source: ['next-generation metrics article'],
  decision: 'the value without part is the union',
  parts: ['direct', 'digital', 'both'],

  measures: {
    all: customers(),
    direct: customers(sql`${t.is_direct} = 1`),
    digital: customers(sql`${t.is_digital} = 1`),
    nameless_reads: countOf(reached, 'at_s', sql`${t.is_digital} = 1 AND ${t.customer} IS NULL`),
  },
  value: ({ all, direct, digital, nameless_reads }) => {
    const both = direct.n + digital.n - all.n;
    const extras = nameless_reads.n === 0 ? {} : { extras: { reads_of_nobody_known: nameless_reads.n } };
    return [
      { segment: {}, value: known(all.n, all.n), ...extras },
      { segment: { part: 'direct' }, value: known(direct.n, direct.n) },
      { segment: { part: 'digital' }, value: known(digital.n, digital.n), ...extras },
      { segment: { part: 'both' }, value: known(both, both), ...extras },
    ];
  },
});
