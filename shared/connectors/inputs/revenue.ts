import { currency, day, money, name, oneOf } from '../input-files/cells.ts';
import { countCurrencies } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { revenue } from '../../lake/tables.ts';

export const revenueInput = inputTable({
  table: revenue,
  about: 'Lines of recognised revenue.',
  replaces: { by: 'month', day: 'recognised_day' },
  columns: {
    line_id: required(name, 'the line', 'R-2026-09-114'),
    scope: required(oneOf('support', 'company', 'marketing', 'sales'), 'whose revenue it is', 'support'),
    kind: required(
      oneOf(
        'support_contract',
        'paid_case',
        'onsite',
        'diagnosis',
        'tuning',
        'consulting',
        'sales',
        'company',
        'marketing_attributed',
      ),
      'kind of revenue',
      'support_contract',
    ),
    account_id: optional(name, 'customer organisation', 'a-88'),
    product: optional(name, 'product', 'Platform'),
    region: optional(name, 'region', 'emea'),
    initiative: optional(name, 'initiative it came from'),
    recognised_day: required(day, 'day of recognition, not of the bill', '2026-09-30'),
    amount: required(money, 'amount; a reversal is negative', '12500.00', { into: 'amount_minor' }),
    currency: required(currency, 'ISO 4217', 'EUR'),
  },
  checks: [countCurrencies],
});
