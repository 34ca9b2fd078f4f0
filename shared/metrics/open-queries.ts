import { InternalError } from '../errors.ts';
import { allTables, type TableName } from '../lake/tables.ts';
import { zonedDayStart_s } from '../time/zone.ts';
import { emptyOf, isEmpty, numberOf, resultOf, textOf } from './answers.ts';
import type { QueryResult } from '../ports.ts';
import type { FactRow, Ran, Tally, TallyRow } from './queries.ts';
import type { Ask, MetricQueries } from './model.ts';
import { canPreAggregate, compilePreAggregated } from './pre-aggregate.ts';
import { compile, compileTally, maskOf, type Batch, type Wanted } from './compile.ts';
import type { MeasureContext } from './context.ts';
import { checkedParts } from './checks.ts';
import type { AnyResult, Measure, Measurements, RanksMeasure } from './measure.ts';
import { gapsOf, gapsSql, noGaps } from './knowledge.ts';
import { refine } from './refine.ts';
import type { Frame, Relation } from './relation.ts';
import { ticketsThen } from './relations/past.ts';
import { scopeOf } from './scope.ts';
import { segmentKey } from './segments.ts';
import { checkMeasures } from './measure-check.ts';
import { checkSql } from './sql-check.ts';
import type { Dimension, Segment } from './value.ts';

const refine_above = 5_000_000;
const at_once = 4;
/**
 * To find the tickets of a past instant is most of the work of a statement about them: they are kept for the next one. Above so many
 * each statement finds them anew, because a kept one takes up to a kilobyte of memory.
 */
const most_kept = 500_000;
/** Aggregates in one statement: Athena takes 262,144 bytes of text. */
const most_measures = 120;

interface Request extends Widened {
  readonly ask: Ask;
  readonly measure: Measure;
  readonly answer: (bySegment: ReadonlyMap<string, AnyResult>) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * How an ask is put to the engine. One for a slice that is one of many is asked of all of them at once, cut by the slice's dimension:
 * the other slices then find the same statement answered (MeasureContext.together).
 */
interface Widened {
  readonly where: Segment;
  readonly by: readonly Dimension[];
  /** Of the rows that come back, those of the slice itself. */
  readonly own: Segment;
}

function widened({ where = {}, by }: Pick<Ask, 'where' | 'by'>, together: readonly Dimension[]): Widened {
  const isOwn = ([name]: readonly [string, unknown]): boolean => together.includes(name as Dimension);
  const conditions = Object.entries(where);
  const own = Object.fromEntries(conditions.filter(isOwn)) as Segment;
  return {
    where: Object.fromEntries(conditions.filter((one) => !isOwn(one))) as Segment,
    by: [...new Set([...by, ...(Object.keys(own) as Dimension[])])],
    own,
  };
}

/** The rows of an answer as objects, made once however often it is asked. */
const objectsOf = new WeakMap<QueryResult, readonly FactRow[]>();

/** Questions to a warehouse. `ran` collects every statement. Reads first which tables have rows, in one statement. */
export async function openQueries(context: MeasureContext, ran: Ran[] = []): Promise<MetricQueries> {
  const known = new Map<string, Promise<readonly FactRow[]>>();
  const rows = (name: string, sql: string): Promise<readonly FactRow[]> => {
    const before = known.get(sql);
    if (before) return before;
    const asked = limited(async () => {
      const result = await context.warehouse.query(name, checkSql(name, sql));
      ran.push({ name, sql, rows: result.rows.length });
      const objects =
        objectsOf.get(result) ??
        result.rows.map((row) => Object.fromEntries(result.columns.map((column, i) => [column, row[i] ?? null])));
      objectsOf.set(result, objects);
      return objects;
    });
    known.set(sql, asked);
    return asked;
  };
  const { together = [] } = context;
  const limited = limit(at_once);
  const sizes = await sizesOf(rows);
  const present = new Set([...sizes].filter(([, n]) => n > 0).map(([table]) => table));
  const past = context.watermark_s !== null && context.as_of_s < context.watermark_s;
  const looks_back = past && (context.looks_back ?? true);
  const gaps = present.has('tickets') ? gapsOf((await rows('gaps', gapsSql))[0], looks_back) : noGaps;
  const account_days = present.has('accounts') ? await accountDays(rows, context) : [];
  const instant = {
    as_of_s: context.as_of_s,
    past,
    looks_back,
    present,
    account_days,
    tells_team: gaps.tells_team && !past,
  };
  const frame = (ask: Ask): Frame => {
    const { start_s, end_s } = scopeOf(ask.period, context, present);
    return { ...instant, start_s, end_s };
  };
  if (past && (sizes.get('tickets') ?? 0) <= most_kept)
    await context.warehouse.keep?.(ticketsThen({ ...instant, start_s: 0, end_s: instant.as_of_s }));

  let queue: Request[] = [];
  const flush = async (): Promise<void> => {
    const requests = queue;
    queue = [];
    await answerAll(requests);
  };
  const answerAll = async (requests: readonly Request[]): Promise<void> => {
    await Promise.all(
      batchesOf(requests, frame).map(async ({ batch, waiting }) => {
        try {
          await answer(batch, waiting, rows, sizes, context.refine_above ?? refine_above);
        } catch (error) {
          await apart(
            waiting.flatMap(({ requests: own }) => own),
            error,
          );
        }
      }),
    );
  };
  /** A batch failed: each metric asks alone, so that a bad measure fails its own metric. When none succeeds, the engine failed. */
  const apart = async (requests: readonly Request[], error: unknown): Promise<void> => {
    const byMetric = [...Map.groupBy(requests, ({ ask }) => ask.metric.id)];
    const failed: (readonly [metric: string, requests: readonly Request[], error: unknown])[] = [];
    if (byMetric.length > 1)
      await Promise.all(
        byMetric.map(async ([metric, own]) => {
          const tried = own.map((request) => ({
            ...request,
            fail: (cause: unknown) => failed.push([metric, [request], cause]),
          }));
          await answerAll(tried);
        }),
      );
    else failed.push([byMetric[0]?.[0] ?? '', requests, error]);
    const isItsOwn = new Set(failed.map(([metric]) => metric)).size < byMetric.length;
    for (const [metric, own, cause] of failed)
      for (const request of own)
        request.fail(
          isItsOwn
            ? new InternalError(`Metric ${metric}: its query fails, those of other metrics do not: ${String(cause)}`, {
                cause,
              })
            : cause,
        );
  };
  const enqueue = (ask: Ask, measure: Measure): Promise<ReadonlyMap<string, AnyResult>> =>
    new Promise((resolve, reject) => {
      if (queue.length === 0) void laterInThisTurn().then(flush);
      queue.push({ ask, measure, ...widened(ask, together), answer: resolve, fail: reject });
    });

  const queries: MetricQueries = {
    context,
    present,
    gaps,
    frame,
    rows,
    scope: (ask) => ({
      ...scopeOf(ask.period, context, present, ask.companions ?? true),
      by: ask.by,
      bounded: ask.bounded ?? false,
    }),
    tally: async <K extends string, S extends string>(
      ask: Ask,
      { relation, columns, sums, ...rest }: Tally<string, K, S>,
    ): Promise<readonly TallyRow<K | S>[]> => {
      if (!relation.tables.every((table) => present.has(table))) return [];
      const { where, by, own } = widened(ask, together);
      const { sql, dimensions } = compileTally(relation, { frame: frame(ask), where, by }, rest, columns, sums ?? {});
      const cuts = dimensions.filter((dimension) => ask.by.includes(dimension));
      const found = (await rows(relation.name, sql)).filter((row) => isOf(own, row));
      return found.map((row) => ({
        segment: Object.fromEntries(cuts.map((dimension) => [dimension, textOf(row[`d_${dimension}`])])),
        n: numberOf(row.n) ?? 0,
        row: row as TallyRow<K | S>['row'],
      }));
    },
    metric: (ask) => checkedParts(ask, queries),
    measure: async <M extends Readonly<Record<string, Measure>>>(ask: Ask, measures: M) => {
      checkMeasures(ask.metric.id, measures);
      const names = Object.keys(measures);
      const results = await Promise.all(
        names.map((name) => {
          const measure = measures[name] as Measure;
          return measure.where?.text !== 'FALSE' && measure.relation.tables.every((table) => present.has(table))
            ? enqueue(ask, measure)
            : Promise.resolve(new Map<string, AnyResult>());
        }),
      );
      return joined(ask, measures, names, results);
    },
  };
  return queries;
}

/** Segments of all measures of an ask, in ascending order; the whole is always there. */
function joined<M extends Readonly<Record<string, Measure>>>(
  ask: Ask,
  measures: M,
  names: readonly string[],
  results: readonly ReadonlyMap<string, AnyResult>[],
): readonly Measurements<M>[] {
  const keys = new Set(results.flatMap((result) => [...result.keys()]));
  if (ask.by.length === 0) keys.add('{}');
  return [...keys]
    .sort()
    .map((key) => ({
      segment: JSON.parse(key) as Segment,
      measured: Object.fromEntries(
        names.map((name, i) => [name, results[i]?.get(key) ?? emptyOf(measures[name] as Measure)]),
      ) as unknown as Measurements<M>['measured'],
    }))
    .filter(
      ({ measured }) =>
        ask.by.length === 0 ||
        ask.period.kind === 'all' ||
        Object.values<AnyResult>(measured).some((one) => !isEmpty(one)),
    );
}

/** Puts requests together that can share a scan: same relation, credit, segment and, where it matters, same end. */
function batchesOf(
  requests: readonly Request[],
  frame: (ask: Ask) => Frame,
): readonly { readonly batch: Batch; readonly waiting: readonly Waiting[] }[] {
  const groups = new Map<string, { relation: Relation; frame: Frame; where: Segment; requests: Request[] }>();
  for (const request of requests) {
    const { where, by } = request;
    const { relation } = request.measure;
    const of = frame(request.ask);
    const dimensions = [...by, ...(Object.keys(where) as Dimension[])];
    const key = `${relation.key(dimensions, of)} | ${segmentKey(where)}`;
    const group = groups.get(key) ?? { relation, frame: of, where, requests: [] };
    group.requests.push(request);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ relation, frame: first, where, requests: asked }) => {
    const slots = new Map<string, { wanted: Wanted; requests: Request[] }>();
    for (const request of asked) {
      const wanted = normalised(request.measure, frame(request.ask));
      const { relation: _, ...text } = wanted.measure;
      const key = JSON.stringify([text, wanted.start_s, wanted.end_s]);
      const slot = slots.get(key) ?? { wanted, requests: [] };
      slot.requests.push(request);
      slots.set(key, slot);
    }
    const all = [...slots.values()];
    const pieces = Array.from({ length: Math.ceil(all.length / most_measures) }, (_, i) =>
      all.slice(i * most_measures, (i + 1) * most_measures),
    );
    return pieces.map((piece) => {
      const sets = uniqueSets(piece.flatMap((slot) => slot.requests.map(({ by }) => by)));
      return {
        batch: { relation, frame: first, where, sets, wanted: piece.map((slot) => slot.wanted) },
        waiting: piece.map((slot, i) => ({ ...slot, i })),
      };
    });
  });
}
/** The opening number of a period is the closing one of the period before: both read "before this instant", and are asked once. */
function normalised(measure: Measure, { start_s, end_s }: Frame): Wanted {
  if (measure.span === 'before_start')
    return { measure: { ...measure, span: 'before_end' }, start_s: 0, end_s: start_s };
  return { measure, start_s: measure.span === 'before_end' ? 0 : start_s, end_s };
}
interface Waiting {
  readonly wanted: Wanted;
  readonly requests: readonly Request[];
  readonly i: number;
}

async function answer(
  batch: Batch,
  waiting: readonly Waiting[],
  rows: (name: string, sql: string) => Promise<readonly FactRow[]>,
  sizes: ReadonlyMap<string, number>,
  limit: number,
): Promise<void> {
  const isLarge = await exceeds(batch, rows, sizes, limit);
  const isRefined = ({ wanted }: Waiting): boolean => isLarge && wanted.measure.kind === 'ranks';
  const direct = waiting.filter((one) => !isRefined(one));
  const own = { ...batch, wanted: direct.map((one) => one.wanted) };
  const statement = canPreAggregate(own) ? compilePreAggregated(own) : compile(own);
  const found = direct.length === 0 ? [] : await rows(batch.relation.name, statement.sql);
  const { dimensions } = statement;
  const rowsFor = rowsBySet(found, dimensions);
  for (const [place, { wanted, requests }] of direct.entries())
    for (const request of requests)
      request.answer(segmentsOf(request, rowsFor(request), (row) => resultOf(wanted.measure, place, row)));
  for (const { wanted, requests } of waiting.filter(isRefined)) {
    const measure = wanted.measure as RanksMeasure;
    const all = await refine(batch, { ...wanted, measure }, rows, (row) => keyOf(row, dimensions));
    const asRows = [...all.keys()].map((key) => rowOf(key, dimensions));
    const refined = rowsBySet(asRows, dimensions);
    const resultFor = (row: FactRow): AnyResult => all.get(keyOf(row, dimensions)) ?? emptyOf(measure);
    for (const request of requests) request.answer(segmentsOf(request, refined(request), resultFor));
  }
}

/** A row of a statement by its grouping set and its values of the dimensions. */
const keyOf = (row: FactRow, dimensions: readonly Dimension[]): string =>
  JSON.stringify([numberOf(row.g) ?? 0, ...dimensions.map((dimension) => row[`d_${dimension}`] ?? null)]);
function rowOf(key: string, dimensions: readonly Dimension[]): FactRow {
  const [g, ...values] = JSON.parse(key) as [number, ...(string | null)[]];
  return Object.fromEntries([['g', g], ...dimensions.map((dimension, i) => [`d_${dimension}`, values[i] ?? null])]);
}

const isOf = (own: Segment, row: FactRow): boolean =>
  Object.entries(own).every(([name, value]) => textOf(row[`d_${name}`]) === value);

/** The rows of one grouping set and one slice; looked for once for all measures that ask for them. */
function rowsBySet(
  found: readonly FactRow[],
  dimensions: readonly Dimension[],
): (of: Pick<Widened, 'by' | 'own'>) => readonly FactRow[] {
  const known = new Map<string, readonly FactRow[]>();
  return ({ by, own }) => {
    const mask = maskOf(by, dimensions);
    const key = `${mask} ${segmentKey(own)}`;
    const rows = known.get(key) ?? found.filter((row) => (numberOf(row.g) ?? 0) === mask && isOf(own, row));
    known.set(key, rows);
    return rows;
  };
}

/** Results by the text of their segment, as the ask cuts it. */
function segmentsOf(
  { ask }: Request,
  rows: readonly FactRow[],
  resultFor: (row: FactRow) => AnyResult,
): ReadonlyMap<string, AnyResult> {
  const by = [...ask.by].sort();
  return new Map(
    rows.map((row) => [
      JSON.stringify(Object.fromEntries(by.map((dimension) => [dimension, textOf(row[`d_${dimension}`])]))),
      resultFor(row),
    ]),
  );
}

/** Are there more rows in the window than arrays should hold? Asked only when the table itself is larger. */
async function exceeds(
  batch: Batch,
  rows: (name: string, sql: string) => Promise<readonly FactRow[]>,
  sizes: ReadonlyMap<string, number>,
  limit: number,
): Promise<boolean> {
  const ranked = batch.wanted.filter(({ measure }) => measure.kind === 'ranks');
  if (ranked.length === 0 || batch.relation.tables.every((table) => (sizes.get(table) ?? 0) <= limit)) return false;
  const measure: Measure = { kind: 'count', relation: batch.relation, at: null, span: 'any' };
  const any = ranked.map(({ measure: { at, span, relation }, start_s, end_s }) => ({
    measure: { kind: 'count', at, span, relation } as Measure,
    start_s,
    end_s,
  }));
  const { sql } = compile({ ...batch, sets: [[]], wanted: any });
  const [row] = await rows(`${measure.relation.name} size`, sql);
  return any.some((_, i) => (numberOf(row?.[`n${i}`]) ?? 0) > limit);
}

/** Rows of every table, in one statement: 0 is "no input". */
async function sizesOf(
  rows: (name: string, sql: string) => Promise<readonly FactRow[]>,
): Promise<Map<TableName, number>> {
  const found = await rows(
    'tables',
    allTables.map(({ name }) => `SELECT '${name}' AS name, count(*) AS n FROM ${name}`).join(' UNION ALL '),
  );
  return new Map(found.map((row) => [textOf(row.name) as TableName, numberOf(row.n) ?? 0]));
}

async function accountDays(
  rows: (name: string, sql: string) => Promise<readonly FactRow[]>,
  context: MeasureContext,
): Promise<Frame['account_days']> {
  const found = await rows(
    'account days',
    'SELECT from_day AS day FROM accounts WHERE from_day IS NOT NULL UNION SELECT to_day AS day FROM accounts WHERE to_day IS NOT NULL',
  );
  return found
    .map((row) => numberOf(row.day) ?? 0)
    .sort((a, b) => a - b)
    .map((day) => [day, zonedDayStart_s(day, context.organisation.time_zone)] as const);
}

const uniqueSets = (sets: readonly (readonly Dimension[])[]): readonly (readonly Dimension[])[] =>
  [...new Set(sets.map((set) => JSON.stringify([...set].sort())))].map((text) => JSON.parse(text) as Dimension[]);

/** Lets every metric that is being evaluated ask first, so that their questions share statements. */
async function laterInThisTurn(): Promise<void> {
  for (let hop = 0; hop < 20; hop++) await Promise.resolve();
}

/** At most `most` pieces of work at a time. */
function limit(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((go) => waiting.push(go));
    running++;
    try {
      return await work();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}
