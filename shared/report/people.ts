import { data } from './phrases.ts';
import { peopleNames } from './lists/open-cases.ts';
import type { View } from './section.ts';

/** First initial and surname ("A. Rossi"), never more; the id where the roster has no name; null for nobody. */
export function personName(person: string | null, view: View): string | null {
  if (person === null || person === 'unknown') return null;
  const row = view.rows(peopleNames).find((each) => each.person_id === person);
  const name = typeof row?.name === 'string' ? row.name.trim() : '';
  if (name === '') return data(person, 24);
  const words = name.split(/\s+/);
  const last = words.at(-1) ?? '';
  const first = words.length > 1 ? Array.from(words[0] ?? '')[0] : undefined;
  return data(first === undefined ? last : `${first}. ${last}`, 24);
}
