import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { aiNeeds, askedByCustomers } from '../measures/ai.ts';
import { shareOf } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

const by = (...classes: readonly string[]) =>
  countOf(tickets('nobody'), 'created_s', sql`${askedByCustomers} AND ${t.handled_by} IN (${classes})`);

export const handledMix = metric({
  id: 'handled_mix',
  title: 'Who handled the cases',
  question: 'What share of the cases was handled by AI agents, by people, by both, or by nobody?',
  group: 'AI agents',
  kind: 'by_part',
  formula: 'tickets by who acted up to the first resolution, or so far / tickets created',
  unit: 'rate',
  direction: 'neutral',
  audience: ['executive', 'finance', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.created_s', 'tickets.handled_by', 'tickets.is_counted', 'tickets.is_bot_only'],
  needs: aiNeeds,
  population: 'counted and bot-only tickets created in the period, without outbound ones; who acted must be told',
  axis: 'created',
  dimensions: ticketDimensions,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  pitfalls:
    'The parts add up to 1. An autoresponder or a rule is automation, no AI agent: AI agents are the accounts named in bots. Of an open case it says who acted so far.',
  basis: 'described',
  source: ['Zendesk 10677925692698: four statuses of a conversation', 'METRICS-2026'],
  decision: 'the value without part is the share of AI agents alone',
  parts: ['ai', 'ai_then_person', 'person', 'automation', 'none'],

  measures: {
    all: countOf(tickets('nobody'), 'created_s', askedByCustomers),
    ai: by('ai'),
    ai_then_person: by('ai_then_person'),
    person: by('person'),
    automation: by('automation'),
    none: by('none'),
  },
  value: ({ all, ai, ai_then_person, person, automation, none }) => [
    { segment: {}, value: shareOf(ai.n, all.n) },
    ...Object.entries({ ai, ai_then_person, person, automation, none }).map(([part, { n }]) => ({
      segment: { part },
      value: shareOf(n, all.n),
    })),
  ],
});
