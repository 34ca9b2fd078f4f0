import { xmrLimits } from './xmr-limits.ts';

/**
 * What the last value of a series says against its own limits: outside them, the eighth or later in a row on one side of the
 * centre, or `none`, which is normal movement. `unknown` below 8 values.
 */
export function xmrSignal(
  values: readonly number[],
): 'above' | 'below' | 'run_above' | 'run_below' | 'none' | 'unknown' {
  const limits = xmrLimits(values);
  const last = values.at(-1);
  if (!limits || last === undefined) return 'unknown';
  if (last > limits.upper) return 'above';
  if (last < limits.lower) return 'below';
  const run = limits.runs.at(-1);
  return run?.to === values.length - 1 ? `run_${run.side}` : 'none';
}
