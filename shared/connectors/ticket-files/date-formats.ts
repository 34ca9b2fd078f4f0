import { readTimeFormat, type ReadTime } from '../event-log/time-format.ts';

/** Which of day and month comes first in a format; null where it says itself (a month in letters, the year first). */
export type DayOrder = 'day_first' | 'month_first' | null;

export interface DateFormat {
  readonly format: string;
  readonly order: DayOrder;
  readonly read: ReadTime;
}

const dates: readonly (readonly [format: string, order: DayOrder])[] = [
  ...['/', '.', '-'].flatMap((sign) =>
    ['yyyy', 'yy'].flatMap((year): (readonly [string, DayOrder])[] => [
      [`d${sign}M${sign}${year}`, 'day_first'],
      [`M${sign}d${sign}${year}`, 'month_first'],
    ]),
  ),
  ...[
    'yyyy-M-d',
    'yyyy/M/d',
    'yyyy.M.d',
    'yyyy年M月d日',
    'yyyyMMdd',
    'd-MMM-yyyy',
    'd-MMM-yy',
    'd/MMM/yyyy',
    'd/MMM/yy',
  ].map((format) => [format, null] as const),
  ...['d MMM yyyy', 'd MMM yy', 'd MMMM yyyy', 'd. MMMM yyyy', 'MMM d, yyyy', 'MMMM d, yyyy', 'MMM d yyyy'].map(
    (format) => [format, null] as const,
  ),
];
const times = [
  '',
  'H:mm',
  'H:mm:ss',
  'H:mm:ss.SSS',
  'h:mm a',
  'h:mm:ss a',
  'h:mma',
  'H:mm XXX',
  'H:mm:ss XXX',
  'H:mmXXX',
  'H:mm:ssXXX',
  'H.mm',
];
/** Whole forms: of C and Java, of mail (RFC 5322), in words, of Oracle, and digits alone. */
const wholes = [
  'EEE MMM d H:mm:ss yyyy',
  'EEE MMM  d H:mm:ss yyyy',
  'EEE MMM d H:mm:ss XXX yyyy',
  'EEE, d MMM yyyy H:mm:ss XXX',
  'EEE, MMM d, yyyy h:mm a',
  'EEEE, MMMM d, yyyy h:mm a',
  'EEEE, MMMM d, yyyy h:mm:ss a',
  'd-MMM-yyyy h.mm.ss a',
  'd-MMM-yy h.mm.ss a',
  'd-MMM-yy h.mm.ss.SSSSSS a',
  'd-MMM-yy h.mm.ss.SSSSSSSSS a',
  'yyyyMMddHHmmss',
  'yyyyMMdd HHmmss',
  'yyyyMMddTHHmmssXXX',
];
const joints = [' ', ', ', 'T', "' at '", '  '];

const one = (format: string, order: DayOrder): DateFormat[] => {
  const read = readTimeFormat(format);
  return typeof read === 'string' ? [] : [{ format, order, read }];
};

/** Every format that is tried, the simplest first. */
const all: readonly DateFormat[] = [
  ...one('iso', null),
  ...times.flatMap((time) =>
    dates.flatMap(([date, order]) =>
      time === '' ? one(date, order) : joints.flatMap((joint) => one(`${date}${joint}${time}`, order)),
    ),
  ),
  ...wholes.flatMap((format) => one(format, null)),
  ...one('epoch', null),
  ...one('epoch_ms', null),
];

/** 1980 to 2100: what lies outside is no time of a ticket, whatever its digits. */
export const isTicketTime = (at_s: number | undefined): at_s is number =>
  at_s !== undefined && at_s > 315_532_800 && at_s < 4_102_444_800;

/** How often the formats that are left are looked for among the values that none of the others reads. */
const rounds = 3;

/**
 * Formats that some values may be written in: those that read a third of them, and those that read half of what is left then, for a
 * column may be written in two ways. A number alone is a time only where it has the digits of one.
 */
export function formatsFor(values: readonly string[]): readonly DateFormat[] {
  const few = values.slice(0, 200);
  if (few.length === 0 || few.filter((value) => /\d/.test(value) && value.length >= 6).length < few.length / 2)
    return [];
  const found = new Set<DateFormat>();
  let rest: readonly string[] = few;
  for (let round = 0; round < rounds && rest.length > 0; round++) {
    const share = round === 0 ? few.length / 3 : rest.length / 2;
    const more = all.filter(({ read }) => {
      const probe = rest.slice(0, 8).filter((value) => isTicketTime(read(value, 'UTC'))).length;
      return probe > 0 && rest.filter((value) => isTicketTime(read(value, 'UTC'))).length >= share;
    });
    if (more.length === 0) break;
    for (const format of more) found.add(format);
    rest = rest.filter((value) => !more.some(({ read }) => isTicketTime(read(value, 'UTC'))));
  }
  return [...found];
}
