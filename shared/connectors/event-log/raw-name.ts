/** What one file is: a log with many rows a ticket, or a table of tickets with one row each. */
export type Shape = 'events' | 'snapshots';

/** What a table of tickets says of itself as a whole; of a log nothing has to be known. */
export interface Snapshot {
  /** When it was exported: what its rows say was true then, epoch seconds. */
  readonly taken_s: number;
  /** The time of a row is the creation of its ticket: ends in other columns come after it. */
  readonly rowTimeIsCreation: boolean;
}

/**
 * How a dropped file is named in the raw zone: `0001-<hash>.at-<received>.of-<its own name>.gz`; that of a table of tickets says so:
 * `.at-<received>.taken-<instant>.of-`, with `c` after the instant when the time of a row is the creation. Always packed.
 */
export function rawName(n: number, hash: string, received_s: number, path: string, snapshot: Snapshot | null): string {
  const taken = snapshot === null ? '' : `.taken-${snapshot.taken_s}${snapshot.rowTimeIsCreation ? 'c' : ''}`;
  const name = encodeURIComponent(baseOf(path));
  return `${String(n).padStart(4, '0')}-${hash.slice(0, 16)}.at-${received_s}${taken}.of-${name}${path.endsWith('.gz') ? '' : '.gz'}`;
}

/** The file's own name, for messages. */
export function fileOf(key: string): string {
  const match = /\.at-\d+(?:\.taken-\d+c?)?\.of-([^/]+?)(?:\.gz)?$/.exec(key);
  return match === null ? key : decodeURIComponent(match[1] ?? '');
}

/** What the raw key of a table of tickets says of it; null: a log of events. */
export function snapshotOf(key: string): Snapshot | null {
  const match = /\.at-\d+\.taken-(\d+)(c?)\.of-/.exec(key);
  return match === null ? null : { taken_s: Number(match[1]), rowTimeIsCreation: match[2] === 'c' };
}

/** JSON lines by the name: .jsonl, .ndjson; of everything else the content tells. */
export const formatOf = (file: string): 'jsonl' | undefined =>
  /\.(jsonl|ndjson)(\.gz)?$/i.test(file) ? 'jsonl' : undefined;

/** The end of the name when it is very long: object names have a limit, and the ending tells the format. */
const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).slice(-60);
