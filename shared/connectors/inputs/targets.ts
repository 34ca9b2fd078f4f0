import { day, name, thousandths } from '../input-files/cells.ts';
import { eachRow, noOverlap, startsBeforeEnds } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { targets } from '../../lake/tables.ts';

export const targetsInput = inputTable({
  table: targets,
  about: 'Goals of metrics, of the whole or a segment, by date.',
  replaces: { by: 'file' },
  columns: {
    metric: required(name, 'metric id', 'fdr_24h'),
    dimension: optional(name, 'dimension; empty = the whole', 'team'),
    value: optional(name, 'value of the dimension', 'emea'),
    goal: required(
      thousandths('a number in the metric’s unit'),
      'goal in the metric’s unit (seconds, share, ...)',
      '0.9',
      {
        into: 'goal_milli',
      },
    ),
    watch: optional(thousandths('a number in the metric’s unit'), 'watch from here', '0.85', { into: 'warn_milli' }),
    from_day: required(day, 'in force since', '2026-01-01'),
    to_day: optional(day, 'in force until, exclusive; empty = until further notice'),
  },
  checks: [
    startsBeforeEnds('from_day', 'to_day'),
    noOverlap(['metric', 'dimension', 'value'], 'from_day', 'to_day'),
    eachRow('value', ({ dimension, value }) =>
      (dimension === null) === (value === null) ? undefined : 'a dimension with its value, or neither',
    ),
  ],
});
