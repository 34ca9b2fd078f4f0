import { aboutOf } from '../ticket-files/meanings.ts';
import { ranked, type ColumnProfile } from '../ticket-files/profile.ts';
import { plainText } from '../ticket-files/header-words.ts';
import { activityWords } from './input-words.ts';
import type { About } from './suggestion.ts';

/** What time was spent on, by its words; and the ticket where its number stands in a text. */
export function entries({ find, columns, notes, input }: About): void {
  const ticket = find('ticket_id');
  const isText = ticket !== undefined && [...ticket.values.keys()].every((value) => /#\d+/.test(value));
  if (isText) columns['ticket_id'] = { column: ticket.name, digits_after: '#' };
  const activity = find('activity');
  const cell = input.columns['activity']?.cell;
  if (activity === undefined) {
    columns['activity'] = { value: 'other' };
    notes.push('activity: the file tells none, "other" is taken');
    return;
  }
  const map: Record<string, string> = {};
  const unknown: string[] = [];
  for (const [raw] of ranked(activity.values)) {
    const isOwn = typeof cell?.parse(raw, { zone: 'UTC', currency: '' }) === 'string';
    const found = isOwn ? raw : aboutOf(raw, activityWords);
    if (found === undefined) unknown.push(raw);
    else map[raw] = found;
  }
  columns['activity'] = { column: activity.name, map, default: 'other' };
  if (unknown.length > 0)
    notes.push(`activity: nothing tells what ${unknown.slice(0, 10).join('; ')} is, it counts as "other"`);
}

/** Hours of a week that a full post may have. */
const fullWeek = { least: 35, most: 48 };

/** The share of a full post: as a share, in percent, or as hours of a week against the most that anybody has. */
export function shares({ find, columns, notes }: About): void {
  const fte = find('fte');
  if (fte === undefined) return weeklyHours({ find, columns, notes });
  if ([...fte.values.keys()].some((value) => Number.parseFloat(value) > 2))
    columns['fte'] = { column: fte.name, percent: true };
}

function weeklyHours({ find, columns, notes }: Pick<About, 'find' | 'columns' | 'notes'>): void {
  const hours = find('weekly_hours');
  if (hours === undefined) return;
  const full = Math.max(...[...hours.values.keys()].map((value) => Number(value.replace(',', '.'))));
  if (!(full >= fullWeek.least && full <= fullWeek.most)) {
    notes.push(`fte: ${hours.name} does not say what a full post is, every post counts as one`);
    return;
  }
  columns['fte'] = { column: hours.name, full };
  notes.push(`fte: ${hours.name} of ${full}, the most that anybody has; if a full post has more, say so in full`);
}

/** First and last name as one name. */
export function fullNames(target: string, { profile, columns }: About): void {
  if (columns[target] !== undefined) return;
  const named = (...words: readonly string[]): ColumnProfile | undefined =>
    profile.columns.find(({ name, filled }) => filled > 0 && words.includes(plainText(name)));
  const first = named('first name', 'given name', 'vorname', 'prenom', 'voornaam', 'primeiro nome');
  const last = named('last name', 'family name', 'surname', 'nachname', 'nom de famille', 'achternaam', 'apellidos', 'cognome', 'sobrenome'); // prettier-ignore
  if (first !== undefined && last !== undefined) columns[target] = { columns: [first.name, last.name], joined_by: ' ' };
}
