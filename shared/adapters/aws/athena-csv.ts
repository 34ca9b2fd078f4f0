/**
 * Rows of an Athena result object (CSV, every value quoted, quotes doubled). An unquoted empty field is NULL, a quoted one is
 * the empty text. Bounded memory: one row at a time.
 */
export async function* csvRows(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<readonly (string | null)[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    rest += decoder.decode(piece, { stream: true });
    const { rows, end } = wholeRows(rest);
    yield* rows;
    rest = rest.slice(end);
  }
  rest += decoder.decode();
  if (rest !== '') yield* wholeRows(rest.endsWith('\n') ? rest : `${rest}\n`).rows;
}

/** The rows that end inside the text, and where the last of them ends. */
function wholeRows(text: string): { readonly rows: readonly (string | null)[][]; readonly end: number } {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  let end = 0;
  for (let at = 0; at < text.length;) {
    let value: string | null;
    if (text[at] === '"') {
      let close = text.indexOf('"', at + 1);
      while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
      if (close === -1 || close + 1 >= text.length) break;
      value = text.slice(at + 1, close).replaceAll('""', '"');
      at = close + 1;
    } else {
      const next = nextBreak(text, at);
      if (next === -1) break;
      value = at === next ? null : text.slice(at, next);
      at = next;
    }
    row.push(value);
    if (text[at] === '\n') {
      rows.push(row);
      row = [];
      end = at + 1;
    }
    at++;
  }
  return { rows, end };
}

function nextBreak(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === ',' || text[at] === '\n') return at;
  return -1;
}
