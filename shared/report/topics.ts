import { ticketVolume } from '../metrics/catalogue/all.ts';
import { data } from './say.ts';
import type { View } from './section.ts';

/** A topic that came up more, or less, than in a normal week. */
export interface Mover {
  readonly topic: string;
  readonly now: number;
  /** Mean of the four weeks before. */
  readonly usual: number;
  readonly change: number;
}

/** The topics that moved most, by size; nothing that moved by less than a normal week's own wobble (two root of the mean, Poisson). */
export function moversOf(view: View): readonly Mover[] {
  const before = new Map(
    view
      .cut(ticketVolume, 'category', view.facts.periods.baseline)
      .map(({ key, value }) => [key, value.status === 'known' ? value.value / 4 : 0]),
  );
  const current = new Map(
    view.cut(ticketVolume, 'category').map(({ key, value }) => [key, value.status === 'known' ? value.value : 0]),
  );
  return [...new Set([...before.keys(), ...current.keys()])]
    .filter((key) => key !== 'unknown')
    .map((key) => {
      const [now, usual] = [current.get(key) ?? 0, before.get(key) ?? 0];
      return { topic: data(key, 48), now, usual, change: now - usual };
    })
    .filter(({ now, usual, change }) => Math.abs(change) > 2 * Math.sqrt(Math.max(now, usual)) && Math.abs(change) >= 3)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || (a.topic < b.topic ? -1 : 1));
}
