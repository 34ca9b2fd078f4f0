import { caseListsOf, type CaseList, type CaseRow } from '../metrics/case-lists.ts';
import { listsAgainst, shareIn } from '../metrics/cases-behind.ts';
import type { MeasureContext } from '../metrics/context.ts';
import type { Metric } from '../metrics/model.ts';
import { openQueries } from '../metrics/open-queries.ts';
import { redOnes } from '../report/answers.ts';
import { seen } from '../report/asks.ts';
import type { ListRow, ReportFacts } from '../report/facts.ts';
import { mostRedRows, redCases, redCounts } from '../report/red-list.ts';
import { judgedView } from '../report/report.ts';
import type { ReportDefinition } from '../report/report-definition.ts';
import type { Reading } from '../report/section.ts';

/**
 * The cases behind the numbers of a report that went wrong, for its attachment. What finance judges is money, whose lines are attached
 * already.
 */
export async function redLists(
  definition: ReportDefinition,
  facts: ReportFacts,
  context: MeasureContext,
): Promise<ReportFacts['lists']> {
  if (definition.judged === undefined || definition.audience === 'finance') return {};
  const view = judgedView(definition, facts);
  const red = redOnes(definition.judged(view), view).filter(({ segment }) => Object.keys(segment).length === 0);
  const byPeriod = Map.groupBy(red, ({ period }) => period.id);
  const found: (readonly [Metric, CaseList])[] = [];
  for (const readings of byPeriod.values()) found.push(...(await listsOf(readings, facts, context)));
  if (found.length === 0) return {};
  return {
    [redCases]: found.flatMap(([metric, { rows }]) =>
      weightiest(metric, rows)
        .slice(0, mostRedRows)
        .map((row) => rowOf(metric, row)),
    ),
    [redCounts]: found.map(([metric, { rows, isCut }]) => ({ metric: metric.id, cases: rows.length, is_more: isCut })),
  };
}

async function listsOf(
  readings: readonly Reading[],
  facts: ReportFacts,
  context: MeasureContext,
): Promise<readonly (readonly [Metric, CaseList])[]> {
  const [first] = readings;
  if (first === undefined) return [];
  const metrics = [...new Map(readings.map(({ metric }) => [metric.id, metric])).values()];
  const { period } = first;
  const where = seen(facts);
  const lists = await caseListsOf(metrics, { period, where }, context);
  const queries = await openQueries(context);
  const found: (readonly [Metric, CaseList])[] = [];
  for (const metric of metrics) {
    const list = lists.get(metric.id);
    if (list === undefined) continue;
    const now = readings.find((reading) => reading.metric.id === metric.id)?.now;
    const share = listsAgainst(metric) ? await shareIn({ metric, period, by: [], where }, queries) : {};
    found.push([metric, against(metric, list, share) ?? counted(list, now?.status === 'no_data' ? 0 : (now?.n ?? 0))]);
  }
  return found;
}

/** Of a share the cases that count against it: those it should have and has not, or has and should not; undefined where that is not told. */
function against(
  { direction }: Metric,
  list: CaseList,
  { numerator, denominator }: Awaited<ReturnType<typeof shareIn>>,
): CaseList | undefined {
  const isKnown = (name: string | undefined): name is string => name !== undefined && list.measures.includes(name);
  if (!isKnown(numerator) || !isKnown(denominator)) return undefined;
  const rows = list.rows.filter(({ parts }) =>
    direction === 'down' ? numerator in parts : denominator in parts && !(numerator in parts),
  );
  return { ...list, rows };
}

/** Those that the number counts, without what stands beside it (too young, not told): of the part that has as many as the number. */
function counted(list: CaseList, n: number): CaseList {
  const has = (name: string) => list.rows.filter(({ parts }) => name in parts);
  const whole = list.measures.find(
    (name) => has(name).reduce((sum, { parts }) => sum + (parts[name]?.rows ?? 0), 0) === n,
  );
  return whole === undefined ? list : { ...list, rows: has(whole) };
}

/** Longest first; of a share that should be high the cases that count in fewer of its parts, of one that should be low those in more. */
function weightiest({ direction, unit }: Metric, rows: readonly CaseRow[]): readonly CaseRow[] {
  const parts = (row: CaseRow): number => Object.keys(row.parts).length;
  const sign = direction === 'down' ? -1 : 1;
  return rows.toSorted((a, b) =>
    unit === 'seconds' ? (valueOf(b) ?? 0) - (valueOf(a) ?? 0) : unit === 'rate' ? sign * (parts(a) - parts(b)) : 0,
  );
}

/** The longest duration that entered. */
const valueOf = ({ parts }: CaseRow): number | null => {
  const values = Object.values(parts).flatMap(({ value }) => (value === null ? [] : [value]));
  return values.length === 0 ? null : Math.max(...values);
};

const rowOf = (metric: Metric, row: CaseRow): ListRow => ({
  metric: metric.id,
  source: row.source,
  ticket_id: row.ticket_id,
  number: row.number,
  url: row.url,
  status: row.status,
  created_s: row.created_s,
  resolved_s: row.resolved_s,
  counted: Object.keys(row.parts)
    .map((name) => name.replaceAll('_', ' '))
    .join(', '),
  value_s: metric.unit === 'seconds' ? valueOf(row) : null,
});
