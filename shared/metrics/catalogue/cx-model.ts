import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { answered, isTop } from '../measures/satisfaction.ts';
import { counted } from '../measures/tickets.ts';
import { share, shareOf } from '../outcome.ts';
import { modelScores } from '../relations/surveys.ts';
import { tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

const { t } = modelScores;

export const cxModel = metric({
  id: 'cx_model',
  title: 'Score given by a model',
  question: 'What share of the cases does a model call well handled?',
  group: 'Reputation',
  formula: 'scores of a model in the top quarter of the scale ((score-min)/(max-min) >= 0.75) / scores of a model',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: [
    'surveys.kind',
    'surveys.score',
    'surveys.scale_min',
    'surveys.scale_max',
    'surveys.label',
    'surveys.answered_s',
  ],
  population: 'latest cx_model score of each counted ticket, given in the period',
  axis: 'answered',
  credit: 'rated person',
  dimensions: ticketAndPerson,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['surveys'],
  no_data: ['empty_population'],
  pitfalls:
    'No customer said so: a model judged the text. It is never added to csat, and a change of the model is a change of the number. The share of the resolved cases that got a score is printed beside it.',
  basis: 'described',
  source: ['Intercom: CX score'],

  measures: {
    scores: countOf(modelScores, 'answered_s', answered(t)),
    top: countOf(modelScores, 'answered_s', sql`${answered(t)} AND ${isTop(t)}`),
    resolved: countOf(tickets('nobody'), 'resolved_s', counted),
  },
  value: ({ scores, top, resolved }) => ({
    value: shareOf(top.n, scores.n, 'empty_population'),
    extras: { scores_per_case_resolved: share(scores.n, resolved.n) },
  }),
});
