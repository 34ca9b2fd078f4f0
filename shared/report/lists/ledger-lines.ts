import type { List } from '../section.ts';

/** Days before the period whose lines show what a usual month has: about half a year. */
const before_days = 190;

/** The ledger's lines of support, of the period and half a year before it, as they were imported. */
export const ledgerLines: List = {
  id: 'ledger_lines',
  sql: ({ periods: { now } }, frame) =>
    frame.present.has('costs')
      ? `SELECT line_id, kind, team, channel, product, cost_centre, ledger_account, initiative, allocation, currency,
  amount_minor, period_start_day, period_end_day FROM costs
  WHERE scope = 'support' AND period_end_day > ${now.start_day - before_days} AND period_start_day < ${now.end_day}
  ORDER BY period_start_day, line_id`
      : null,
};
