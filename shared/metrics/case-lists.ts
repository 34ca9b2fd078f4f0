import type { Value } from '../lake/table.ts';
import { checkedParts } from './checks.ts';
import { emptyOf } from './answers.ts';
import { conditionOf, factsOf, onlyWhere, type Batch } from './compile.ts';
import type { MeasureContext } from './context.ts';
import type { Ask, Metric, MetricQueries } from './model.ts';
import type { Measure } from './measure.ts';
import { openQueries } from './open-queries.ts';
import { flow, openAtEnd } from './relations/flow.ts';
import type { Segment } from './value.ts';
import type { Period } from '../period.ts';

/** One case behind a number. */
export interface CaseRow {
  readonly source: string;
  readonly ticket_id: string;
  readonly number: string | null;
  readonly url: string | null;
  readonly status: string | null;
  readonly created_s: number | null;
  readonly resolved_s: number | null;
  /** By the name of a measure: how many of its rows are of this case, and the value that entered. */
  readonly parts: Readonly<Record<string, { readonly rows: number; readonly value: number | null }>>;
}
export interface CaseList {
  /** Names of the counts that the number is made of. */
  readonly measures: readonly string[];
  readonly rows: readonly CaseRow[];
  /** More cases than are listed. */
  readonly isCut: boolean;
}

/** More cases than this on a page help nobody; the attachment and `explain` have all. */
export const mostCases = 2000;

interface Member {
  readonly metric: string;
  readonly name: string;
  readonly measure: Measure;
  readonly ask: Ask;
}

/**
 * The cases behind numbers of one period and slice, one statement for all that share rows. A metric that counts no cases (of a ledger, a
 * roster, a plan) has no list.
 */
export async function caseListsOf(
  metrics: readonly Metric[],
  { period, where }: { readonly period: Period; readonly where: Segment },
  context: MeasureContext,
): Promise<ReadonlyMap<string, CaseList>> {
  const queries = await openQueries(context);
  const groups = new Map<string, Member[]>();
  for (const metric of metrics)
    for (const member of await membersOf({ metric, period, by: [], where, companions: false }, queries)) {
      const key = member.measure.relation.key(Object.keys(where) as Ask['by'], queries.frame(member.ask));
      groups.set(key, [...(groups.get(key) ?? []), member]);
    }
  const lists = new Map<string, Map<string, CaseRow>>();
  const cut = new Set<string>();
  for (const members of groups.values()) {
    const rows = await rowsOf(members, where, queries);
    for (const row of rows)
      for (const [i, { metric, name }] of members.entries()) {
        const n = Number(row[`n${i}`] ?? 0);
        if (n === 0) continue;
        const list = lists.get(metric) ?? new Map<string, CaseRow>();
        lists.set(metric, list);
        const key = `${String(row.source)}\n${String(row.ticket_id)}`;
        if (!list.has(key) && list.size >= mostCases) {
          cut.add(metric);
          continue;
        }
        const before = list.get(key) ?? caseOf(row);
        const value = row[`v${i}`];
        const part = { rows: n, value: value === null || value === undefined ? null : Number(value) };
        list.set(key, { ...before, parts: { ...before.parts, [name]: part } });
      }
  }
  const namesOf = (metric: string): readonly string[] =>
    [...groups.values()].flat().flatMap((member) => (member.metric === metric ? [member.name] : []));
  return new Map(
    [...lists].map(([metric, list]) => [
      metric,
      { measures: [...new Set(namesOf(metric))], rows: [...list.values()], isCut: cut.has(metric) },
    ]),
  );
}

/** The counts of cases that a metric asks for in this very period, found by asking it with nobody answering. */
async function membersOf(ask: Ask, queries: MetricQueries): Promise<readonly Member[]> {
  const members = new Map<string, Member>();
  let isBalance = false;
  const silent: MetricQueries = {
    ...queries,
    measure: (of, measures) => {
      for (const [name, measure] of Object.entries(measures)) {
        isBalance ||= measure.relation.name === flow.name && queries.present.has('ticket_flow');
        if (of.period.id === ask.period.id && of.by.length === 0 && countsCases(measure, queries))
          members.set(name, { metric: ask.metric.id, name, measure, ask: of });
      }
      const measured = Object.fromEntries(Object.entries(measures).map(([name, measure]) => [name, emptyOf(measure)]));
      return Promise.resolve(of.by.length === 0 ? [{ segment: {}, measured: measured as never }] : []);
    },
    rows: () => Promise.resolve([]),
    tally: () => Promise.resolve([]),
    metric: (of) => checkedParts(of, silent),
  };
  await checkedParts(ask, silent);
  return isBalance
    ? [{ metric: ask.metric.id, name: 'open_at_the_end', measure: openCount, ask }, ...members.values()]
    : [...members.values()];
}

/** What steps in and out add up to. */
export const openCount: Measure = { kind: 'count', relation: openAtEnd, at: null, span: 'any' };

/** Rows of tickets inside a window; what is read up to an instant (a balance) is no list of cases. */
const countsCases = ({ relation, span, at, where }: Measure, { present }: MetricQueries): boolean =>
  where?.text !== 'FALSE' &&
  ['source', 'ticket_id'].every((name) => relation.row.includes(name)) &&
  relation.tables.every((table) => present.has(table)) &&
  (span === 'period' ? at !== null : span === 'any');

async function rowsOf(
  members: readonly Member[],
  where: Segment,
  queries: MetricQueries,
): Promise<readonly Readonly<Record<string, Value>>[]> {
  const [first] = members;
  if (first === undefined) return [];
  const frame = queries.frame(first.ask);
  const wanted = members.map(({ measure }) => ({ measure, start_s: frame.start_s, end_s: frame.end_s }));
  const batch: Batch = { relation: first.measure.relation, frame, where, sets: [[]], wanted };
  const counts = wanted.flatMap((one, i) => {
    const { measure } = one;
    const condition = conditionOf(one);
    const n = `count(${onlyWhere(condition)}) AS n${i}`;
    if (measure.kind === 'ranks') return [n, `max(${onlyWhere(condition, measure.value.text)}) AS v${i}`];
    if (measure.kind === 'sum')
      return [n, `CAST(sum(${onlyWhere(condition, `CAST(${measure.value.text} AS BIGINT)`)}) AS BIGINT) AS v${i}`];
    return [n];
  });
  return queries.rows(
    `${batch.relation.name} cases`,
    [
      `WITH facts AS (\n  ${factsOf(batch).sql}\n),`,
      `found AS (SELECT t.source AS source, t.ticket_id AS ticket_id, ${counts.join(', ')}`,
      `  FROM facts AS t GROUP BY t.source, t.ticket_id)`,
      'SELECT found.*, tk.number AS number, tk.url AS url, tk.status AS status, tk.created_s AS created_s, tk.resolved_s AS resolved_s',
      '  FROM found LEFT JOIN tickets AS tk ON tk.source = found.source AND tk.ticket_id = found.ticket_id',
      `  WHERE ${members.map((_, i) => `found.n${i} > 0`).join(' OR ')}`,
      '  ORDER BY tk.created_s, found.source, found.ticket_id',
    ].join('\n'),
  );
}

const text = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null);
const instant = (value: Value | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);
const caseOf = (row: Readonly<Record<string, Value>>): CaseRow => ({
  source: String(row.source),
  ticket_id: String(row.ticket_id),
  number: text(row.number),
  url: text(row.url),
  status: text(row.status),
  created_s: instant(row.created_s),
  resolved_s: instant(row.resolved_s),
  parts: {},
});
