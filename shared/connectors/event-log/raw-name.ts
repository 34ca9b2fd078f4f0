/** How a dropped file is named in the raw zone: `0001-<hash>.at-<received>.of-<its own name>.gz`. Always packed. */
export const rawName = (n: number, hash: string, received_s: number, path: string): string =>
  `${String(n).padStart(4, '0')}-${hash.slice(0, 16)}.at-${received_s}.of-${encodeURIComponent(baseOf(path))}${path.endsWith('.gz') ? '' : '.gz'}`;

/** The file's own name, for messages. */
export function fileOf(key: string): string {
  const match = /\.at-\d+\.of-([^/]+?)(?:\.gz)?$/.exec(key);
  return match === null ? key : decodeURIComponent(match[1] ?? '');
}

/** JSON lines by the name: .jsonl, .ndjson; of everything else the content tells. */
export const formatOf = (file: string): 'jsonl' | undefined =>
  /\.(jsonl|ndjson)(\.gz)?$/i.test(file) ? 'jsonl' : undefined;

/** The end of the name when it is very long: object names have a limit, and the ending tells the format. */
const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).slice(-60);
