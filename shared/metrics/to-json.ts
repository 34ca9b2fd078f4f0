import { formatInstant } from '../time/zone.ts';
import type { Measured } from './context.ts';

/**
 * One element of `casebook metrics --json` (contract 4.2): unrounded; reason, from_s, provisional and unripe only where the status
 * has them, and `running_until` only where the period was not over. `not_told` counts the cases of which the source did not tell what the number needs; `doubts` are reasons not to trust it.
 */
export function toJson({
  metric,
  period,
  segment,
  unit,
  value,
  running_until_s,
  not_told = 0,
  doubts = [],
}: Measured): Readonly<Record<string, unknown>> {
  const head = {
    metric,
    period: {
      id: period.id,
      start: formatInstant(period.start_s, period.zone),
      end: formatInstant(period.end_s, period.zone),
      ...(running_until_s === undefined ? {} : { running_until: formatInstant(running_until_s, period.zone) }),
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
        not_told,
        doubts,
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
        not_told,
        doubts,
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
        not_told,
        doubts,
        numerator: null,
        denominator: null,
        interval: null,
        reason: value.reason,
      };
  }
}
