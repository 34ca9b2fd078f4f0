import { costPerCase } from '../metrics/catalogue/all.ts';
import { channelMix, channelName } from './channels.ts';
import type { Money } from './money.ts';
import type { View } from './section.ts';

/** One step from last period's cost per case to this one's; minor units a case, unrounded. */
export interface Step {
  readonly id: string;
  readonly label: string;
  readonly perCase: number;
}

/** Mix, one step a channel, and what no channel explains. The steps add up to the change exactly; empty without comparison. */
export function bridgeOf(money: Money, view: View): readonly Step[] {
  const mix = channelMix(costPerCase, view);
  if (mix === null || money.before === null) return [];
  const texts = view.words.finance;
  const rates = mix.groups
    .filter(({ within }) => within !== 0)
    .map(({ key, within }) => ({ id: key, label: texts.channel_rate(channelName(key, view)), perCase: within }));
  const explained = mix.mix + mix.within;
  const rest = money.perCase - money.before.perCase - explained;
  return [
    { id: 'mix', label: texts.channel_mix, perCase: mix.mix },
    ...rates,
    ...(Math.abs(rest) < 0.005 ? [] : [{ id: 'rest', label: texts.not_by_channel, perCase: rest }]),
  ];
}
