import { UsageError } from '../errors.ts';
import type { Bench } from './bench.ts';
import type { Ask } from './context.ts';
import { requiredTables, type Metric, type Part } from './definition.ts';
import { noData } from './outcome.ts';
import type { Dimension, Reason } from './value.ts';

/** Names of pieces that a metric answers by itself; asking "by" them changes nothing. */
const pieces: ReadonlySet<Dimension> = new Set(['part', 'hours', 'base_metric', 'group_dimension']);

/** One metric's elements, after the checks that come before any computation: dimensions, inputs, complete sources. */
export async function checkedParts(ask: Ask, bench: Bench): Promise<readonly Part[]> {
  const { metric } = ask;
  const where = ask.where ?? {};
  for (const dimension of [...ask.by, ...(Object.keys(where) as Dimension[])]) {
    if (!metric.dimensions.includes(dimension))
      throw new UsageError(
        `${metric.id} cannot be cut by ${dimension}. It can be cut by: ${metric.dimensions.join(', ') || 'nothing'}.`,
      );
  }
  const reason = behind(ask, bench) ?? missing(metric, bench);
  if (reason !== null) return [{ segment: {}, value: noData(reason) }];
  const by = ask.by.filter((dimension) => !pieces.has(dimension));
  const ofPieces = Object.entries(where).filter(([dimension]) => pieces.has(dimension as Dimension));
  const rest = Object.fromEntries(
    Object.entries(where).filter(([dimension]) => !pieces.has(dimension as Dimension)),
  ) as Ask['where'];
  const parts = await metric.evaluate(bench, { ...ask, by, where: rest ?? {} });
  return parts.filter(({ segment }) =>
    ofPieces.every(([dimension, value]) => segment[dimension as Dimension] === value),
  );
}

/** The first table without any row, in the order of the definition. */
const missing = (metric: Metric, bench: Bench): Reason | null => {
  const table = requiredTables(metric).find((name) => !bench.present.has(name));
  return table === undefined ? null : `no_input:${table}`;
};

/** A helpdesk that has not been read up to the end of the known part of the period makes its numbers incomplete. */
function behind(ask: Ask, bench: Bench): Reason | null {
  const needed_s = Math.min(ask.period.end_s, bench.context.as_of_s);
  const fromHelpdesk = ask.metric.inputs.some((input) => /^(tickets|ticket_|surveys)/.test(input));
  const late = (bench.context.sources_behind ?? []).filter(
    ({ source, complete_until_s }) =>
      complete_until_s < needed_s && (ask.where?.source === undefined || ask.where.source === source),
  );
  return fromHelpdesk && late.length > 0 ? 'incomplete_source' : null;
}
