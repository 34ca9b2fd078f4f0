import { Readable } from 'node:stream';
import { csvRecords, sniffDelimiter } from '../files/csv.ts';

/**
 * What names a person in the rows of a CSV that hold their id as a whole cell: the mail address and the full name in columns of the same role
 * ("Requester ID", "Requester email"), or in one that is called nothing but e-mail, where it stands in no row of anybody else.
 */
export async function addressesInRows(text: string, person: string): Promise<readonly string[]> {
  const [header = [], ...rows] = await cellsOf(text);
  const found = new Set<string>();
  const ofOthers = new Set<string>();
  const bare = header.flatMap((name, i) => (/^(e|email|mail)$/.test(wordsOf(name)[0] ?? '') ? [i] : []));
  const candidates = new Set<string>();
  for (const row of rows) {
    const places = row.flatMap((cell, i) => (cell === person ? [i] : []));
    for (const i of bare) (places.length === 0 ? ofOthers : candidates).add(row[i] ?? '');
    for (const i of places)
      for (const [j, cell] of row.entries())
        if (i !== j && isSameRole(header[i], header[j]) && (isAddress(cell) || isFullName(cell, header[j])))
          found.add(cell);
  }
  for (const cell of candidates) if (isAddress(cell) && !ofOthers.has(cell)) found.add(cell);
  return [...found];
}

const isAddress = (cell: string): boolean => /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(cell);
/** Of several words: one word may be any word. */
const isFullName = (cell: string, name = ''): boolean => /name$/i.test(name) && /\S{2,}\s+\S{2,}/.test(cell);

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

const sample = 65_536;
async function cellsOf(text: string): Promise<readonly (readonly string[])[]> {
  const separator = sniffDelimiter(text.slice(0, sample), text.length <= sample);
  const rows: (readonly string[])[] = [];
  for await (const records of csvRecords(Readable.from([text]), separator))
    for (const { cells } of records) rows.push(cells.map((cell) => cell.trim()));
  return rows;
}
