import {
  channels,
  priorities,
  rootCauses,
  ticketStatuses,
  ticketTypes,
  tiers,
  type Priority,
} from '../../events/words.ts';
import type { StagedRow } from '../staged-row.ts';

/** Looks up what a value of the file means, and counts what it saw. */
export interface Lookup {
  /** undefined: not mapped and no default. */
  of(raw: string): string | null | undefined;
  /** Values without a meaning, most frequent first. */
  unmapped(): readonly { readonly raw: string; readonly seen: number }[];
  /** Rows of field_mappings. */
  rows(field: string, version: string): readonly StagedRow[];
}

interface Seen {
  readonly value: string | null | undefined;
  readonly isMapped: boolean;
  seen: number;
}

/**
 * `map` is asked first, letter by letter, then without regard to case; then `builtIn`; then `otherwise` (undefined: nothing).
 */
export function lookup(
  map: Readonly<Record<string, string>> | undefined,
  builtIn: (raw: string) => string | undefined,
  otherwise: string | null | undefined,
): Lookup {
  const exact = new Map(Object.entries(map ?? {}));
  const lower = new Map(Object.entries(map ?? {}).map(([raw, value]) => [raw.toLowerCase(), value]));
  const known = new Map<string, Seen>();
  return {
    of(raw) {
      let found = known.get(raw);
      if (found === undefined) {
        const meaning = exact.get(raw) ?? lower.get(raw.toLowerCase()) ?? builtIn(raw);
        found = { value: meaning ?? otherwise, isMapped: meaning !== undefined, seen: 0 };
        known.set(raw, found);
      }
      found.seen += 1;
      return found.value;
    },
    unmapped: () =>
      [...known]
        .filter(([, { value }]) => value === undefined)
        .map(([raw, { seen }]) => ({ raw, seen }))
        .sort((a, b) => b.seen - a.seen || (a.raw < b.raw ? -1 : 1)),
    rows: (field, version) =>
      [...known]
        .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
        .map(([raw_value, { value, isMapped, seen }]) => ({
          table: 'field_mappings',
          version,
          row: { field, raw_value, value: value ?? null, is_mapped: isMapped, seen, from_s: 0 },
        })),
  };
}

const known =
  (values: readonly string[]) =>
  (raw: string): string | undefined => {
    const word = raw
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_');
    return values.includes(word) ? word : undefined;
  };

/** The usual names of priorities and the five of ServiceNow, word for word: a number alone, or "1 - Low", may count either way. */
const priorityNames: Readonly<Record<Priority, readonly string[]>> = {
  p1: ['p1', 'urgent', 'critical', 'highest', 'blocker', '1 - critical'],
  p2: ['p2', 'high', 'major', '2 - high'],
  p3: ['p3', 'medium', 'normal', 'moderate', '3 - moderate'],
  p4: ['p4', 'low', 'minor', 'lowest', 'trivial', '4 - low', '5 - planning'],
};

/** What a value means when the configuration does not say: Casebook's own words, and the usual names of priorities. */
export const builtIn = {
  status: known(ticketStatuses),
  channel: known(channels),
  type: known(ticketTypes),
  tier: known(tiers),
  root_cause: known(rootCauses),
  priority: (raw: string): string | undefined =>
    priorities.find((priority) => priorityNames[priority].includes(raw.trim().toLowerCase())),
  /** Free text means itself. */
  text: (raw: string): string | undefined => raw,
} as const;
