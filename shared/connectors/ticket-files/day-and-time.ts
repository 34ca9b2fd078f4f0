import type { DateColumn } from './dates.ts';
import { plainText, type FileField } from './header-words.ts';
import type { ColumnProfile, FileProfile } from './profile.ts';

/** Words of names that say "day" or "time", and what joins them. */
const clockWords = new Set(['time', 'hour', 'hora', 'horas', 'uhrzeit', 'zeit', 'heure', 'ora', 'orario', 'tijd', 'tijdstip', 'godzina', 'czas', 'время', 'час', '时间', '時刻', '時間']); // prettier-ignore
const fillers = new Set(['date', 'day', 'datum', 'tag', 'data', 'fecha', 'jour', 'dia', 'dag', 'dzien', 'дата', 'день', '日期', '日付', 'de', 'do', 'da', 'du', 'del', 'di', 'der', 'd', 'of', 'at', 'on']); // prettier-ignore
const clock = /^\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?\s?m\.?)?$/i;

const stem = (name: string): string =>
  plainText(name)
    .split(' ')
    .filter((word) => !clockWords.has(word) && !fillers.has(word))
    .join(' ');
const isClock = ({ name, values, filled, isListed }: ColumnProfile): boolean =>
  filled > 0 &&
  plainText(name)
    .split(' ')
    .some((word) => clockWords.has(word)) &&
  [...values.keys()].filter((value) => clock.test(value)).length >= values.size * (isListed ? 0.95 : 0.9);

/**
 * The columns of times of day that belong to columns of days: "Closed Date" and "Closed Time"; a bare "Time" to the creation. By the
 * field of the day.
 */
export function timesOfDay(
  { columns: all }: FileProfile,
  columns: ReadonlyMap<FileField, ColumnProfile>,
  used: readonly DateColumn[],
): ReadonlyMap<FileField, ColumnProfile> {
  const taken = new Set([...columns.values()].map(({ at }) => at));
  const clocks = all.filter((column) => !taken.has(column.at) && isClock(column));
  const found = new Map<FileField, ColumnProfile>();
  for (const [field, day] of columns) {
    const dates = used.find(({ column }) => column === day);
    if (dates === undefined || !isDayOnly(dates)) continue;
    const own = clocks.find(({ name }) => stem(name) === stem(day.name) && stem(name) !== '');
    const bare = field === 'created_at' ? clocks.find(({ name }) => stem(name) === '') : undefined;
    const time = own ?? bare;
    if (time !== undefined) found.set(field, time);
  }
  return found;
}

const isDayOnly = ({ column: { values }, byOrder }: DateColumn): boolean =>
  [byOrder.day_first, byOrder.month_first].every((reading) => reading?.formats.every((format) => !/[Hhm]/.test(format)) !== false) &&
  [...values.keys()].every((value) => !value.includes(':')); // prettier-ignore

/** Formats of a day and a time of day, parted by a blank; the day alone where no time is told. */
export function joinedFormats(days: readonly string[], time: ColumnProfile): readonly string[] {
  const values = [...time.values.keys()];
  const half = values.some((value) => /m/i.test(value));
  const dot = values.some((value) => /^\d+\./.test(value)) ? '.' : ':';
  const clocks = [
    ...(values.some((value) => /\d[:.]\d+:\d/.test(value)) ? [`${half ? 'h' : 'H'}:mm:ss${half ? ' a' : ''}`] : []),
    ...(values.some((value) => /^\d+[:.]\d+(?!\S*:)/.test(value)) ? [`${half ? 'h' : 'H'}${dot}mm${half ? ' a' : ''}`] : []),
  ]; // prettier-ignore
  return days
    .map((day) => (day === 'iso' ? 'yyyy-M-d' : day))
    .flatMap((day) => [...clocks.map((each) => `${day} ${each}`), day]);
}
