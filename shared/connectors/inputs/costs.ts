import { currency, day, money, name, oneOf } from '../input-files/cells.ts';
import { countCurrencies, startsBeforeEnds } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { costs } from '../../lake/tables.ts';

export const costsInput = inputTable({
  table: costs,
  about: 'Lines of the ledger: what was spent, on what, for which days.',
  replaces: { by: 'month', day: 'period_start_day' },
  columns: {
    line_id: required(name, 'the line', 'L-2026-09-001'),
    scope: required(oneOf('support', 'company', 'marketing', 'sales'), 'whose cost it is', 'support'),
    period_start_day: required(day, 'first day it is for', '2026-09-01'),
    period_end_day: required(day, 'first day after', '2026-10-01'),
    ledger_account: optional(name, 'account', '6000'),
    cost_centre: optional(name, 'cost centre', 'CC-410'),
    team: optional(name, 'team, when the cost is that team’s alone', 'emea'),
    channel: optional(name, 'channel, when the cost is that channel’s alone'),
    product: optional(name, 'product, when the cost is that product’s alone'),
    kind: required(
      oneOf('salary', 'contractor', 'tools', 'training', 'overhead', 'telephony', 'facilities', 'ai'),
      'kind of cost',
      'salary',
    ),
    initiative: optional(name, 'initiative it was spent on'),
    amount: required(money, 'amount; a credit is negative', '84500.00', { into: 'amount_minor' }),
    currency: required(currency, 'ISO 4217', 'EUR'),
    allocation: optional(
      oneOf('direct', 'time', 'cases', 'headcount', 'none'),
      'how it is shared out; empty = none, it stays unallocated',
      'time',
      { otherwise: 'none' },
    ),
  },
  checks: [startsBeforeEnds('period_start_day', 'period_end_day'), countCurrencies],
});
