import { impactBand } from '../../stats/impact-band.ts';
import { numberOf } from '../answers.ts';
import { computed } from '../definition.ts';
import { membersBy, said, scored } from '../measures/points.ts';
import { raisedRequirements, segmentOfRequirement } from '../measures/requirements.ts';
import { weightsFor } from '../measures/weights.ts';

export const requirementsValueScore = computed({
  id: 'requirements_value_score',
  title: 'Requirement value',
  question: 'How valuable are the requirements we raised?',
  group: 'Technique: fundamentals',
  formula: 'Sum(points_kano * points_impact)',
  unit: 'points',
  direction: 'up',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: [
    'requirements.kano',
    'requirements.users_affected_milli',
    'requirements.raised_day',
    'weights.value',
    'weights.weight_milli',
  ],
  population: 'requirements raised in the period with both classes set',
  axis: 'raised',
  dimensions: ['product', 'team', 'kano'],
  requires: ['requirements'],
  no_data: ['missing_weight'],
  pitfalls:
    'Impact bounds: all = exactly 1; 60-100 = [0.6, 1); 30-60 = [0.3, 0.6); <30 = [0, 0.3). Reverse requirements may be negative. Unclassified ones are listed.',
  basis: 'described',
  source: ['3W support-metrics article'],
  decision: 'the article gives two scales without joining them: they are multiplied',

  evaluate: async (queries, ask) => {
    const [rows, kano, impact] = await Promise.all([
      raisedRequirements(queries, ask),
      weightsFor(queries, 'kano'),
      weightsFor(queries, 'impact'),
    ]);
    return (await membersBy(ask, rows, segmentOfRequirement)).map(({ segment, rows }) =>
      scored(
        segment,
        rows,
        1_000_000,
        (row) => {
          const users = numberOf(row.users_affected_milli);
          if (row.kano === null || users === null) return null;
          const day = numberOf(row.raised_day) ?? 0;
          const [a, b] = [kano(said(row, 'kano'), day), impact(impactBand(users / 1000), day)];
          return a === undefined || b === undefined ? undefined : a * b;
        },
        (row) => `kano ${said(row, 'kano')}, impact ${impactBand((numberOf(row.users_affected_milli) ?? 0) / 1000)}`,
      ),
    );
  },
});
