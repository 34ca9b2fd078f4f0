import { currency, day, money, name, thousandths } from '../input-files/cells.ts';
import { countCurrencies, eachRow, startsBeforeEnds } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { plan } from '../../lake/tables.ts';

export const planInput = inputTable({
  table: plan,
  about: 'Planned money and numbers by period.',
  replaces: { by: 'month', day: 'period_start_day' },
  columns: {
    line_id: required(name, 'the line', 'B-2026-Q3-01'),
    line: required(
      name,
      'what is planned: cost_of_support, cases, gross_margin, a kind of cost; or what finance states of the ledger, to which its lines must add up: ledger_total, all of it in the currency of the organisation; ledger_booked, the lines booked in the currency of the row',
      'cost_of_support',
    ),
    team: optional(name, 'team; empty = all', 'emea'),
    period_start_day: required(day, 'first day', '2026-07-01'),
    period_end_day: required(day, 'first day after', '2026-10-01'),
    amount: optional(money, 'planned money', '250000.00', { into: 'amount_minor' }),
    currency: optional(currency, 'ISO 4217; needed for an amount', 'EUR'),
    value: optional(thousandths('a number'), 'planned number that is not money', '', { into: 'value_milli' }),
  },
  alsoLike: [
    { line_id: 'L-2026-Q3', line: 'ledger_total', team: '', amount: '253299.05' },
    { line_id: 'L-2026-Q3-USD', line: 'ledger_booked', team: '', amount: '91250.00', currency: 'USD' },
  ],
  checks: [
    startsBeforeEnds('period_start_day', 'period_end_day'),
    eachRow('amount', ({ amount_minor, value_milli }) =>
      (amount_minor === null) === (value_milli === null) ? 'either an amount or a value' : undefined,
    ),
    eachRow('currency', ({ amount_minor, currency }) =>
      amount_minor !== null && currency === null ? 'the currency of the amount' : undefined,
    ),
    countCurrencies,
  ],
});
