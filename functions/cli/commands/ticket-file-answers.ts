import { statSync } from 'node:fs';
import type { Answers } from '../../../shared/connectors/ticket-files/answers.ts';
import { statusNames, type Status } from '../../../shared/connectors/ticket-files/value-words.ts';
import { InputError, UsageError } from '../../../shared/errors.ts';
import { nearest } from '../../../shared/nearest.ts';
import { isZone } from '../../../shared/time/zone.ts';
import type { Arguments } from '../command.ts';

/** Options that answer what a ticket file leaves open. */
export const fileAnswers = {
  'time-zone': { takes: 'ZONE', help: 'of times that carry none (default: that of this machine)' },
  dates: { takes: 'ORDER', help: 'day-first or month-first, where both fit' },
  status: { takes: 'NAME=MEANING', several: true, help: 'what a status means, such as Pending=pending_customer' },
  sheet: { takes: 'NAME', help: 'of a workbook with several' },
} as const;

/** What the options say. @throws UsageError */
export function answersOf(given: Arguments): Answers {
  const zone = given.one('time-zone');
  if (zone !== undefined && !isZone(zone))
    throw new UsageError(`--time-zone: found "${zone}", expected an IANA time zone such as Europe/Berlin.`);
  const dates = given.one('dates');
  if (dates !== undefined && dates !== 'day-first' && dates !== 'month-first')
    throw new UsageError(`--dates: found "${dates}", expected day-first or month-first.`);
  const statuses = given.many('status').map((text): readonly [string, Status] => {
    const [raw = '', meaning = ''] = text.split(/=(?=[^=]*$)/);
    const status = statusNames.find((name) => name === meaning);
    if (status !== undefined && raw !== '') return [raw, status];
    const hint = nearest(meaning, statusNames);
    throw new UsageError(
      `--status: found "${text}", expected NAME=MEANING with one of ${statusNames.join(', ')}${hint === undefined ? '' : `; did you mean ${raw}=${hint}?`}.`,
    );
  });
  return {
    time_zone: zone,
    day_order: dates === 'day-first' ? 'day_first' : dates === 'month-first' ? 'month_first' : undefined,
    ...(statuses.length === 0 ? {} : { statuses: Object.fromEntries(statuses) }),
    sheet: given.one('sheet'),
  };
}

/** Bytes of a ticket file that is looked at: a larger one takes longer than anybody waits for a first mail. */
const most = 2 ** 30;

/**
 * That a file can be looked at.
 * @throws UsageError when it is not there, InputError when it is too large
 */
export function requireFile(command: string, file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new UsageError(`casebook ${command}: there is no file ${file}.`);
  if (found.isDirectory()) throw new UsageError(`casebook ${command}: ${file} is a folder, expected a file in it.`);
  if (found.size > most)
    throw new InputError(
      `${file} was rejected: found a file of ${(found.size / 2 ** 30).toFixed(1)} GB, expected at most 1 GB; export a shorter span, such as one file a year.`,
    );
}
