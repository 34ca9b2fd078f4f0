import { literal } from '../lake/literal.ts';
import type { Ports } from '../ports.ts';
import type { Answer, ReportContext } from '../report/facts.ts';

/** Answers to numbers of the periods that a report looks at, of its slice alone. */
export async function answersTo(
  { slice, periods }: ReportContext,
  { warehouse }: Pick<Ports, 'warehouse'>,
): Promise<readonly Answer[]> {
  const ids = periods.history.map(({ id }) => literal(id)).join(', ');
  const own =
    slice === null ? 'dimension IS NULL' : `dimension = ${literal(slice.dimension)} AND value = ${literal(slice.id)}`;
  const { rows } = await warehouse.query(
    'rows of answers',
    `SELECT metric, period, owner, text, by_day FROM answers WHERE period IN (${ids}) AND ${own} ORDER BY period, metric`,
  );
  return rows.map(([metric, period, owner, text, by_day]) => ({
    metric: String(metric),
    period: String(period),
    owner: String(owner),
    text: typeof text === 'string' ? text : null,
    by_day: typeof by_day === 'number' ? by_day : null,
  }));
}
