import type { AnyRow } from '../../lake/table.ts';
import type { Normalise, RawObject, StagedRow } from '../staged-row.ts';
import type { EventLogConfiguration } from './configuration.ts';
import { faultsOf, type Faults } from './faults.ts';
import { fileOf, formatOf, snapshotOf, type Snapshot } from './raw-name.ts';
import { flagsIn, reader, type Reader } from './reader.ts';
import { rowsOf } from './rows.ts';
import { seenBefore } from './seen.ts';

/** Tickets whose latest row is held back; beyond it the oldest are let go, and load keeps the latest version. */
const openTickets = 20_000;

/**
 * Rows of a log as snapshot events and, for each ticket, its latest row as attributes. The whole file is read even after a fault, so
 * that one error tells all; load drops what it got of a file that throws. A row that stands in the file twice, alike in every
 * column, is one event; its ticket is flagged duplicate_rows. Rows of one ticket and instant that differ, with nothing that orders them,
 * are taken in the order of the file; their ticket is flagged unclear_order.
 * @throws InputError at the end, with up to twenty faults
 */
export const normaliseLog = (configuration: EventLogConfiguration): Normalise =>
  async function* (raw: RawObject) {
    const file = fileOf(raw.key);
    const faults = faultsOf(file, configuration.set_aside);
    const log = reader(configuration, snapshotIn(raw, configuration), raw.received_s);
    const tickets = latestRows();
    for await (const versions of versionsOf(raw.open(), file, configuration, log, faults)) {
      if (faults.stops) continue;
      const staged: StagedRow[] = [];
      for (const { version, isRepeated } of versions) {
        if (!isRepeated) staged.push({ event: version.event, version: version.eventVersion });
        tickets.add(version.event.ticket_id, version.attributes, version.attributesVersion, isRepeated);
      }
      staged.push(...tickets.letGo(openTickets));
      if (staged.length > 0) yield staged;
    }
    faults.refuse();
    yield [
      ...tickets.letGo(0),
      ...log.fields.flatMap(({ name, lookup }) => (counted.has(name) ? lookup.rows(name, '0') : [])),
    ];
  };

/** What a file is by the configuration, else as it was recognised when it was received. */
const snapshotIn = ({ key, received_s }: RawObject, { shape }: EventLogConfiguration): Snapshot | null =>
  shape === 'events'
    ? null
    : (snapshotOf(key) ?? (shape === 'snapshots' ? { taken_s: received_s, rowTimeIsCreation: false } : null));

/** Fields whose values are worth a list of what means what. */
const counted: ReadonlySet<string> = new Set(['status', 'channel', 'priority', 'type', 'tier', 'root_cause']);

export interface VersionRead {
  readonly line: number;
  readonly version: NonNullable<ReturnType<Reader['read']>>;
  readonly isRepeated: boolean;
}

/** Reads a whole file in batches; after the first fault the rows are still checked but not given. */
export async function* versionsOf(
  bytes: AsyncIterable<Uint8Array>,
  file: string,
  configuration: EventLogConfiguration,
  log: Reader,
  faults: Faults,
): AsyncGenerator<readonly VersionRead[]> {
  const { format, delimiter, encoding, sheet, null_values } = configuration;
  const nulls = new Set(['', ...null_values.map((text) => String(text).trim())]);
  const asked = { file, format: format ?? formatOf(file), delimiter, encoding, sheet, columns: log.columns, nulls };
  const repeated = seenBefore();
  let position = 0;
  for await (const rows of rowsOf(bytes, asked, faults)) {
    const versions: VersionRead[] = [];
    faults.sawRows(rows.length);
    for (const row of rows) {
      position += 1;
      const version = log.read(row, position, faults);
      if (version !== undefined && !faults.stops) {
        versions.push({ line: row.line, version, isRepeated: repeated(version.event.event_id ?? '') });
      }
    }
    yield versions;
  }
  log.finish(faults);
}

function latestRows() {
  const open = new Map<string, { row: AnyRow; version: string; repeats: boolean; isUnclear: boolean }>();
  return {
    add(ticket: string, row: AnyRow, version: string, isRepeated: boolean): void {
      const known = open.get(ticket);
      if (known === undefined) open.set(ticket, { row, version, repeats: isRepeated, isUnclear: false });
      else {
        known.repeats ||= isRepeated;
        known.isUnclear ||= !isRepeated && placeOf(known.version) === placeOf(version);
        if (version >= known.version) {
          known.row = row;
          known.version = version;
        }
      }
    },
    letGo(keep: number): StagedRow[] {
      const staged: StagedRow[] = [];
      for (const [ticket, { row, version, repeats, isUnclear }] of open) {
        if (open.size <= keep) break;
        open.delete(ticket);
        staged.push({
          table: 'ticket_attributes',
          version,
          row: flagged(row, [...(repeats ? ['duplicate_rows'] : []), ...(isUnclear ? ['unclear_order'] : [])]),
        });
      }
      return staged;
    },
  };
}

/** What orders two rows of a ticket, without their places in the file. */
const placeOf = (version: string): string => version.slice(0, version.lastIndexOf('|'));

const flagged = (row: AnyRow, flags: readonly string[]): AnyRow =>
  flags.length === 0 ? row : { ...row, given_quality: JSON.stringify([...flagsIn(row), ...flags]) };
