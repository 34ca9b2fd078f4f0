import { textOf } from '../answers.ts';
import type { Ask, MetricQueries, Part } from '../model.ts';
import { noData, shareOf } from '../outcome.ts';
import { toolTickets } from '../relations/knowledge.ts';
import { ticketCut } from '../relations/tickets.ts';
import { bySegment } from '../segments.ts';
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
  return bySegment(ask, rows, ({ segment }) => segment).map(({ segment, rows }): Part => {
    const rates = [...Map.groupBy(rows, ({ scenario }) => scenario)].map(([scenario, own]) => ({
      scenario,
      issues: own.reduce((sum, { n }) => sum + n, 0),
      hits: own.reduce((sum, { hits }) => sum + hits, 0),
    }));
    const issues = rates.reduce((sum, one) => sum + one.issues, 0);
    const hits = rates.reduce((sum, one) => sum + one.hits, 0);
    if (perScenario) return { segment, value: shareOf(hits, issues) };
    const missing = rates.map(({ scenario }) => scenario).filter((scenario) => !weights.has(scenario));
    if (missing.length > 0)
      return { segment, value: noData('missing_weight'), extras: { missing: missing.sort().join(', ') } };
    const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    const covered = rates.reduce((sum, { scenario }) => sum + (weights.get(scenario) ?? 0), 0);
    const weighted = rates.reduce((sum, one) => sum + ((weights.get(one.scenario) ?? 0) * one.hits) / one.issues, 0);
    if (covered === 0) return { segment, value: noData('zero_denominator') };
    return {
      segment,
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
