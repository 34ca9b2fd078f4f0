import { dayOf, formatInstant, isZone, zonedDayStart_s } from '../../time/zone.ts';
import type { ZoneCheck } from '../connector.ts';

/** When the requests of a day come back: the instant where the helpdesk tells its zone, else in words. */
export async function returnOf(
  zone: ZoneCheck | undefined,
  ask: (check: ZoneCheck) => Promise<unknown>,
  now_s: number,
): Promise<string> {
  const unknown = 'midnight in the time zone of the account';
  if (zone === undefined) return unknown;
  try {
    const told = zone.read(await ask(zone), zone.first, {});
    if ('ask' in told || told.zone === null || !isZone(told.zone)) return unknown;
    return formatInstant(zonedDayStart_s(dayOf(now_s, told.zone) + 1, told.zone), told.zone);
  } catch {
    // the question counts as a request as well, and may be refused like the others
    return unknown;
  }
}
