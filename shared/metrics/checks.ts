import { UsageError } from '../errors.ts';
import type { Ask, Metric, MetricQueries, Part } from './model.ts';
import { noData } from './outcome.ts';
import type { Dimension, Reason, Segment } from './value.ts';

/** Names of pieces that a metric answers by itself; asking "by" them changes nothing. */
const pieces: ReadonlySet<Dimension> = new Set(['part', 'hours', 'base_metric', 'group_dimension']);

/**
 * One metric's elements, after the checks that come before any computation: dimensions, inputs, complete sources. A report that is
 * limited to a segment the metric does not know gets no number for it, with the reason, and all its others.
 * @throws UsageError for a cut the metric does not have
 */
export async function checkedParts(ask: Ask, queries: MetricQueries): Promise<readonly Part[]> {
  const { metric } = ask;
  const where = ask.where ?? {};
  const refused = ask.by.filter((dimension) => !metric.dimensions.includes(dimension));
  if (refused.length > 0)
    throw new UsageError(
      `${metric.id} cannot be cut by ${refused.join(', ')}. It can be cut by: ${metric.dimensions.join(', ') || 'nothing'}.`,
    );
  const beyond = (Object.keys(where) as Dimension[]).filter((dimension) => !canLimit(metric, dimension));
  if (beyond.length > 0)
    return [{ segment: {}, value: noData('not_defined'), extras: { why: `not known by ${beyond.join(', ')}` } }];
  const reason = behind(ask, queries) ?? missing(metric, queries);
  if (reason !== null) return [{ segment: {}, value: noData(reason) }];
  const by = ask.by.filter((dimension) => !pieces.has(dimension) || dimension === 'group_dimension');
  const [asked, rest] = [true, false].map((isPiece) =>
    Object.fromEntries(Object.entries(where).filter(([name]) => pieces.has(name as Dimension) === isPiece)),
  ) as [Segment, Segment];
  const parts = await metric.evaluate(queries, { ...ask, by, where: rest, pieces: asked });
  if (parts.length === 0 && ask.by.length === 0) return [{ segment: {}, value: noData(nothing(metric)) }];
  return parts.filter(({ segment }) =>
    Object.entries(asked).every(([name, value]) => name === 'group_dimension' || segment[name as Dimension] === value),
  );
}

/** Why a metric that is only ever cut has no segment at all. */
const nothing = (metric: Metric): Reason =>
  metric.no_data.find((reason) => !reason.startsWith('no_input:')) ?? 'empty_population';

/** May a metric be asked for inside a segment of this dimension? */
export const canLimit = (metric: Metric, dimension: Dimension): boolean =>
  metric.dimensions.includes(dimension) || (metric.slices ?? []).includes(dimension);

/** The first table without any row, in the order of the definition. */
const missing = (metric: Metric, queries: MetricQueries): Reason | null => {
  const table = metric.requires.find((name) => !queries.present.has(name));
  return table === undefined ? null : `no_input:${table}`;
};

/**
 * A helpdesk in use that was not read up to the end of the period makes its numbers incomplete. Of a period that still runs, of "all",
 * and of files, what was read stands as of then, as long as some of it was. A period that ends before the first data has no number.
 */
function behind({ metric, period, where }: Ask, { context }: Pick<MetricQueries, 'context'>): Reason | null {
  if (!metric.inputs.some((input) => /^(tickets|ticket_|surveys)/.test(input))) return null;
  const { reach = [], asked_s = context.as_of_s } = context;
  const inUse = reach.filter(({ source }) => where?.source === undefined || where.source === source);
  const isOver = period.kind !== 'all' && period.end_s <= asked_s;
  const isLate = inUse.some(
    ({ complete_until_s, is_by_data }) =>
      complete_until_s < (isOver && is_by_data !== true ? period.end_s : period.start_s + 1),
  );
  const isEarly =
    period.kind !== 'all' &&
    inUse.length > 0 &&
    inUse.every(({ begins_s }) => begins_s !== undefined && begins_s >= period.end_s);
  return isLate || isEarly ? 'incomplete_source' : null;
}
