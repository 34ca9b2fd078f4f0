import { quoted, type Sentence } from './claim.ts';
import { happenings } from './lists/events.ts';
import { data, periodName } from './phrases.ts';
import type { Block, Chart, View } from './section.ts';
import { zonedDayStart_s } from '../time/zone.ts';

type Marks = NonNullable<Extract<Chart, { kind: 'line' }>['marks']>;

/** What happened in the last periods: letters for the pictures, and a list that says what they mean, by whom. */
export function happenedIn(periods: number, view: View): { readonly marks: Marks; readonly blocks: readonly Block[] } {
  const shown = view.facts.periods.history.slice(-periods);
  const found = view
    .rows(happenings)
    .flatMap(({ day, text, author }) => {
      const at = shown.findIndex(({ start_day, end_day }) => Number(day) >= start_day && Number(day) < end_day);
      return at < 0 ? [] : [{ at, day: Number(day), text: String(text), author: String(author) }];
    })
    .toReversed();
  const marks = found.map(({ at }, i) => ({ at, letter: String.fromCharCode(65 + i) }));
  const signs = view.words.marks;
  const items = found.map(({ at, day, text, author }, i): Sentence => {
    const on = view.format.day(zonedDayStart_s(day, view.facts.organisation.time_zone));
    const period = shown[at] === undefined ? '' : periodName(shown[at], view);
    return quoted(author, [
      { text: `${marks[i]?.letter ?? ''}${signs.colon}${on}${signs.comma}${period}${signs.stop}`, strong: true },
      `${signs.space}${data(text, 200)}${signs.open}${data(author, 60)}${signs.close}`,
    ]);
  });
  return { marks, blocks: items.length === 0 ? [] : [{ kind: 'list', ordered: false, items, isOnce: true }] };
}
