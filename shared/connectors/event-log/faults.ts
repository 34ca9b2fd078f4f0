import { InputError } from '../../errors.ts';

const shown = 20;

/** A row that is left out of a file, with the reason. */
export interface RowAside {
  readonly line: number;
  /** null: the row does not say. */
  readonly ticket_id: string | null;
  readonly reason: string;
}

/** What is wrong with one file: every fault is counted, the first twenty are told. */
export interface Faults {
  readonly count: number;
  /** The file will be refused, whatever follows: nothing more of it need be given. */
  readonly stops: boolean;
  /** A fault of a row. `expected` is a phrase; `found` is shown in quotes, cut at 80 characters. */
  add(line: number, column: string, found: string | null, expected: string): void;
  /** A fault of a row, or with no line of the whole file. */
  addText(text: string, line?: number): void;
  /** Rows that could be read as such, and the ticket of one that has a fault. */
  sawRows(rows: number): void;
  sawTicket(line: number, ticket_id: string): void;
  /** Throws InputError that names the file, when it has faults, or more rows with faults than may be set aside. */
  refuse(): void;
  /** Rows set aside, the first of them; empty where the file is refused. */
  aside(): { readonly rows: number; readonly listed: readonly RowAside[] };
}

/** Rows set aside that are listed. */
const listed = 1000;

/** `share`: of the rows that may be set aside. */
export function faultsOf(file: string, share = 0): Faults {
  const lines: string[] = [];
  const rows = new Map<number, { ticket_id: string | null; reason: string }>();
  let [count, wholes, bad, seen, last] = [0, 0, 0, 0, -1];
  const addText = (text: string, line?: number): void => {
    count += 1;
    if (lines.length < shown) lines.push(text);
    if (line === undefined) wholes += 1;
    else if (line !== last) {
      [last, bad] = [line, bad + 1];
      if (rows.size < listed) rows.set(line, { ticket_id: null, reason: text });
    }
  };
  return {
    get count() {
      return count;
    },
    get stops() {
      return share === 0 ? count > 0 : wholes > 0;
    },
    addText,
    add: (line, column, found, expected) =>
      addText(`${file}, line ${line}, column ${column}: found ${quoted(found)}, expected ${expected}`, line),
    sawRows(n) {
      seen += n;
    },
    sawTicket(line, ticket_id) {
      const row = rows.get(line);
      if (row !== undefined) row.ticket_id = ticket_id;
    },
    refuse() {
      if (count === 0 || (wholes === 0 && bad <= share * Math.max(seen, bad))) return;
      const more = count > lines.length ? `, the first ${lines.length} are` : '';
      const beyond =
        share > 0 && wholes === 0 ? ` in ${bad} of ${seen} rows, more than set_aside (${share}) permits` : '';
      throw new InputError(
        `${file} was rejected whole, nothing of it was stored: ${count} ${count === 1 ? 'fault' : 'faults'}${beyond}${more}`,
        lines,
      );
    },
    aside: () => ({ rows: bad, listed: [...rows].map(([line, row]) => ({ line, ...row })) }),
  };
}

export const quoted = (found: string | null): string =>
  found === null ? 'nothing' : `"${found.length > 80 ? `${found.slice(0, 77)}...` : found}"`;
