import { computed } from '../definition.ts';
import { creditedPerDay } from '../measures/credited.ts';

export const serviceEfficiency = computed({
  id: 'service_efficiency',
  title: 'Cases resolved per person-day',
  question: 'How many cases does a person-day resolve?',
  group: 'Service: efficiency',
  formula: "tickets resolved by the team's people / their person-days worked",
  unit: 'count',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: [
    'tickets.resolved_s',
    'tickets.resolved_by',
    'tickets.is_counted',
    'roster.*',
    'calendars.*',
    'holidays.*',
    'time_log.activity',
  ],
  optional_inputs: ['time_log'],
  needs: ['resolution'],
  needs_all: true,
  population:
    'counted tickets with resolved_s in the period, credited to resolved_by; denominator: person-days as in work_capacity_std_days without coefficient',
  axis: 'resolved',
  credit: 'resolver',
  dimensions: ['team', 'level', 'skill_stack', 'location', 'person', 'channel', 'category'],
  requires: ['roster', 'tickets'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Not work_efficiency. Cut by channel or category the denominator is split by logged seconds; without time_log no such cut. Tickets resolved by people outside the roster are printed as not credited.',
  basis: 'stated',
  source: ['3W support-metrics article'],
  decision: 'person-days worked (roster) here; support person-days (time log) in output_per_effort',

  evaluate: (queries, ask) => creditedPerDay(queries, ask, 'worked'),
});
