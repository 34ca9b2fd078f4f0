import { currency, day, money, name, oneOf } from '../input-files/cells.ts';
import { countCurrencies, eachRow } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { accountEvents } from '../../lake/tables.ts';

export const accountEventsInput = inputTable({
  table: accountEvents,
  about: 'What happened to customer organisations: started, churned, renewed, sold, milestones, leads.',
  replaces: { by: 'key' },
  columns: {
    event_id: required(name, 'the event', 'ev-19'),
    account_id: required(name, 'customer organisation', 'a-88'),
    at_day: required(day, 'when', '2026-09-15'),
    kind: required(
      oneOf(
        'started',
        'churned',
        'renewal_due',
        'renewed',
        'reduced',
        'expanded',
        'sold',
        'milestone',
        'lead',
        'lead_won',
      ),
      'what happened',
      'renewed',
    ),
    milestone: optional(name, 'milestone'),
    amount: optional(money, 'amount', '72000.00', { into: 'amount_minor' }),
    currency: optional(currency, 'ISO 4217; needed for an amount', 'EUR'),
    product: optional(name, 'product', 'Platform'),
  },
  checks: [
    eachRow('currency', ({ amount_minor, currency }) =>
      amount_minor !== null && currency === null ? 'the currency of the amount' : undefined,
    ),
    countCurrencies,
  ],
});
