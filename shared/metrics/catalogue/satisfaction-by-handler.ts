import { metric } from '../definition.ts';
import type { Metric } from '../model.ts';
import { ticketDimensions } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { answered, isTop } from '../measures/satisfaction.ts';
import { shareOf } from '../outcome.ts';
import { ratingsOfAnyone } from '../relations/surveys.ts';
import { sql } from '../sql.ts';

const { t } = ratingsOfAnyone;

const whole = metric({
  id: 'satisfaction_by_handler',
  title: 'Satisfaction by who handled it',
  question: 'Are customers as satisfied with AI agents as with people?',
  group: 'AI agents',
  kind: 'by_dimension',
  formula: 'csat cut by handled_by, robots alone included',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['surveys.score', 'surveys.label', 'surveys.answered_s', 'tickets.handled_by'],
  population: 'latest csat answer of each counted or bot-only ticket, answered in the period',
  axis: 'answered',
  dimensions: ['handled_by'],
  interval: 'wilson',
  change_from_n: 30,
  requires: ['surveys', 'tickets'],
  no_data: ['empty_population'],
  pitfalls:
    'Who answers differs between the classes: read each with its n and interval. A case that AI agents alone handled is left out of csat by the policy bot_only; here it is in.',
  basis: 'described',
  source: ['Chatwoot #15247: people alone below the score', 'METRICS-2026'],

  measures: {
    answers: countOf(ratingsOfAnyone, 'answered_s', answered(t)),
    top: countOf(ratingsOfAnyone, 'answered_s', sql`${answered(t)} AND ${isTop(t)}`),
  },
  value: ({ answers, top }) => ({ value: shareOf(top.n, answers.n, 'empty_population') }),
});

export const satisfactionByHandler: Metric = {
  ...whole,
  slices: ticketDimensions,
  evaluate: (queries, ask) => whole.evaluate(queries, { ...ask, by: ['handled_by'] }),
};
