import { computed } from '../definition.ts';
import { daysOf, fromEfforts } from '../measures/person-days.ts';

export const workCapacityStdDays = computed({
  id: 'work_capacity_std_days',
  title: 'Work capacity in standard person-days',
  question: 'How much work could the team do, in standard person-days?',
  group: 'Team: quality',
  formula:
    "Sum_i Sum_days( person_day_i * coef_i of that day ); person_day = fte on a working day of the person's calendar, less leave",
  unit: 'days',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: [
    'roster.person_id',
    'roster.fte_milli',
    'roster.level',
    'roster.calendar_id',
    'level_coefficients.coef_milli',
    'calendars.*',
    'holidays.*',
    'time_log.activity',
    'time_log.worked_s',
  ],
  optional_inputs: ['time_log'],
  population: 'people active in the period with role = support; working days only',
  axis: 'period',
  dimensions: ['team', 'level', 'skill_stack', 'location'],
  requires: ['level_coefficients', 'roster'],
  pitfalls:
    'Coefficient in force on each day (a promotion inside the quarter splits it). A half-day holiday is half a day. Leave comes from time_log rows with activity = leave.',
  basis: 'stated',
  source: ['3W support-metrics article'],
  benchmark: 'baseline 1.0 = about one year in post or the median level; stronger 1.2, weaker 0.8',

  evaluate: (queries, ask) =>
    fromEfforts(queries, ask, { coefficients: true }, ({ capacity_u, days_u, day_u, people }) => ({
      value: daysOf(capacity_u, day_u * 1000n, people),
      extras: { person_days: Number(days_u) / Number(day_u) },
    })),
});
