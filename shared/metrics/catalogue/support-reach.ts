import { metric } from '../definition.ts';
import { distinctOf } from '../measure.ts';
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
  pitfalls: 'One customer once, whatever the path. Parts direct, digital, both. Views by robots and staff removed.',
  basis: 'described',
  source: ['next-generation metrics article'],
  decision: 'the value without part is the union',
  parts: ['direct', 'digital', 'both'],

  measures: {
    all: customers(),
    direct: customers(sql`${t.is_direct} = 1`),
    digital: customers(sql`${t.is_digital} = 1`),
  },
  value: ({ all, direct, digital }) => {
    const both = direct.n + digital.n - all.n;
    return [
      { segment: {}, value: known(all.n, all.n) },
      { segment: { part: 'direct' }, value: known(direct.n, direct.n) },
      { segment: { part: 'digital' }, value: known(digital.n, digital.n) },
      { segment: { part: 'both' }, value: known(both, both) },
    ];
  },
});
