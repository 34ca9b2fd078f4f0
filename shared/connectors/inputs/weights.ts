import { day, name, oneOf, thousandths } from '../input-files/cells.ts';
import { noOverlap, startsBeforeEnds } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { weights } from '../../lake/tables.ts';

export const weightsInput = inputTable({
  table: weights,
  about: 'Weights and points: baseline mix, scenarios, grades, honours, KANO classes, reach.',
  replaces: { by: 'file' },
  columns: {
    dimension: required(
      oneOf('channel', 'scenario', 'grade', 'honour', 'kano', 'impact'),
      'what is weighted',
      'channel',
    ),
    value: required(name, 'its value', 'email'),
    weight: required(thousandths('a weight of 0 or more', 0), 'weight or points', '0.6', { into: 'weight_milli' }),
    from_day: required(day, 'in force since', '2026-01-01'),
    to_day: optional(day, 'in force until, exclusive; empty = until further notice'),
  },
  checks: [startsBeforeEnds('from_day', 'to_day'), noOverlap(['dimension', 'value'], 'from_day', 'to_day')],
});
