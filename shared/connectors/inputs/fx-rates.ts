import { currency, day, rate } from '../input-files/cells.ts';
import { noOverlap, startsBeforeEnds } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { fxRates } from '../../lake/tables.ts';

export const fxRatesInput = inputTable({
  table: fxRates,
  about: 'Exchange rates by date.',
  replaces: { by: 'file' },
  columns: {
    currency: required(currency, 'from this currency', 'USD'),
    base: required(currency, 'to this one', 'EUR'),
    from_day: required(day, 'in force since', '2026-01-01'),
    to_day: optional(day, 'in force until, exclusive; empty = until further notice'),
    rate: required(rate, 'units of base for one unit of currency', '0.925', { into: 'rate_e8' }),
  },
  checks: [startsBeforeEnds('from_day', 'to_day'), noOverlap(['currency', 'base'], 'from_day', 'to_day', 'fx_gap')],
});
