import { costOfSupport } from '../metrics/catalogue/all.ts';
import type { Metric } from '../metrics/model.ts';
import type { Period } from '../period.ts';
import { metricOf } from './metrics.ts';
import { nameOf } from './phrases.ts';
import type { View } from './section.ts';

/** The months of a period that the ledger has no line of, "2026-07, 2026-09"; null when it has some of each. */
export function ledgerGaps(view: View, period: Period = view.facts.periods.now, metric: Metric = costOfSupport) {
  const months = view.extra(metric, 'months_without_lines', {}, period);
  return typeof months === 'string' ? months : null;
}

/** A number that a month is missing in: the metrics concerned by name, the period, the months. */
export interface Gap {
  readonly metrics: string;
  readonly period: Period;
  readonly months: string;
}

/** Every number of the report about some period that lacks months of its ledger; metrics that lack the same ones together. */
export function gapsIn(view: View, periods: readonly Period[]): readonly Gap[] {
  return periods.flatMap((period) => {
    const concerned = view.facts.measured.flatMap(({ metric: id, period: own, segment, extras }) => {
      const metric = metricOf(id);
      const months = extras['months_without_lines'];
      return own.id === period.id && Object.keys(segment).length === 0 && metric && typeof months === 'string'
        ? [{ name: nameOf(metric, view.words), months }]
        : [];
    });
    return [...Map.groupBy(concerned, ({ months }) => months)].map(([months, same]) => ({
      metrics: [...new Set(same.map(({ name }) => name))].join(view.words.written.list_comma),
      period,
      months,
    }));
  });
}
