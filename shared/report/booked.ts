import type { Check } from './facts.ts';
import { ledgerLines } from './lists/ledger-lines.ts';
import type { View } from './section.ts';

/** The currency of a check's amounts. */
export const currencyOf = ({ currency }: Check, { format }: View): string => currency ?? format.currency;

/** The lines of the ledger by the currency in which they are booked: of which finance states a total, and of which it states none. */
export interface Booked {
  readonly stated: readonly Check[];
  readonly unstated: readonly string[];
}

export function bookedOf(view: View): Booked {
  const { now } = view.facts.periods;
  const stated = view.facts.checks.filter(({ id }) => id === 'ledger_booked');
  const currencies = view
    .rows(ledgerLines)
    .filter((row) => Number(row.period_end_day) > now.start_day && Number(row.period_start_day) < now.end_day)
    .map(({ currency }) => String(currency));
  const named = stated.map((check) => currencyOf(check, view));
  return { stated, unstated: [...new Set(currencies)].filter((currency) => !named.includes(currency)).sort() };
}
