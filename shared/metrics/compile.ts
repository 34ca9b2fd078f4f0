import { InternalError, UsageError } from '../errors.ts';
import { literal } from '../lake/literal.ts';
import { approximationOf, firstLower, firstUpper, lowerCount, upperCount } from '../stats/rank-candidates.ts';
import type { CountMeasure, Measure } from './measure.ts';
import type { Frame, Relation } from './relation.ts';
import type { Sql } from './sql.ts';
import type { Dimension, Segment } from './value.ts';

/** One measure of one ask, over the known part of its period. */
export interface Wanted {
  readonly measure: Measure;
  readonly start_s: number;
  readonly end_s: number;
}
/** Everything that shares one scan: a relation, a segment, all measures and all ways to cut. */
export interface Batch {
  readonly relation: Relation;
  readonly frame: Frame;
  readonly where: Segment;
  /** Grouping sets; [] is the whole. */
  readonly sets: readonly (readonly Dimension[])[];
  readonly wanted: readonly Wanted[];
}
export interface Statement {
  readonly sql: string;
  /** Dimensions in the order of the grouping bits. */
  readonly dimensions: readonly Dimension[];
}

/** The half-open period, written once: every condition on time comes from here. */
export function timeOf({ measure, start_s, end_s }: Wanted): string | null {
  if (measure.span === 'any') return null;
  if (measure.at === null) throw new InternalError(`A measure of ${measure.relation.name} has a span but no time.`);
  const at = `t.${measure.at}`;
  if (measure.span === 'period') return `${at} >= ${start_s} AND ${at} < ${end_s}`;
  return `${at} < ${measure.span === 'before_start' ? start_s : end_s}`;
}

/** Condition of one measure: its time and its own words. */
export const conditionOf = (wanted: Wanted): string =>
  [timeOf(wanted), wanted.measure.where === undefined ? null : `(${wanted.measure.where.text})`]
    .filter((one) => one !== null)
    .join(' AND ') || 'TRUE';

/**
 * The value where a condition holds, else null, which no aggregate sees. Not FILTER: DuckDB makes a copy of every column of the
 * statement for each of them, so that a hundred cost five times as much as this.
 */
export const onlyWhere = (condition: string, value = '1'): string => `CASE WHEN ${condition} THEN ${value} END`;

/** The rows of a batch with the dimensions as columns d_<name>: `SELECT t.*, ... FROM ...`. */
export function factsOf(batch: Batch): { readonly sql: string; readonly dimensions: readonly Dimension[] } {
  const { relation, frame } = batch;
  const dimensions = [...new Set(batch.sets.flat())].sort();
  const filters = Object.keys(batch.where).sort() as Dimension[];
  const cut = (dimension: Dimension) => {
    const found = relation.cut(dimension, frame);
    if (!found) throw new UsageError(`Rows of ${relation.name} cannot be cut by ${dimension}.`);
    return found;
  };
  const joins = [...new Set([...dimensions, ...filters].flatMap((dimension) => cut(dimension).joins))];
  const always = relation.where?.(frame);
  const conditions = [
    ...(always === undefined ? [] : [always]),
    ...filters.map((dimension) => `${cut(dimension).sql} = ${literal(batch.where[dimension] ?? 'unknown')}`),
    ...windowOf(batch.wanted),
  ];
  const columns = ['t.*', ...dimensions.map((dimension) => `${cut(dimension).sql} AS d_${dimension}`)];
  return {
    dimensions,
    sql:
      `SELECT ${columns.join(', ')} FROM ${relation.from(frame)}${joins.map((join) => `\n    ${join}`).join('')}` +
      (conditions.length === 0 ? '' : `\n    WHERE ${conditions.join(' AND ')}`),
  };
}

/** One statement for a batch. Measures with different dates share the scan: each has its period in its own FILTER. */
export function compile(batch: Batch): Statement {
  const { sql: facts, dimensions } = factsOf(batch);
  const keys = dimensions.map((dimension) => `d_${dimension}`);
  const grouped = [...grouping(keys), ...batch.wanted.flatMap((wanted, i) => aggregatesOf(wanted, i))];
  const bounds = batch.wanted.flatMap(boundsOf);
  const shown = ['g', ...keys, ...batch.wanted.flatMap(({ measure }, i) => columnsOf(measure, i))];
  return {
    dimensions,
    sql: [
      `WITH facts AS (\n  ${facts}\n),`,
      `grouped AS (\n  SELECT ${grouped.join(',\n    ')}\n  FROM facts AS t${groupBy(batch.sets)}\n)${bounds.length === 0 ? '' : ','}`,
      ...(bounds.length === 0 ? [] : [`bounded AS (\n  SELECT *, ${bounds.join(',\n    ')}\n  FROM grouped\n)`]),
      `SELECT ${shown.join(', ')} FROM ${bounds.length === 0 ? 'grouped' : 'bounded'}`,
    ].join('\n'),
  };
}

/** Rows of a relation counted and summed by the asked dimensions and by plain columns. */
export function compileTally(
  relation: Relation,
  { frame, where, by }: { readonly frame: Frame; readonly where: Segment; readonly by: readonly Dimension[] },
  asked: Pick<CountMeasure, 'at' | 'span' | 'where'>,
  columns: readonly string[],
  sums: Readonly<Record<string, Sql>>,
): Statement {
  const wanted = {
    measure: { kind: 'count', relation, ...asked },
    start_s: frame.start_s,
    end_s: frame.end_s,
  } as const;
  const { sql, dimensions } = factsOf({ relation, frame, where, sets: [by], wanted: [wanted] });
  const keys = [...dimensions.map((dimension) => `t.d_${dimension}`), ...columns.map((column) => `t.${column}`)];
  const totals = Object.entries(sums).map(([name, of]) => `CAST(sum(CAST(${of.text} AS BIGINT)) AS BIGINT) AS ${name}`);
  return {
    dimensions,
    sql: [
      `WITH facts AS (\n  ${sql}\n)`,
      `SELECT ${[...keys, 'count(*) AS n', ...totals].join(', ')} FROM facts AS t WHERE ${conditionOf(wanted)}`,
      ...(keys.length === 0 ? [] : [`GROUP BY ${keys.join(', ')} ORDER BY ${keys.join(', ')}`]),
    ].join('\n'),
  };
}

/** The bits that grouping() gives a set: 1 where the dimension is not in it. */
export const maskOf = (set: readonly Dimension[], dimensions: readonly Dimension[]): number =>
  dimensions.reduce((mask, dimension) => mask * 2 + (set.includes(dimension) ? 0 : 1), 0);

export const grouping = (keys: readonly string[]): readonly string[] => [
  `${keys.length === 0 ? '0' : `grouping(${keys.join(', ')})`} AS g`,
  ...keys,
];

/** GROUP BY for the sets, each with `more` columns; nothing to group by needs no clause. */
export function groupBy(sets: Batch['sets'], more: readonly string[] = []): string {
  if (sets.every((set) => set.length === 0)) return more.length === 0 ? '' : `\n  GROUP BY ${more.join(', ')}`;
  const texts = new Set(sets.map((set) => `(${[...more, ...[...set].sort().map((one) => `d_${one}`)].join(', ')})`));
  return `\n  GROUP BY GROUPING SETS (${[...texts].sort().join(', ')})`;
}

function aggregatesOf(wanted: Wanted, i: number): readonly string[] {
  const { measure } = wanted;
  const condition = conditionOf(wanted);
  switch (measure.kind) {
    case 'count':
      return [`count(${onlyWhere(condition)}) AS n${i}`];
    case 'distinct':
      return [`count(DISTINCT ${onlyWhere(condition, measure.value.text)}) AS n${i}`];
    case 'sum':
      return [
        `count(${onlyWhere(condition, measure.value.text)}) AS n${i}`,
        `CAST(sum(${onlyWhere(condition, `CAST(${measure.value.text} AS BIGINT)`)}) AS BIGINT) AS s${i}`,
      ];
    case 'min':
    case 'max':
      return [`${measure.kind}(${onlyWhere(condition, measure.value.text)}) AS e${i}`];
    case 'ranks': {
      const members = `${condition} AND ${measure.value.text} IS NOT NULL`;
      return [
        `count(${onlyWhere(members)}) AS n${i}`,
        `array_sort(array_agg(CAST(${measure.value.text} AS INTEGER)) FILTER (WHERE ${members})) AS a${i}`,
      ];
    }
  }
}

function columnsOf(measure: Measure, i: number): readonly string[] {
  switch (measure.kind) {
    case 'count':
    case 'distinct':
      return [`n${i}`];
    case 'sum':
      return [`n${i}`, `s${i}`];
    case 'min':
    case 'max':
      return [`e${i}`];
    case 'ranks':
      return [
        `n${i}`,
        ...measure.p.flatMap((p, k) => [
          `a${i}[CAST(1 + floor((n${i} - 1) * ${fraction(p)}) AS INTEGER)] AS l${i}_${k}`,
          `a${i}[CAST(1 + ceiling((n${i} - 1) * ${fraction(p)}) AS INTEGER)] AS u${i}_${k}`,
          ...(measure.bounded === true ? candidatesOf(i, k) : []),
        ]),
      ];
  }
}

/** Where the candidates of each bound begin, counted from 1: the ranks of `rankCandidates` as columns of their own. */
function boundsOf({ measure }: Wanted, i: number): readonly string[] {
  if (measure.kind !== 'ranks' || measure.bounded !== true) return [];
  return measure.p.flatMap((p, k) => {
    const { shift, reach } = approximationOf(p);
    const first = (sign: '-' | '+', step: number): string =>
      `greatest(1, ${1 + step} + CAST(floor(n${i} * ${fraction(p)} + ${fraction(shift)} ${sign} ${fraction(reach)} * sqrt(CAST(n${i} AS DOUBLE))) AS INTEGER))`;
    return [`${first('-', firstLower)} AS f${i}_${k}`, `${first('+', firstUpper)} AS g${i}_${k}`];
  });
}
/** The values at those ranks; null beyond the last. */
const candidatesOf = (i: number, k: number): readonly string[] => [
  ...steps(lowerCount).map((j) => `element_at(a${i}, f${i}_${k} + ${j}) AS low${i}_${k}_${j}`),
  ...steps(upperCount).map((j) => `element_at(a${i}, g${i}_${k} + ${j}) AS high${i}_${k}_${j}`),
];
const steps = (n: number): readonly number[] => Array.from({ length: n }, (_, j) => j);
/** A rank subscript is the one place where SQL multiplies by a fraction; TypeScript computes the same rank from the same n. */
const fraction = (x: number): string => `CAST(${x} AS DOUBLE)`;

/** One condition over all measures, so that only the needed rows are read; none when a measure needs every row. */
function windowOf(wanted: readonly Wanted[]): readonly string[] {
  const spans = new Map<string, { low: number; high: number }>();
  for (const one of wanted) {
    const { measure } = one;
    if (measure.span === 'any' || measure.at === null) return [];
    const span = spans.get(measure.at) ?? { low: Infinity, high: -Infinity };
    span.low = Math.min(span.low, measure.span === 'period' ? one.start_s : -Infinity);
    span.high = Math.max(span.high, measure.span === 'before_start' ? one.start_s : one.end_s);
    spans.set(measure.at, span);
  }
  const texts = [...spans]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([at, { low, high }]) =>
      low === -Infinity ? `t.${at} < ${high}` : `t.${at} >= ${low} AND t.${at} < ${high}`,
    );
  return texts.length === 0 ? [] : [texts.length === 1 ? (texts[0] ?? 'TRUE') : `((${texts.join(') OR (')}))`];
}
