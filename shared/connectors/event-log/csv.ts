/** One record of a CSV text, with the line it begins on (from 1). `fault`: why its cells cannot be trusted. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault: string | null;
}

const quote = 34;
const lf = 10;
const cr = 13;

/**
 * Records of a CSV text (RFC 4180) that arrives in pieces: LF or CRLF, quoted cells with line breaks and doubled quotes, cells of any
 * size; empty lines are skipped. In batches of what one piece completed. A record without its end waits for twice the text, so that
 * the work stays linear.
 */
export async function* csvRecords(
  pieces: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<readonly CsvRecord[]> {
  const reader = csvReader(delimiter.charCodeAt(0));
  let text = '';
  let enough = 0;
  for await (const piece of pieces) {
    text += piece;
    if (text.length < enough) continue;
    const { records, rest } = reader(text, false);
    enough = records.length === 0 ? text.length * 2 : 0;
    text = rest;
    if (records.length > 0) yield records;
  }
  const { records } = reader(text, true);
  if (records.length > 0) yield records;
}

function csvReader(delimiter: number) {
  let line = 1;
  return (text: string, isLast: boolean): { readonly records: readonly CsvRecord[]; readonly rest: string } => {
    const records: CsvRecord[] = [];
    const end = text.length;
    let start = 0;
    while (start < end) {
      let at = start;
      let lines = 0;
      let fault: string | null = null;
      const cells: string[] = [];
      let ended = false;
      while (!ended) {
        if (text.charCodeAt(at) === quote) {
          const cell = quoted(text, at + 1, isLast);
          if (cell === undefined) return { records, rest: text.slice(start) };
          if (!cell.closed) fault = 'a quoted cell that does not end';
          cells.push(cell.text);
          lines += cell.lines;
          at = cell.next;
          const from = at;
          while (at < end && !ends(text, at, delimiter)) at++;
          if (at > from) fault ??= 'text after the closing quote of a cell';
        } else {
          const from = at;
          while (at < end) {
            const code = text.charCodeAt(at);
            if (code === delimiter || code === lf || (code === cr && endsLine(text, at))) break;
            at++;
          }
          cells.push(text.slice(from, at));
        }
        if (at >= end) {
          if (!isLast) return { records, rest: text.slice(start) };
          ended = true;
        } else if (text.charCodeAt(at) === delimiter) at++;
        else {
          if (text.charCodeAt(at) === cr) {
            if (at + 1 >= end && !isLast) return { records, rest: text.slice(start) };
            at++;
          }
          if (text.charCodeAt(at) === lf) at++;
          lines++;
          ended = true;
        }
      }
      if (cells.length > 1 || cells[0] !== '') records.push({ line, cells, fault });
      line += lines;
      start = at;
    }
    return { records, rest: '' };
  };
}

/** A carriage return ends a line only before a line feed, or at the end of the text. */
const endsLine = (text: string, at: number): boolean => at + 1 >= text.length || text.charCodeAt(at + 1) === lf;
const ends = (text: string, at: number, delimiter: number): boolean => {
  const code = text.charCodeAt(at);
  return code === delimiter || code === lf || (code === cr && endsLine(text, at));
};

/** The cell that begins after a quote; undefined while its end has not arrived. */
function quoted(
  text: string,
  from: number,
  isLast: boolean,
): { readonly text: string; readonly next: number; readonly lines: number; readonly closed: boolean } | undefined {
  let at = from;
  let doubled = false;
  for (;;) {
    const close = text.indexOf('"', at);
    if (close < 0) {
      return isLast
        ? { text: text.slice(from), next: text.length, lines: breaks(text.slice(from)), closed: false }
        : undefined;
    }
    if (close + 1 >= text.length && !isLast) return undefined;
    if (text.charCodeAt(close + 1) === quote) {
      doubled = true;
      at = close + 2;
      continue;
    }
    const inner = text.slice(from, close);
    return { text: doubled ? inner.replaceAll('""', '"') : inner, next: close + 1, lines: breaks(inner), closed: true };
  }
}

function breaks(text: string): number {
  let n = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) n++;
  return n;
}

/** The delimiter that a header has most of, outside quotes; comma when it has none. */
export function sniffDelimiter(header: string): string {
  const plain = header.replace(/"[^"]*"/g, '');
  return [',', ';', '\t', '|']
    .map((delimiter) => ({ delimiter, n: plain.split(delimiter).length }))
    .reduce((best, each) => (each.n > best.n ? each : best)).delimiter;
}
