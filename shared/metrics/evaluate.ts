import { InternalError } from '../errors.ts';
import type { Ran } from './queries.ts';
import { checkedParts } from './checks.ts';
import { doubtsOf } from './doubts.ts';
import { measuredOf } from './measured.ts';
import type { MeasureContext, Measured } from './context.ts';
import type { Ask } from './model.ts';
import { openQueries } from './open-queries.ts';
import { noData } from './outcome.ts';

export type { Extra, Extras, MeasureContext, Measured, SourceReach } from './context.ts';
export type { Ask } from './model.ts';
export { explain, type Explanation } from './explain.ts';
export { isRunning } from './measured.ts';
export { toJson } from './to-json.ts';

/**
 * Answers all asks: in their order, each with one element a segment and part, segments ascending. Asks of one call share scans,
 * so ask for a whole report at once.
 * A metric with a fault of its own (InternalError) is `no_data: failed` with the reason beside it; the others are answered.
 * @throws UsageError when a metric is asked for a cut it does not have
 */
export async function evaluate(
  asks: readonly Ask[],
  context: MeasureContext,
  ran: Ran[] = [],
): Promise<readonly Measured[]> {
  if (asks.length === 0) return [];
  const queries = await openQueries(context, ran);
  const answers = await Promise.allSettled(
    asks.map(async (ask) => {
      const [parts, doubted] = await Promise.all([checkedParts(ask, queries), doubtsOf(queries, ask)]);
      return parts.map((part) => measuredOf(ask, doubted(part), context));
    }),
  );
  const hasAnswer = answers.some(({ status }) => status === 'fulfilled');
  return answers.flatMap((answer, i) => {
    if (answer.status === 'fulfilled') return answer.value;
    const ask = asks[i];
    const error: unknown = answer.reason;
    if (ask === undefined || !hasAnswer || !(error instanceof InternalError)) throw error;
    return [measuredOf(ask, { segment: {}, value: noData('failed'), extras: { why: error.message } }, context)];
  });
}
