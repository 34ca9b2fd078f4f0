import { judgedCases } from '../../metrics/measures/ai-claims.ts';
import type { List } from '../section.ts';

const usual = { ai_silence_hours: 72, reopen_window_days: 7 };

/**
 * Billed conversations that the events do not prove, or that did not last, of the period and the one before: what a finance team
 * asks the vendor about. Lines of days name no cases.
 */
export const aiClaims: List = {
  id: 'ai_claims',
  sql: ({ periods: { now, history }, policies = usual }, frame) => {
    if (!frame.present.has('ai_usage') || !frame.present.has('tickets')) return null;
    const from = history.at(-2)?.start_day ?? now.start_day;
    return `SELECT u.line_id, u.vendor, u.period_start_day, u.ticket_id, u.amount_minor, u.currency, c.case_number, c.case_url,
  CASE WHEN c.case_id IS NULL THEN 'no_case' WHEN c.is_told = 0 THEN 'not_told' WHEN c.is_proved = 1 THEN 'not_lasting'
    WHEN c.is_alone = 1 THEN 'came_back' ELSE 'person' END AS finding
  FROM ai_usage AS u LEFT JOIN (${judgedCases(frame, { policies })}) AS c ON c.case_source = coalesce(u.ticket_source, u.source) AND c.case_id = u.ticket_id
  WHERE u.ticket_id IS NOT NULL AND u.billed > 0 AND u.period_start_day >= ${from} AND u.period_start_day < ${now.end_day}
    AND (c.case_id IS NULL OR c.is_told = 0 OR c.is_proved = 0 OR c.is_lasting = 0)
  ORDER BY u.period_start_day, u.line_id`;
  },
};
