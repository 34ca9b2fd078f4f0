import type { List } from '../section.ts';

/** The organisation's plan for the reported period: lines that lie wholly in it, without those of single teams. */
export const planLines: List = {
  id: 'plan_lines',
  sql: ({ periods: { now } }, frame) =>
    frame.present.has('plan')
      ? `SELECT line, currency, sum(amount_minor) AS amount_minor, sum(value_milli) AS value_milli FROM plan
  WHERE team IS NULL AND period_start_day >= ${now.start_day} AND period_end_day <= ${now.end_day}
  GROUP BY line, currency ORDER BY line, currency`
      : null,
};
