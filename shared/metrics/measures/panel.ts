import type { Ask, Metric, MetricQueries, Part } from '../model.ts';
import type { Extras } from '../context.ts';
import { noData } from '../outcome.ts';
import { segmentKey } from '../segments.ts';
import { meets, targetOf } from '../targets.ts';
import type { Reason, Segment } from '../value.ts';
import { lastDayOf } from './weights.ts';

/** How many of the parts meet their target, each part's value beside it. Parts unknown or without a target are in neither: when no part can be judged there is no number, never 0 of 0. */
export async function panel(queries: MetricQueries, ask: Ask, parts: readonly Metric[]): Promise<readonly Part[]> {
  const found = await Promise.all(
    parts.map(async (metric) => ({ metric, elements: await queries.metric({ ...ask, metric, companions: false }) })),
  );
  const segments = new Map<string, Segment>(ask.by.length === 0 ? [[segmentKey({}), {}]] : []);
  for (const { elements } of found)
    for (const { segment } of elements)
      if (ask.by.every((name) => segment[name] !== undefined)) segments.set(segmentKey(segment), segment);
  const day = lastDayOf(queries, ask.period.end_day);
  return Promise.all(
    [...segments]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(async ([key, segment]): Promise<Part> => {
        let [met, judged, targeted] = [0, 0, 0];
        let without: Reason | undefined;
        let untold: Reason | undefined;
        let not_told = 0;
        const extras: Record<string, Extras[string]> = {};
        for (const { metric, elements } of found) {
          const own =
            elements.find((one) => segmentKey(one.segment) === key) ??
            elements.find((one) => one.value.status === 'no_data');
          const value = own?.value;
          const target = await targetOf(queries, metric, { ...ask.where, ...segment }, day);
          extras[metric.id] =
            value?.status === 'known' ? value.value : value?.status === 'immature' ? value.provisional : null;
          extras[`${metric.id}_status`] = value?.status ?? 'no_data';
          extras[`${metric.id}_target`] = target?.at_most ?? target?.at_least ?? null;
          if (target === undefined) continue;
          targeted += 1;
          not_told = Math.max(not_told, own?.not_told ?? 0);
          if (value?.status === 'no_data' && value.reason.startsWith('not_told:')) untold ??= value.reason;
          if (value?.status === 'no_data' && value.reason.startsWith('no_input:')) without ??= value.reason;
          if (value?.status !== 'known') continue;
          judged += 1;
          if (meets(value.value, target)) met += 1;
        }
        const lost = not_told === 0 ? {} : { not_told };
        if (targeted === 0) return { segment, value: noData('no_targets'), extras };
        // a target of which nobody can tell whether it was met is no target less
        if (untold !== undefined) return { segment, value: noData(untold), extras, ...lost };
        if (judged === 0) return { segment, value: noData(without ?? 'zero_denominator'), extras };
        return {
          segment,
          value: { status: 'known', value: met, n: judged, numerator: met, denominator: judged, interval: null },
          extras,
          ...lost,
        };
      }),
  );
}
