import { InputError } from '../../errors.ts';
import type { EventLogConfiguration } from '../event-log/configuration.ts';
import { faultsOf } from '../event-log/faults.ts';
import { versionsOf } from '../event-log/normalise.ts';
import { reader } from '../event-log/reader.ts';

/** What loading a whole file by a mapping gave. */
export interface Trial {
  readonly rows: number;
  readonly tickets: number;
  readonly repeated: number;
  /** Rows that cannot be read and are left out. */
  readonly aside: number;
  /** Creation of the first ticket and the newest instant of the file that is no future, epoch seconds; null: it tells none. */
  readonly from_s: number | null;
  readonly until_s: number | null;
}

/**
 * Loads a whole file by a mapping, as a pull does, and counts.
 * @throws InputError when it does not load
 */
export async function tried(
  path: string,
  open: () => AsyncIterable<Uint8Array>,
  source: EventLogConfiguration,
  now_s: number,
): Promise<Trial> {
  const faults = faultsOf(path, source.set_aside);
  const tickets = new Set<string>();
  let [rows, repeated, from_s, until_s] = [0, 0, Infinity, -Infinity];
  for await (const versions of versionsOf(open(), path, source, reader(source), faults)) {
    for (const { version, isRepeated } of versions) {
      rows += 1;
      if (isRepeated) repeated += 1;
      tickets.add(version.event.ticket_id);
      const { created_s, given_resolved_s, given_closed_s } = version.attributes;
      from_s = Math.min(from_s, Number(created_s ?? version.event.at_s));
      for (const at_s of [version.event.at_s, created_s, given_resolved_s, given_closed_s])
        if (typeof at_s === 'number' && at_s <= now_s) until_s = Math.max(until_s, at_s);
    }
  }
  faults.refuse();
  if (rows === 0) throw new InputError(`${path} was rejected: found no row that can be read, expected at least one.`);
  return {
    rows,
    repeated,
    aside: faults.aside().rows,
    tickets: tickets.size,
    from_s: Number.isFinite(from_s) ? from_s : null,
    until_s: Number.isFinite(until_s) ? until_s : null,
  };
}
