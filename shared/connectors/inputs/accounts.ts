import { currency, day, money, name, plain, yesNo } from '../input-files/cells.ts';
import { countCurrencies, eachRow, noOverlap, startsBeforeEnds } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { accounts } from '../../lake/tables.ts';

export const accountsInput = inputTable({
  table: accounts,
  about: 'Customer organisations: one row an account and stretch in which nothing changed.',
  replaces: { by: 'file' },
  columns: {
    account_id: required(name, 'customer organisation', 'a-88'),
    band: optional(name, 'value band, never an amount', 'A'),
    segment: optional(name, 'segment', 'enterprise'),
    region: optional(name, 'region', 'emea'),
    product: optional(name, 'product', 'Platform'),
    at_risk: optional(yesNo, 'endangered; empty = no', 'no', { otherwise: false }),
    started_day: optional(day, 'customer since', '2023-05-01'),
    ended_day: optional(day, 'customer until, exclusive; empty = still'),
    recurring: optional(money, 'recurring revenue a quarter', '18000.00', { into: 'recurring_minor' }),
    currency: optional(currency, 'ISO 4217; needed for recurring', 'EUR'),
    from_day: required(day, 'row valid since', '2026-01-01'),
    to_day: optional(day, 'row valid until, exclusive; empty = until further notice'),
    name: optional(plain, 'what executives are shown instead of account_id', 'Example Works'),
  },
  checks: [
    startsBeforeEnds('from_day', 'to_day'),
    startsBeforeEnds('started_day', 'ended_day'),
    noOverlap(['account_id'], 'from_day', 'to_day'),
    eachRow('currency', ({ recurring_minor, currency }) =>
      recurring_minor !== null && currency === null ? 'the currency of recurring' : undefined,
    ),
    countCurrencies,
  ],
});
