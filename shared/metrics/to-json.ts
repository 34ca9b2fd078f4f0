import { formatInstant } from '../time/zone.ts';
import type { Measured } from './context.ts';

/**
 * One element of `casebook metrics --json` (contract 4.2): unrounded; reason, from_s, provisional and unripe only where the status
 * has them. The contract gives an interval to rates and scores, and shows null for a percentile: scripts compare it to the letter, so
 * that the interval of a percentile stands in `explain`, in the readable table and in the reports.
 */
export function toJson({ metric, period, segment, unit, value }: Measured): Readonly<Record<string, unknown>> {
  const head = {
    metric,
    period: {
      id: period.id,
      start: formatInstant(period.start_s, period.zone),
      end: formatInstant(period.end_s, period.zone),
    },
    segment,
    status: value.status,
  };
  switch (value.status) {
    case 'known':
      return {
        ...head,
        value: value.value,
        unit,
        n: value.n,
        numerator: value.numerator,
        denominator: value.denominator,
        interval: value.numerator === null ? null : value.interval,
      };
    case 'immature':
      return {
        ...head,
        value: null,
        unit,
        n: value.n,
        numerator: value.numerator,
        denominator: value.denominator,
        interval: null,
        provisional: value.provisional,
        unripe: value.unripe,
        from_s: value.from_s,
      };
    case 'no_data':
      return {
        ...head,
        value: null,
        unit,
        n: 0,
        numerator: null,
        denominator: null,
        interval: null,
        reason: value.reason,
      };
  }
}
