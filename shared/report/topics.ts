import { ticketVolume } from '../metrics/catalogue/all.ts';
import { judgeTopic } from './change.ts';
import { data } from './phrases.ts';
import type { View } from './section.ts';

/** A topic that came up more, or less, than in a normal week. */
export interface Mover {
  readonly topic: string;
  readonly now: number;
  /** Mean of the four weeks before. */
  readonly usual: number;
  readonly change: number;
}

/** All topics together weigh like one number of the mail. */
const topicsWeight = 1;

/** The topics that moved by more than chance, by size: counts against the four weeks before, judged with all numbers of the mail. */
export function moversOf(view: View): readonly Mover[] {
  const before = new Map(
    view
      .cut(ticketVolume, 'category', view.facts.periods.baseline)
      .map(({ key, value }) => [key, value.status === 'known' ? value.value / 4 : 0]),
  );
  const current = new Map(
    view.cut(ticketVolume, 'category').map(({ key, value }) => [key, value.status === 'known' ? value.value : 0]),
  );
  const topics = [...new Set([...before.keys(), ...current.keys()])].filter((key) => key !== 'unknown');
  return topics
    .flatMap((key): readonly Mover[] => {
      const [now, usual] = [current.get(key) ?? 0, before.get(key) ?? 0];
      const change = now - usual;
      const stands = view.stands(`topic=${key}`, judgeTopic(now, usual * 4), topicsWeight / topics.length);
      return stands && Math.abs(change) >= 3 ? [{ topic: data(key, 48), now, usual, change }] : [];
    })
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || (a.topic < b.topic ? -1 : 1));
}
