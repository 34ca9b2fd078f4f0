import { InputError } from '../../errors.ts';

const shown = 20;

/** What is wrong with one file: every fault is counted, the first twenty are told. */
export interface Faults {
  readonly count: number;
  /** `expected` is a phrase; `found` is shown in quotes, cut at 80 characters. */
  add(line: number, column: string, found: string | null, expected: string): void;
  addText(text: string): void;
  /** Throws InputError that names the file, when there are faults. */
  refuse(): void;
}

export function faultsOf(file: string): Faults {
  const lines: string[] = [];
  let count = 0;
  const addText = (text: string): void => {
    count += 1;
    if (lines.length < shown) lines.push(text);
  };
  return {
    get count() {
      return count;
    },
    addText,
    add: (line, column, found, expected) =>
      addText(`${file}, line ${line}, column ${column}: found ${quoted(found)}, expected ${expected}`),
    refuse() {
      if (count === 0) return;
      const more = count > lines.length ? `, the first ${lines.length} are` : '';
      throw new InputError(
        `${file} was rejected whole, nothing of it was stored: ${count} ${count === 1 ? 'fault' : 'faults'}${more}`,
        lines,
      );
    },
  };
}

export const quoted = (found: string | null): string =>
  found === null ? 'nothing' : `"${found.length > 80 ? `${found.slice(0, 77)}...` : found}"`;

/** The name most like the one asked for, if any is near enough: at most a third of its letters differ. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const ranked = names
    .map((each) => ({ each, distance: distance(plain(name), plain(each)) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, Math.floor(name.length / 3)) ? best.each : undefined;
}

/** Levenshtein distance, two rows. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
