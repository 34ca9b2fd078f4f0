import { wilson } from './wilson.ts';
import type { Interval } from './z95.ts';

/**
 * The 95 % interval of the difference of two independent proportions, after minus before: Newcombe's hybrid score interval
 * (Statistics in Medicine 17, 1998, method 10), made of the two Wilson intervals. A change is "within margin" when it spans 0.
 * null when either side has no trials.
 */
export function differenceInterval(
  before: { readonly hits: number; readonly trials: number },
  after: { readonly hits: number; readonly trials: number },
): Interval | null {
  const a = wilson(after.hits, after.trials);
  const b = wilson(before.hits, before.trials);
  if (!a || !b) return null;
  const [pa, pb] = [after.hits / after.trials, before.hits / before.trials];
  return [
    pa - pb - Math.hypot(pa - a[0], b[1] - pb), //
    pa - pb + Math.hypot(a[1] - pa, pb - b[0]),
  ];
}
