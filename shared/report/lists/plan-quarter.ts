import type { List } from '../section.ts';

/** Plan lines that overlap the running quarter, each with its days, so that a weekly flash can tell the pace. */
export const planQuarter: List = {
  id: 'plan_quarter',
  sql: ({ periods: { now, quarter } }, frame) =>
    frame.present.has('plan')
      ? `SELECT line, currency, period_start_day, period_end_day, amount_minor FROM plan
  WHERE team IS NULL AND amount_minor IS NOT NULL AND period_start_day < ${now.end_day} AND period_end_day > ${quarter?.start_day ?? now.start_day}
  ORDER BY line, period_start_day, period_end_day`
      : null,
};
