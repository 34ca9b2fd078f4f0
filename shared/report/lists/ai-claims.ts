import { literal } from '../../lake/literal.ts';
import { judgedCases } from '../../metrics/measures/ai-claims.ts';
import type { List } from '../section.ts';

/** What counts where a result does not say which policies it was made by. */
export const usualWindows = { ai_silence_hours: 72, reopen_window_days: 7 };

/**
 * Lines of billed conversations that the events do not prove, that did not last, or that were billed again, of the period and the one
 * before: what a finance team asks the vendor about. Lines of days name no cases.
 */
export const aiClaims: List = {
  id: 'ai_claims',
  sql: ({ organisation, periods: { now, history }, policies = usualWindows }, frame) => {
    if (!frame.present.has('ai_usage') || !frame.present.has('tickets')) return null;
    const from = history.at(-2)?.start_day ?? now.start_day;
    // rates of one currency never overlap: an import refuses them
    const [rate, rates] = frame.present.has('fx_rates')
      ? [
          'f.rate_e8',
          ` LEFT JOIN (SELECT currency AS fx_currency, from_day AS fx_from, to_day AS fx_to, rate_e8 FROM fx_rates WHERE base = ${literal(organisation.currency)}) AS f
    ON f.fx_currency = u.currency AND f.fx_from <= u.period_start_day AND (f.fx_to IS NULL OR u.period_start_day < f.fx_to)`,
        ]
      : ['NULL', ''];
    return `SELECT line_id, vendor, period_start_day, period_end_day, conversation_source, ticket_id, billed, amount_minor, currency, rate_e8, case_number, case_url, finding
FROM (SELECT u.line_id, u.vendor, u.period_start_day, u.period_end_day, coalesce(u.ticket_source, u.source) AS conversation_source, u.ticket_id,
    u.billed, u.amount_minor, u.currency, CAST(${rate} AS BIGINT) AS rate_e8, c.case_number, c.case_url,
    count(*) OVER (PARTITION BY u.vendor, coalesce(u.ticket_source, u.source), u.ticket_id) AS lines,
    CASE WHEN c.case_id IS NULL THEN 'no_case' WHEN c.is_told = 0 THEN 'not_told' WHEN c.is_lasting = 1 THEN 'lasting' WHEN c.is_proved = 1 THEN 'not_lasting'
      WHEN c.is_alone = 1 AND c.case_resolved_s IS NULL THEN 'not_resolved' WHEN c.is_alone = 1 THEN 'came_back'
      WHEN c.case_handled_by IN ('ai', 'ai_then_person') THEN 'person' ELSE 'no_ai' END AS finding
  FROM ai_usage AS u LEFT JOIN (${judgedCases(frame, { policies })}) AS c ON c.case_source = coalesce(u.ticket_source, u.source) AND c.case_id = u.ticket_id${rates}
  WHERE u.ticket_id IS NOT NULL AND u.period_start_day >= ${from} AND u.period_start_day < ${now.end_day}) AS b
WHERE b.finding <> 'lasting' OR b.lines > 1 OR b.billed < 1
ORDER BY period_start_day, line_id`;
  },
};
