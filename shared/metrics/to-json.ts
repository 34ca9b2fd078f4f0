import { formatInstant } from '../time/zone.ts';
import type { Measured } from './context.ts';

/**
 * One element of `casebook metrics --json` (contract 4.2): unrounded; reason, from_s, provisional, unripe and extras only where
 * there are any.
 */
export function toJson({ metric, period, segment, unit, value, extras }: Measured): Readonly<Record<string, unknown>> {
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
  const beside = Object.keys(extras).length === 0 ? {} : { extras };
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
        ...beside,
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
        ...beside,
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
        ...beside,
      };
  }
}
