import { InternalError } from '../errors.ts';
import { factsOf, groupBy, grouping, onlyWhere, type Batch, type Statement, type Wanted } from './compile.ts';

/** From this many measures on, counting once by time and adding up is cheaper than a filter a measure over every row. */
const worthwhile = 12;

/**
 * May a batch be counted by stretches of time first? Counts and sums over one date add up, whatever the periods; distinct counts and
 * ranks do not.
 */
export function canPreAggregate({ wanted }: Batch): boolean {
  const [first] = wanted;
  return (
    wanted.length > worthwhile &&
    wanted.every(
      ({ measure }) =>
        (measure.kind === 'count' || measure.kind === 'sum') &&
        measure.span !== 'any' &&
        measure.at !== null &&
        measure.at === first?.measure.at,
    )
  );
}

/**
 * The same answer as `compile` for many periods at once: rows are counted once by the stretch of time between two boundaries of any
 * period, then each measure adds up its stretches. The histories of a report cost one pass instead of one a week.
 */
export function compilePreAggregated(batch: Batch): Statement {
  const { sql: facts, dimensions } = factsOf(batch);
  const keys = dimensions.map((dimension) => `d_${dimension}`);
  const boundaries = [...new Set(batch.wanted.flatMap(boundsOf))].sort((a, b) => a - b);
  const at = batch.wanted[0]?.measure.at ?? '';
  const bucket = `CASE ${boundaries.map((bound, i) => `WHEN t.${at} < ${bound} THEN ${i}`).join(' ')} ELSE ${boundaries.length} END`;
  const cells = new Map<string, number>();
  for (const { measure } of batch.wanted) {
    const key = cellOf(measure);
    if (!cells.has(key)) cells.set(key, cells.size);
  }
  const counted = [...cells].flatMap(([key, j]) => {
    const { kind, value, where } = JSON.parse(key) as { kind: string; value: string | null; where: string };
    return kind === 'count'
      ? [`count(${onlyWhere(where)}) AS c${j}`]
      : [
          `count(${onlyWhere(where, value ?? '1')}) AS c${j}`,
          `CAST(sum(${onlyWhere(where, `CAST(${value} AS BIGINT)`)}) AS BIGINT) AS v${j}`,
        ];
  });
  const added = batch.wanted.flatMap((wanted, i) => {
    const j = cells.get(cellOf(wanted.measure)) ?? 0;
    const within = bucketsOf(wanted, boundaries);
    const sum = (column: string, name: string): string =>
      `CAST(sum(${onlyWhere(within, `t.${column}`)}) AS BIGINT) AS ${name}`;
    return wanted.measure.kind === 'sum' ? [sum(`c${j}`, `n${i}`), sum(`v${j}`, `s${i}`)] : [sum(`c${j}`, `n${i}`)];
  });
  const shown = batch.wanted.flatMap(({ measure }, i) => (measure.kind === 'sum' ? [`n${i}`, `s${i}`] : [`n${i}`]));
  const cellKeys = [...keys, 'bucket'].map((name) => `t.${name}`);
  return {
    dimensions,
    sql: [
      `WITH facts AS (\n  ${facts}\n),`,
      `dated AS (SELECT t.*, ${bucket} AS bucket FROM facts AS t),`,
      `cells AS (\n  SELECT ${[...cellKeys, ...counted].join(', ')}\n  FROM dated AS t GROUP BY ${cellKeys.join(', ')}\n),`,
      `grouped AS (\n  SELECT ${[...grouping(keys), ...added].join(',\n    ')}\n  FROM cells AS t${groupBy(batch.sets)}\n)`,
      `SELECT ${['g', ...keys, ...shown].join(', ')} FROM grouped`,
    ].join('\n'),
  };
}

/** What is counted, whenever it happened. */
const cellOf = (measure: Wanted['measure']): string =>
  JSON.stringify({
    kind: measure.kind,
    value: measure.kind === 'sum' ? measure.value.text : null,
    where: measure.where === undefined ? 'TRUE' : `(${measure.where.text})`,
  });

const boundsOf = ({ measure, start_s, end_s }: Wanted): readonly number[] =>
  measure.span === 'period' ? [start_s, end_s] : [measure.span === 'before_start' ? start_s : end_s];

/** Stretch i holds the rows from boundary i - 1 (inclusive) to boundary i; stretch 0 those before all. */
function bucketsOf(wanted: Wanted, boundaries: readonly number[]): string {
  const [first, last] = boundsOf(wanted).map((bound) => boundaries.indexOf(bound));
  if (first === undefined || first < 0) throw new InternalError('A measure has no boundary in its batch.');
  return last === undefined ? `t.bucket <= ${first}` : `t.bucket > ${first} AND t.bucket <= ${last}`;
}
