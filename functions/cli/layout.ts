/** Text for a terminal: pure functions of text and width. */
import { wrapped } from '../../shared/wrapped.ts';

/** Lines of at most `width` characters: what follows the first line begins `more` characters further in than that. */
export function hanging(text: string, width: number, more = 0): readonly string[] {
  const margin = /^ */.exec(text)?.[0] ?? '';
  const inner = margin + ' '.repeat(more);
  return wrapped(text.slice(margin.length), width - inner.length).map((line, i) => (i === 0 ? margin : inner) + line);
}

/** Lines of a label and what it means, side by side. */
export function sideBySide(
  pairs: readonly (readonly [left: string, right: string])[],
  width: number,
  indent = '  ',
): readonly string[] {
  const widest = Math.min(30, Math.max(0, ...pairs.map(([left]) => left.length)));
  const room = Math.max(20, width - indent.length - widest - 2);
  return pairs.flatMap(([left, right]) => {
    const lines = wrapped(right, room).map((line, i) =>
      `${indent}${(i === 0 && left.length <= widest ? left : '').padEnd(widest)}  ${line}`.trimEnd(),
    );
    return left.length > widest ? [`${indent}${left}`, ...lines] : lines;
  });
}

const gap = 2;
/**
 * A table of at most `width` characters: numbers to the right; the widest columns of text give way first and wrap, but no word
 * is broken: an id can be copied. A table of words that are too long is wider.
 */
export function table(titles: readonly string[], cells: readonly (readonly string[])[], width: number): string {
  // a column in which no row says anything is left out
  const said = titles.map((_, i) => cells.length === 0 || cells.some((row) => (row[i] ?? '') !== ''));
  const [header = [], ...rows] = [titles, ...cells].map((row) => row.filter((_, i) => said[i] === true));
  const isNumber = header.map((_, i) => rows.length > 0 && rows.every((row) => /^[−-]?[\d.,% ]*$/.test(row[i] ?? '')));
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)));
  const longestWord = header.map((_, i) =>
    isNumber[i] === true
      ? Infinity
      : Math.max(...[header, ...rows].flatMap((row) => (row[i] ?? '').split(' ').map(({ length }) => length))),
  );
  for (let excess = widths.reduce((sum, one) => sum + one + gap, -gap) - width; excess > 0; excess--) {
    const widest = Math.max(...widths.filter((one, i) => one > (longestWord[i] ?? 0)));
    const i = widths.findIndex((one, k) => one === widest && one > (longestWord[k] ?? 0));
    if (i < 0) break;
    widths[i] = widest - 1;
  }
  const line = (cells: readonly string[]): readonly string[] => {
    const columns = cells.map((cell, i) => wrapped(cell, widths[i] ?? 0));
    return Array.from({ length: Math.max(...columns.map(({ length }) => length)) }, (_, n) =>
      columns
        .map((lines, i) =>
          isNumber[i] === true ? (lines[n] ?? '').padStart(widths[i] ?? 0) : (lines[n] ?? '').padEnd(widths[i] ?? 0),
        )
        .join(' '.repeat(gap))
        .trimEnd(),
    );
  };
  return [header, ...rows].flatMap(line).join('\n');
}
