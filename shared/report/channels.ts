import type { Metric } from '../metrics/model.ts';
import type { Period } from '../period.ts';
import { mixEffects, type MixEffects, type Ratio } from '../stats/mix-effects.ts';
import type { View } from './section.ts';

/** What a change of a total is made of: the channels' own rates, and the shift of cases between channels. */
export function channelMix(metric: Metric, view: View): MixEffects | null {
  const ratios = (period: Period): ReadonlyMap<string, Ratio> =>
    new Map(
      view
        .cut(metric, 'channel', period)
        .flatMap(({ key, value }) =>
          value.status === 'known' && value.numerator !== null && value.denominator !== null && value.denominator > 0
            ? [[key, { numerator: value.numerator, denominator: value.denominator }] as const]
            : [],
        ),
    );
  const [before, now] = [ratios(view.facts.periods.baseline), ratios(view.facts.periods.now)];
  return before.size === 0 || now.size === 0 ? null : mixEffects(before, now);
}

/** Channels of the period in the order of their cases, most first; 'unknown' last. */
export function channelsOf(cut: readonly { readonly key: string; readonly cases: number }[]): readonly string[] {
  return [...cut]
    .sort(
      (a, b) =>
        Number(a.key === 'unknown') - Number(b.key === 'unknown') || b.cases - a.cases || (a.key < b.key ? -1 : 1),
    )
    .map(({ key }) => key);
}

export const channelName = (key: string, view: View): string =>
  (view.words.channels as Readonly<Record<string, string>>)[key] ?? key;
