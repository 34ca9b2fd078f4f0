import { checkedParts } from './checks.ts';
import { conditionOf, factsOf } from './compile.ts';
import type { MeasureContext } from './context.ts';
import type { Ask, MetricQueries } from './model.ts';
import type { Measure } from './measure.ts';
import { openQueries } from './open-queries.ts';
import type { FactRow } from './queries.ts';

/**
 * Cases behind a number: those of its first measure that has any, the largest value first (the longest time), else the newest.
 * Ids, links and what people call a case; no text of a customer. Empty when no cases are behind it.
 */
export async function casesBehind(ask: Ask, rows: number, context: MeasureContext): Promise<readonly FactRow[]> {
  const queries = await openQueries(context);
  const asked: { readonly measure: Measure; readonly ask: Ask }[] = [];
  const watched: MetricQueries = {
    ...queries,
    measure: (of, measures) => {
      for (const measure of Object.values(measures)) asked.push({ measure, ask: of });
      return queries.measure(of, measures);
    },
    metric: (of) => checkedParts(of, watched),
  };
  await checkedParts({ ...ask, companions: false }, watched);
  const ofCases = asked.filter(
    ({ measure: { relation, at }, ask: { period } }) =>
      at !== null && period.id === ask.period.id && relation.row.includes('ticket_id'),
  );
  const found = ofCases.find(({ measure }) => measure.kind === 'ranks') ?? ofCases[0];
  if (found === undefined || !found.measure.relation.tables.every((table) => queries.present.has(table))) return [];
  return queries.rows(`${ask.metric.id} cases`, casesSql(found.measure, found.ask, rows, queries));
}

function casesSql(measure: Measure, ask: Ask, rows: number, queries: MetricQueries): string {
  const frame = queries.frame(ask);
  const wanted = { measure, start_s: frame.start_s, end_s: frame.end_s };
  const { relation } = measure;
  const { sql } = factsOf({ relation, frame, where: ask.where ?? {}, sets: [], wanted: [wanted] });
  const value = measure.kind === 'ranks' ? `max(${measure.value.text})` : 'CAST(NULL AS BIGINT)';
  return `SELECT tk.source AS source, tk.ticket_id AS ticket_id, tk.number AS number, tk.url AS url, tk.category AS category,
    tk.priority AS priority, behind.at_s AS at_s, behind.value_s AS value_s
  FROM (SELECT t.source AS source, t.ticket_id AS ticket_id, max(t.${String(measure.at)}) AS at_s, ${value} AS value_s
    FROM (${sql}) AS t WHERE ${conditionOf(wanted)} GROUP BY t.source, t.ticket_id) AS behind
  JOIN tickets AS tk ON tk.source = behind.source AND tk.ticket_id = behind.ticket_id
  ORDER BY coalesce(behind.value_s, 0) DESC, behind.at_s DESC, tk.source, tk.ticket_id
  LIMIT ${rows}`;
}
