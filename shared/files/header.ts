/** Records that a header is looked for in: reports put a few lines of title above it. */
export const headerWithin = 40;

const filled = (cells: readonly string[]): number => cells.reduce((n, cell) => (cell.trim() === '' ? n : n + 1), 0);
const looksLikeValue = (cell: string): boolean =>
  /^[-+(]?[\d.,:%\s]+\)?$/.test(cell) || /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b/.test(cell) || /^\S+@\S+\.\S+$/.test(cell);

/**
 * The place of the header among the first records: the first that has all names `asked` for; else the first that is about as wide as
 * the rows are, is filled, and holds names and not values. undefined: there is none, the file begins with data.
 */
export function headerPlace(records: readonly (readonly string[])[], asked: readonly string[]): number | undefined {
  const first = records.slice(0, headerWithin);
  if (asked.length > 0) {
    const found = first.findIndex((cells) => {
      const names = new Set(cells.map((cell) => cell.trim()));
      return asked.every((name) => names.has(name));
    });
    if (found >= 0) return found;
  }
  const counts = records
    .slice(-400)
    .map(filled)
    .sort((a, b) => a - b);
  const usual = counts[Math.floor(counts.length / 2)] ?? 1;
  const found = first.findIndex((cells) => filled(cells) >= Math.max(1, usual * 0.7));
  const cells = first[found];
  if (cells === undefined) return undefined;
  const names = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return names.filter(looksLikeValue).length > names.length / 4 ? undefined : found;
}

/**
 * Names of the columns as they are asked for: trimmed; one without a name by its place. Columns of one name are told apart by their
 * order, status#1 and status#2, so that nobody reads one of them without having chosen it.
 */
export function namesOf(cells: readonly string[]): readonly string[] {
  const names = cells.map((cell) => cell.replaceAll(/\s+/g, ' ').trim());
  const seen = new Map<string, number>();
  return names.map((name, i) => {
    if (name === '') return `(column ${i + 1})`;
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return names.indexOf(name) === names.lastIndexOf(name) ? name : `${name}#${nth}`;
  });
}

const notes =
  /^(?:total|grand total|sum|subtotal|summe|gesamt|insgesamt|somme|suma|totale|totaal|razem|итого|всего|合计|总计|合計|総計|copyright|©|confidential|report|generated|created by|exported|filter|rows?:|records?:|count|anzahl|page|source:|note|notes|\*)/i;

/** Whether more than so many cells are filled; most rows show it in their first few. */
function isFuller(cells: readonly string[], than: number): boolean {
  let n = 0;
  for (const cell of cells) if (cell !== '' && cell.trim() !== '' && ++n > than) return true;
  return false;
}

/** A blank line, a line of totals or a note below the table (few cells, and a word that says so), or a row. */
export function kindOfRow(cells: readonly string[], width: number): 'row' | 'note' | 'blank' {
  if (isFuller(cells, Math.ceil(width / 3))) return 'row';
  const first = cells.find((cell) => cell.trim() !== '');
  if (first === undefined) return 'blank';
  return width >= 4 && notes.test(first.trim()) && filled(cells) <= Math.ceil(width / 3) ? 'note' : 'row';
}
