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
