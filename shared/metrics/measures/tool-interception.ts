import { textOf } from '../answers.ts';
import { countOf } from '../measure.ts';
import type { Ask, MetricQueries, Part } from '../model.ts';
import { noData, shareOf } from '../outcome.ts';
import { toolTickets } from '../relations/knowledge.ts';
import { t, ticketCut, tickets } from '../relations/tickets.ts';
import { bySegment } from '../segments.ts';
import { sql } from '../sql.ts';
import { counted } from './tickets.ts';
import { lastDayOf, weightedValues } from './weights.ts';

/**
 * Share of the issues of each scenario that a tool located or solved; the total weighs the scenarios with issues. Scenarios are
 * those with a weight and those the tools name; one without a weight leaves the total unknown.
 */
export async function toolInterception(queries: MetricQueries, ask: Ask): Promise<readonly Part[]> {
  const named = await queries.rows(
    'scenarios',
    `SELECT DISTINCT scenario FROM self_service_sessions WHERE tool IS NOT NULL AND scenario IS NOT NULL ORDER BY scenario`,
  );
  const weights = await weightedValues(queries, 'scenario', lastDayOf(queries, ask.period.end_day));
  const scenarios = [...new Set([...weights.keys(), ...named.map((row) => textOf(row.scenario))])].sort();
  if (scenarios.length === 0) return [{ segment: {}, value: noData('missing_weight') }];
  const relation = toolTickets(scenarios, (dimension, frame) => ticketCut(dimension, 'nobody', frame));
  const rows = (
    await queries.tally(ask, { relation, at: 'resolved_s', span: 'period', columns: ['category', 'tool'] })
  ).map(({ segment, n, row }) => ({ segment, n, scenario: textOf(row.category), hits: row.tool === null ? 0 : n }));
  const perScenario = ask.by.includes('scenario');
  const untold = await withoutTopic(queries, ask);
  return bySegment(ask, rows, ({ segment }) => segment).map(({ segment, rows }): Part => {
    const rates = [...Map.groupBy(rows, ({ scenario }) => scenario)].map(([scenario, own]) => ({
      scenario,
      issues: own.reduce((sum, { n }) => sum + n, 0),
      hits: own.reduce((sum, { hits }) => sum + hits, 0),
    }));
    const issues = rates.reduce((sum, one) => sum + one.issues, 0);
    const hits = rates.reduce((sum, one) => sum + one.hits, 0);
    if (perScenario) return { segment, value: shareOf(hits, issues) };
    const lost = untold.find((one) => JSON.stringify(one.segment) === JSON.stringify(segment))?.measured.untold.n ?? 0;
    const not_told = lost === 0 ? {} : { not_told: lost };
    const missing = rates.map(({ scenario }) => scenario).filter((scenario) => !weights.has(scenario));
    if (missing.length > 0)
      return { segment, value: noData('missing_weight'), ...not_told, extras: { missing: missing.sort().join(', ') } };
    const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    const covered = rates.reduce((sum, { scenario }) => sum + (weights.get(scenario) ?? 0), 0);
    const weighted = rates.reduce((sum, one) => sum + ((weights.get(one.scenario) ?? 0) * one.hits) / one.issues, 0);
    if (covered === 0) return { segment, value: noData('zero_denominator'), ...not_told };
    return {
      segment,
      ...not_told,
      value: {
        status: 'known',
        value: weighted / covered,
        n: issues,
        numerator: hits,
        denominator: issues,
        interval: null,
      },
      extras: {
        covered_weight_share: covered / all,
        not_covered_weight_share: (all - covered) / all,
        ...Object.fromEntries(rates.map((one) => [`rate_${one.scenario}`, one.hits / one.issues])),
      },
    };
  });
}

/** Cases without a topic may be of any scenario; by scenario or tool they are of none. */
async function withoutTopic(queries: MetricQueries, ask: Ask) {
  const asked = [...ask.by, ...Object.keys(ask.where ?? {})];
  if (asked.includes('scenario') || asked.includes('tool')) return [];
  return queries.measure(ask, {
    untold: countOf(tickets('nobody'), 'resolved_s', sql`${counted} AND ${t.category} IS NULL`),
  });
}
