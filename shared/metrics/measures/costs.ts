import { allocate } from '../../stats/allocate.ts';
import { spreadByDays } from '../../stats/spread-by-days.ts';
import { numberOf } from '../answers.ts';
import type { FactRow } from '../queries.ts';
import type { Ask, MetricQueries } from '../model.ts';
import { isIn } from '../segments.ts';
import type { Dimension, Segment } from '../value.ts';
import { fteDays } from './headcount.ts';
import { secondsByTicket } from './logged-by-ticket.ts';
import { convertLines, exchangeOf, type Line } from './money.ts';
import { tickets } from '../relations/tickets.ts';
import { counted } from './tickets.ts';
import { knownEndOf } from './weights.ts';
import { workforceOf } from './workforce.ts';

/** What a cost line says of itself. */
const own: readonly Dimension[] = ['team', 'channel', 'product', 'cost_kind', 'initiative'];
/** What shared cost can be allocated by: properties of the tickets that the work went into. */
const ofWork: readonly Dimension[] = ['team', 'channel', 'product', 'region', 'account_band'];

export interface CostSegment {
  readonly segment: Segment;
  readonly total: bigint;
  readonly lines: number;
}
export interface Costs {
  /** Ascending by segment; `unallocated` is the value of a dimension whose share no rule could find. */
  readonly segments: readonly CostSegment[];
  readonly ledger: bigint;
  readonly unallocated: bigint;
  readonly lines: number;
  readonly missing: readonly string[];
}
export const unallocated = 'unallocated';

/** Cost lines that overlap the known part of a period, each the part of it by calendar days, in the reporting currency. */
export async function costLines(
  queries: MetricQueries,
  ask: Ask,
  where: string,
): Promise<{ lines: readonly Line[]; missing: readonly string[] }> {
  const { period } = ask;
  const end_day = knownEndOf(queries, period.end_day);
  const [rows, exchange] = await Promise.all([
    queries.rows(
      'costs',
      `SELECT line_id, scope, kind, team, channel, product, initiative, allocation, amount_minor, currency, period_start_day, period_end_day FROM costs
WHERE ${where} AND period_start_day < ${end_day} AND period_end_day > ${period.start_day} ORDER BY line_id`,
    ),
    exchangeOf(queries),
  ]);
  const { lines, missing } = convertLines(rows, exchange, 'period_start_day');
  const within = { start_day: period.start_day, end_day };
  return {
    missing,
    lines: lines.map(({ amount_minor, row }) => {
      const [start_day, end_day] = [numberOf(row.period_start_day) ?? 0, numberOf(row.period_end_day) ?? 0];
      return { row, amount_minor: spreadByDays(amount_minor, { start_day, end_day }, within) };
    }),
  };
}

/**
 * Cost of support cut by any of team, channel, product, region, account band, kind of cost. What a line says of itself is direct;
 * the rest is shared: allocated by logged seconds (rules `time` and `direct`), resolved cases (`cases`) or people (`headcount`,
 * for teams), each basis once by largest remainder, so that allocated and unallocated add up to the ledger to the minor unit.
 */
export async function costsBy(queries: MetricQueries, ask: Ask): Promise<Costs> {
  const { lines, missing } = await costLines(queries, ask, `scope = 'support'`);
  const dimensions = [...new Set([...ask.by, ...(Object.keys(ask.where ?? {}) as Dimension[])])].sort();
  const pools = new Map<string, { fixed: Segment; rule: string; total: bigint; lines: number }>();
  for (const { row, amount_minor } of lines) {
    const fixed = Object.fromEntries(
      dimensions.flatMap((name) => {
        const value = own.includes(name) ? valueOf(row, name) : null;
        return value === null && ofWork.includes(name) ? [] : [[name, value ?? 'unknown']];
      }),
    ) as Segment;
    const rule = row.allocation === null ? 'none' : String(row.allocation);
    const key = JSON.stringify([fixed, rule]);
    const pool = pools.get(key) ?? { fixed, rule, total: 0n, lines: 0 };
    pool.total += amount_minor;
    pool.lines += 1;
    pools.set(key, pool);
  }
  const totals = new Map<string, { segment: Segment; total: bigint; lines: number }>();
  const add = (segment: Segment, total: bigint, lines: number): void => {
    const key = JSON.stringify(dimensions.map((name) => segment[name] ?? 'unknown'));
    const found = totals.get(key) ?? { segment, total: 0n, lines: 0 };
    totals.set(key, { segment, total: found.total + total, lines: found.lines + lines });
  };
  let rest = 0n;
  for (const [, pool] of [...pools].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const open = dimensions.filter((name) => pool.fixed[name] === undefined);
    if (open.length === 0) {
      add(pool.fixed, pool.total, pool.lines);
      continue;
    }
    const weights = pool.rule === 'none' ? null : await weightsOf(queries, ask, pool.rule, open, pool.fixed);
    const parts = weights === null ? null : allocate(pool.total, weights);
    if (parts === null) {
      rest += pool.total;
      add({ ...pool.fixed, ...Object.fromEntries(open.map((name) => [name, unallocated])) }, pool.total, pool.lines);
    } else for (const [key, part] of parts) add({ ...pool.fixed, ...(JSON.parse(key) as Segment) }, part, pool.lines);
  }
  const segments = joinBy(ask, [...totals.values()]);
  return {
    segments,
    ledger: lines.reduce((sum, { amount_minor }) => sum + amount_minor, 0n),
    unallocated: rest,
    lines: lines.length,
    missing,
  };
}

/** Weights by the text of the open dimensions' values, from the tickets that fit what the line says of itself. */
async function weightsOf(
  queries: MetricQueries,
  ask: Ask,
  rule: string,
  open: readonly Dimension[],
  fixed: Segment,
): Promise<ReadonlyMap<string, bigint> | null> {
  const keyOf = (segment: Segment): string =>
    JSON.stringify(Object.fromEntries(open.map((name) => [name, segment[name] ?? 'unknown'])));
  const weights = new Map<string, bigint>();
  const add = (segment: Segment, weight: number): void => {
    if (weight > 0) weights.set(keyOf(segment), (weights.get(keyOf(segment)) ?? 0n) + BigInt(weight));
  };
  if (rule === 'headcount' && open.length === 1 && open[0] === 'team') {
    const force = await workforceOf(queries, ask);
    for (const post of [...force.posts.values()].flat())
      if (post.team !== null) add({ team: post.team }, fteDays([post], force.start_day, force.end_day));
    return weights;
  }
  const fits = Object.fromEntries(
    Object.entries(fixed).filter(([name]) => ofWork.includes(name as Dimension)),
  ) as Segment;
  const by = [...new Set<Dimension>([...open, ...(Object.keys(fits) as Dimension[])])];
  if (rule === 'cases') {
    const rows = await queries.tally(
      { ...ask, by, where: {} },
      { relation: tickets('resolved'), at: 'resolved_s', span: 'period', where: counted, columns: [] },
    );
    for (const { segment, n } of rows) if (isIn(fits, segment)) add(segment, n);
    return weights;
  }
  for (const { segment, worked_s } of await secondsByTicket(queries, { ...ask, by, where: {} }))
    if (isIn(fits, segment)) add(segment, worked_s);
  return weights;
}

const valueOf = (row: FactRow, name: Dimension): string | null => {
  const value = row[name === 'cost_kind' ? 'kind' : name];
  return value === null || value === undefined ? null : String(value);
};

/** Only what lies in the asked segment, by the asked dimensions. */
function joinBy(ask: Ask, found: readonly CostSegment[]): readonly CostSegment[] {
  const groups = new Map<string, CostSegment>(
    ask.by.length === 0 ? [['{}', { segment: {}, total: 0n, lines: 0 }]] : [],
  );
  for (const { segment, total, lines } of found.filter((one) => isIn(ask.where, one.segment))) {
    const cut = Object.fromEntries([...ask.by].sort().map((name) => [name, segment[name] ?? 'unknown'])) as Segment;
    const key = JSON.stringify(cut);
    const before = groups.get(key) ?? { segment: cut, total: 0n, lines: 0 };
    groups.set(key, { segment: cut, total: before.total + total, lines: before.lines + lines });
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
