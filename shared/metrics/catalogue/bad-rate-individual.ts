import { computed } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { individualRatings } from '../measures/individual-ratings.ts';

export const badRateIndividual = computed({
  id: 'bad_rate_individual',
  title: 'Bad ratings of a person',
  question: 'What share of a person’s ratings is bad, apart from faults of the product?',
  group: 'Service: quality',
  kind: 'by_dimension',
  formula: '(bad - bad caused by the product) / ratings',
  unit: 'rate',
  direction: 'down',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: ['surveys.label', 'surveys.cause', 'surveys.person_id', 'surveys.answered_s', 'surveys.is_latest'],
  needs: ['creation'],
  population: "as good_rate, by the rated person; only people of the reader's own team",
  axis: 'answered',
  credit: 'rated person',
  dimensions: ['person'],
  interval: 'wilson',
  change_from_n: 30,
  requires: ['surveys'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Unknown cause stays in the numerator and is printed. Never ranked; below n = 10 only the cases are listed.',
  basis: 'stated',
  source: ['3W support-metrics article'],
  decision:
    'the article removes product-caused ratings but is silent on the denominator: removed from the numerator only; option denominator: without_product removes them from both',

  slices: ticketDimensions,
  evaluate: (queries, ask) => individualRatings(queries, { ...ask, by: ['person'] }),
});
