import { formatInstant } from '../time/zone.ts';
import type { Measured } from './context.ts';

/** The same with what is printed beside the number. */
export const toJsonWithExtras = (measured: Measured): Readonly<Record<string, unknown>> => ({
  ...toJson(measured),
  extras: measured.extras,
});

/**
 * One element of `casebook metrics --json` (contract 4.2): unrounded; reason, from_s, provisional and unripe only where the status
 * has them.
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
        interval: value.interval,
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
