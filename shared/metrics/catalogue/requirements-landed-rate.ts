import { dayOf, zonedDayStart_s } from '../../time/zone.ts';
import { numberOf } from '../answers.ts';
import { computed } from '../definition.ts';
import { membersBy } from '../measures/points.ts';
import { landedRequirements, raisedRequirements, segmentOfRequirement } from '../measures/requirements.ts';
import { ripeShare } from '../outcome.ts';

const maturity_days = 180;

export const requirementsLandedRate = computed({
  id: 'requirements_landed_rate',
  title: 'Requirements landed',
  question: 'What share of the requirements we raised was built?',
  group: 'Technique: fundamentals',
  formula: 'requirements of the cohort that landed / requirements raised in the period',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['quarterly'],
  inputs: ['requirements.raised_day', 'requirements.landed_day'],
  population: 'requirements with raised_day in the period; landed = landed_day <= as_of',
  axis: 'raised',
  dimensions: ['product', 'team', 'kano'],
  interval: 'wilson',
  change_from_n: 30,
  requires: ['requirements'],
  no_data: ['zero_denominator'],
  immature: 'requirement younger than 180 days at as_of',
  pitfalls: 'A young cohort looks worse: maturity 180 days. The plain count landed in the period is printed beside it.',
  basis: 'described',
  source: ['3W support-metrics article'],
  params: { maturity_days: 180 },

  evaluate: async (queries, ask) => {
    const { as_of_s, organisation } = queries.context;
    const [raised, landed] = await Promise.all([raisedRequirements(queries, ask), landedRequirements(queries, ask)]);
    const today = dayOf(as_of_s, organisation.time_zone);
    const raisedOn = (row: (typeof raised)[number]): number => numberOf(row.raised_day) ?? 0;
    const ripeAt = (row: (typeof raised)[number]): number =>
      zonedDayStart_s(raisedOn(row) + maturity_days, organisation.time_zone);
    const landings = await membersBy(ask, landed, segmentOfRequirement);
    return (await membersBy(ask, raised, segmentOfRequirement)).map(({ segment, rows }) => {
      const ripe = rows.filter((row) => ripeAt(row) <= as_of_s);
      const young = rows.filter((row) => ripeAt(row) > as_of_s);
      const hits = ripe.filter((row) => row.landed_day !== null && (numberOf(row.landed_day) ?? 0) <= today).length;
      const youngest = young.length === 0 ? null : Math.max(...young.map(ripeAt));
      const same = landings.find((one) => JSON.stringify(one.segment) === JSON.stringify(segment));
      return {
        segment,
        value: ripeShare(hits, ripe.length, young.length, youngest, 'zero_denominator'),
        extras: { immature: young.length, landed_in_period: same?.rows.length ?? 0 },
      };
    });
  },
});
