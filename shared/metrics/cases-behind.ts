import { emptyOf } from './answers.ts';
import { checkedParts } from './checks.ts';
import { conditionOf, factsOf } from './compile.ts';
import type { MeasureContext } from './context.ts';
import type { Ask, Metric, MetricQueries } from './model.ts';
import type { Measure } from './measure.ts';
import { openQueries } from './open-queries.ts';
import type { FactRow } from './queries.ts';

/** Of a share that should be high or low the cases that count against it are listed, not all that it looks at. */
export const listsAgainst = ({ interval, direction }: Metric): boolean =>
  interval === 'wilson' && (direction === 'up' || direction === 'down');

interface Asked {
  readonly name: string;
  readonly measure: Measure;
  readonly ask: Ask;
}

/**
 * Cases behind a number: of a time the longest first; of a share those that count against it (`against`), the newest first; else
 * those of its first measure that has any, the newest first. Ids, links and what people call a case; no text of a customer. Empty
 * when no cases are behind it.
 */
export async function casesBehind(ask: Ask, rows: number, context: MeasureContext): Promise<readonly FactRow[]> {
  const queries = await openQueries(context);
  const asked: Asked[] = [];
  const watched: MetricQueries = {
    ...queries,
    measure: (of, measures) => {
      for (const [name, measure] of Object.entries(measures)) asked.push({ name, measure, ask: of });
      return queries.measure(of, measures);
    },
    metric: (of) => checkedParts(of, watched),
  };
  await checkedParts({ ...ask, companions: false }, watched);
  const ofCases = asked.filter(
    ({ measure: { relation, at }, ask: { period } }) =>
      at !== null && period.id === ask.period.id && relation.row.includes('ticket_id'),
  );
  const share = listsAgainst(ask.metric) ? await shareIn(ask, queries) : undefined;
  const [hits, all] = [share?.numerator, share?.denominator].map((name) => ofCases.find((one) => one.name === name));
  const isLow = ask.metric.direction === 'down';
  const against = hits === undefined ? undefined : isLow ? hits : all;
  const found = against ?? ofCases.find(({ measure }) => measure.kind === 'ranks') ?? ofCases[0];
  if (found === undefined || !found.measure.relation.tables.every((table) => queries.present.has(table))) return [];
  const besides = against === undefined || isLow ? undefined : hits;
  const listed = await queries.rows(`${ask.metric.id} cases`, casesSql(found, besides, rows, queries));
  return listed.map((row) => ({ ...row, against: against !== undefined }));
}

/**
 * Which measures are above and below the line of a share: each is given a count that no other has, and the share tells the two that
 * it was made of.
 */
export async function shareIn(
  ask: Ask,
  queries: MetricQueries,
): Promise<{ readonly numerator?: string | undefined; readonly denominator?: string | undefined }> {
  const names = new Map<number, string>();
  const marked: MetricQueries = {
    ...queries,
    measure: (of, measures) => {
      const measured = Object.entries(measures).map(([name, measure]) => {
        if (measure.kind !== 'count' && measure.kind !== 'distinct') return [name, emptyOf(measure)] as const;
        const n = firstMark + names.size;
        names.set(n, name);
        return [name, { n }] as const;
      });
      return Promise.resolve([{ segment: {}, measured: Object.fromEntries(measured) as never }]);
    },
    rows: () => Promise.resolve([]),
    tally: () => Promise.resolve([]),
    metric: (of) => of.metric.evaluate(marked, of),
  };
  const parts = await ask.metric.evaluate(marked, { ...ask, companions: false });
  const shares = parts.map(({ value }) => {
    const of = value.status === 'no_data' ? null : value;
    return { numerator: names.get(of?.numerator ?? 0), denominator: names.get(of?.denominator ?? 0) };
  });
  const [first] = shares;
  // A metric of several shares, such as one a window of time, has no cases that count against all of them.
  const isOne = shares.every((one) => one.numerator === first?.numerator && one.denominator === first?.denominator);
  return isOne ? (first ?? {}) : {};
}

/** Sums and differences of such counts are no such count. */
const firstMark = 1_000_003;

function casesSql(found: Asked, besides: Asked | undefined, rows: number, queries: MetricQueries): string {
  const value = found.measure.kind === 'ranks' ? `max(${found.measure.value.text})` : 'CAST(NULL AS BIGINT)';
  const selected = `SELECT t.source AS source, t.ticket_id AS ticket_id, max(t.${String(found.measure.at)}) AS at_s, ${value} AS value_s
    ${rowsOf(found, queries)} GROUP BY t.source, t.ticket_id`;
  return `SELECT tk.source AS source, tk.ticket_id AS ticket_id, tk.number AS number, tk.url AS url, tk.category AS category,
    tk.priority AS priority, behind.at_s AS at_s, behind.value_s AS value_s
  FROM (${selected}) AS behind
  JOIN tickets AS tk ON tk.source = behind.source AND tk.ticket_id = behind.ticket_id${
    besides === undefined
      ? ''
      : `
  LEFT JOIN (SELECT DISTINCT t.source AS source, t.ticket_id AS ticket_id ${rowsOf(besides, queries)}) AS hit
    ON hit.source = behind.source AND hit.ticket_id = behind.ticket_id
  WHERE hit.ticket_id IS NULL`
  }
  ORDER BY coalesce(behind.value_s, 0) DESC, behind.at_s DESC, tk.source, tk.ticket_id
  LIMIT ${rows}`;
}

/** The rows that a measure counts, as `t`. */
function rowsOf({ measure, ask }: Asked, queries: MetricQueries): string {
  const frame = queries.frame(ask);
  const wanted = { measure, start_s: frame.start_s, end_s: frame.end_s };
  const { sql } = factsOf({ relation: measure.relation, frame, where: ask.where ?? {}, sets: [], wanted: [wanted] });
  return `FROM (${sql}) AS t WHERE ${conditionOf(wanted)}`;
}
