/** One record of a CSV text, with the line it begins on (from 1). `fault`: why its cells cannot be trusted. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault: string | null;
}

const quote = 34;
const space = 32;
const lf = 10;
const cr = 13;
/** Letters after which a quoted cell that does not end is given up: memory stays bounded. */
const longest = 1 << 25;

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
    const { records, rest } = reader.read(text, false);
    enough = records.length === 0 ? Math.min(text.length * 2, longest + 1) : 0;
    text = rest;
    if (text.length > longest) {
      yield [...records, { line: reader.line(), cells: [], fault: 'a quoted cell that does not end' }];
      return;
    }
    if (records.length > 0) yield records;
  }
  const { records } = reader.read(text, true);
  if (records.length > 0) yield records;
}

function csvReader(delimiter: number) {
  let line = 1;
  const read = (text: string, isLast: boolean): { readonly records: readonly CsvRecord[]; readonly rest: string } => {
    const hasZero = text.includes('\0');
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
        const begin = at;
        while (text.charCodeAt(at) === space) at++;
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
          at = begin;
          while (at < end) {
            const code = text.charCodeAt(at);
            if (code === delimiter || code === lf || (code === cr && endsLine(text, at))) break;
            at++;
          }
          cells.push(text.slice(begin, at));
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
      if (hasZero && fault === null && cells.some((cell) => cell.includes('\0'))) fault = zeroCharacter;
      if (cells.length > 1 || cells[0] !== '') records.push({ line, cells, fault });
      line += lines;
      start = at;
    }
    return { records, rest: '' };
  };
  return { read, line: () => line };
}

/** A fault of a record: no later step could store it. */
export const zeroCharacter = 'a zero character (NUL)';

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

const delimiters = [',', ';', '\t', '|'] as const;

/**
 * The delimiter under which most records of a sample have one common number of cells, then the one that makes more of them; comma when
 * there is none. `isWhole`: the sample is all of the text.
 */
export function sniffDelimiter(sample: string, isWhole: boolean): string {
  const stated = /^sep=([^\r\n])\r?\n/i.exec(sample)?.[1];
  if (stated !== undefined) return stated;
  const judged = delimiters.map((delimiter) => {
    const { records } = csvReader(delimiter.charCodeAt(0)).read(sample, isWhole);
    const widths = new Map<number, number>();
    for (const { cells } of records) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
    const [width, n] = [...widths].filter(([each]) => each > 1).sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
    return { delimiter, score: (n / Math.max(1, records.length)) * Math.log(width + 1) };
  });
  return judged.reduce((best, each) => (each.score > best.score ? each : best)).delimiter;
}
