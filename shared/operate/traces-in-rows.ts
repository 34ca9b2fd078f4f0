import type { FileTable } from '../files/table.ts';

/** Which columns of a file a source reads, and which of them name people. */
export interface ColumnsRead {
  readonly all: ReadonlySet<string>;
  readonly people: ReadonlySet<string>;
}

/** What rows of a file say of a person beside their id. */
export interface Traces {
  /** Mail addresses and full names: struck out wherever they stand. */
  readonly addresses: readonly string[];
  /** Cells that tell of nobody else and that no column is read from: struck out where they are the whole cell. */
  readonly cells: ReadonlySet<string>;
}

/**
 * What names or tells of a person in the rows that hold their id as a whole cell: the mail address and the full name in columns of the
 * same role ("Requester ID", "Requester email"), or in one that is called nothing but e-mail, where it stands in no row of anybody
 * else; and every text, such as a subject or a phone number, in a column that the source does not read and that no other row has.
 * Reads the file twice, so that memory holds what is the person's alone.
 */
export async function tracesInRows(open: () => Promise<FileTable>, person: string, read: ColumnsRead): Promise<Traces> {
  const found = new Set<string>();
  const bare = new Set<string>();
  const cells = new Set<string>();
  const isRead = (name = ''): boolean => read.all.has(name);
  /** A number in a column that names nobody is a figure. */
  const placesOf = (row: readonly string[], header: readonly string[]): readonly number[] =>
    row.flatMap((cell, i) => (cell === person && (!isRead(header[i]) || read.people.has(header[i] ?? '')) ? [i] : []));
  const first = await open();
  for await (const row of trimmed(first)) {
    const places = placesOf(row, first.header);
    if (places.length === 0) continue;
    for (const [j, cell] of row.entries()) {
      if (places.includes(j) || cell === '') continue;
      const name = first.header[j];
      if (isMail(name) && isAddress(cell)) bare.add(cell);
      if (places.some((i) => isSameRole(first.header[i], name)) && (isAddress(cell) || isFullName(cell, name)))
        found.add(cell);
      if (!isRead(name) && isTelling(cell)) cells.add(cell);
    }
  }
  if (bare.size + cells.size > 0) {
    const second = await open();
    for await (const row of trimmed(second)) {
      const isTheirs = placesOf(row, second.header).length > 0;
      for (const [j, cell] of row.entries()) {
        if (!isTheirs && isMail(second.header[j])) bare.delete(cell);
        if (!isTheirs || isRead(second.header[j])) cells.delete(cell);
      }
    }
  }
  return { addresses: [...found, ...bare], cells };
}

async function* trimmed({ rows }: FileTable): AsyncGenerator<readonly string[]> {
  for await (const batch of rows) for (const { cells } of batch) yield cells.map((cell) => cell.trim());
}

const isMail = (name = ''): boolean => /^(e|email|mail)$/.test(wordsOf(name)[0] ?? '');
const isAddress = (cell: string): boolean => /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(cell);
/** Of several words: one word may be any word. */
const isFullName = (cell: string, name = ''): boolean => /name$/i.test(name) && /\S{2,}\s+\S{2,}/.test(cell);
/** Words, or a number to call. Figures, dates and times tell of nobody. */
const isTelling = (cell: string): boolean =>
  /\p{L}/u.test(cell.replace(/^\d[\d.:/+-]*T[\d.:+-]*Z?$|^(true|false|yes|no)$/i, '')) ||
  (/^\+?[\d\s()./-]{7,}$/.test(cell) && !/^\d{4}[-/.]\d|^\d{1,2}[-/.]\d{1,2}[-/.]\d|^\d+(\.\d+)?$/.test(cell));

/** "Requester ID", "requester_email" and "requesterName" begin with the same word, and so do "Kunde" and "Kunden-E-Mail". */
const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
function isSameRole(one = '', other = ''): boolean {
  const [a = ''] = wordsOf(one);
  const [b = ''] = wordsOf(other);
  return a.length > 2 && b.length > 2 && (a.startsWith(b) || b.startsWith(a));
}
