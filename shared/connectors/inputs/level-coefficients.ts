import { day, name, thousandths } from '../input-files/cells.ts';
import { noOverlap, startsBeforeEnds } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { levelCoefficients } from '../../lake/tables.ts';

export const levelCoefficientsInput = inputTable({
  table: levelCoefficients,
  about: 'What a day of each level is worth in standard person-days.',
  replaces: { by: 'file' },
  columns: {
    level: required(name, 'level of the roster', 'P3'),
    coef: required(
      thousandths('a coefficient from 0 to 10 such as 1.2', 0, 10),
      'standard person-days in one day',
      '1.0',
      {
        into: 'coef_milli',
      },
    ),
    from_day: required(day, 'in force since', '2026-01-01'),
    to_day: optional(day, 'in force until, exclusive; empty = until further notice'),
  },
  checks: [startsBeforeEnds('from_day', 'to_day'), noOverlap(['level'], 'from_day', 'to_day')],
});
