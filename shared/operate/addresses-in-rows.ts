/**
 * What names a person in the rows of a CSV that hold their id as a whole cell: the mail address and the full name in columns of the same role
 * ("Requester ID", "Requester email"), or in one that is called nothing but e-mail, where it stands in no row of anybody else.
 */
export function addressesInRows(text: string, person: string): readonly string[] {
  const [header = [], ...rows] = cellsOf(text);
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

/** Cells of rows, unquoted (RFC 4180); the separator is the one of its kind that the first line has most of. */
function cellsOf(text: string): readonly (readonly string[])[] {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const separator = [',', ';', '\t', '|'].reduce((a, b) => (first.split(b).length > first.split(a).length ? b : a));
  const rows: string[][] = [[]];
  const cell = new RegExp(
    String.raw`("(?:[^"]|"")*"|[^${separator}\r\n]*)(${separator === '|' ? '\\|' : separator}|\r?\n|\r|$)`,
    'g',
  );
  for (const [whole, written = '', end = ''] of text.matchAll(cell)) {
    if (whole === '') break;
    rows.at(-1)?.push(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.trim());
    if (end !== separator && end !== '') rows.push([]);
  }
  return rows;
}
