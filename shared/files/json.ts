/** One object of a JSON file: as text, and what it holds. `fault`: why it holds nothing. */
export interface JsonRecord {
  readonly line: number;
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly fault: string | null;
}

/** Letters after which one object is given up: memory stays bounded. */
const longest = 1 << 26;

/**
 * Objects of JSON lines, of a JSON array, or of the first array of objects in one JSON object ({"tickets": [...]}), in batches. An
 * object may spread over lines. Text between the objects is skipped; a line of JSON lines that is none is a record with a fault.
 */
export async function* jsonRecords(pieces: AsyncIterable<string>): AsyncGenerator<readonly JsonRecord[]> {
  let text = '';
  let line = 1;
  let isLines: boolean | undefined;
  let enough = 0;
  const objectsIn = objectReader();
  for await (const piece of pieces) {
    text += piece;
    if (text.length < enough) continue;
    isLines ??= layoutOf(text);
    if (isLines === undefined && text.length < longest) {
      enough = text.length * 2;
      continue;
    }
    const read = isLines === true ? linesIn(text, line, false) : objectsIn(text, line);
    enough = read.records.length === 0 ? text.length * 2 : 0;
    ({ rest: text, line } = read);
    if (text.length > longest) {
      yield [...read.records, { line, text: '', value: {}, fault: 'an object that does not end' }];
      return;
    }
    if (read.records.length > 0) yield read.records;
  }
  isLines ??= layoutOf(`${text.trimEnd()}\n`) ?? true;
  const read = isLines ? linesIn(text, line, true) : objectsIn(text, line);
  if (read.records.length > 0) yield read.records;
  if (!isLines && read.rest.trim().length > 0 && /^\s*\{/.test(read.rest))
    yield [{ line: read.line, text: '', value: {}, fault: 'an object that does not end' }];
}

/** true: JSON lines; false: an array, or an object around one. undefined: not enough text to tell. */
function layoutOf(text: string): boolean | undefined {
  const begin = text.trimStart();
  if (begin === '') return undefined;
  if (!begin.startsWith('{')) return !begin.startsWith('[');
  const end = begin.indexOf('\n');
  if (end < 0) return undefined;
  const first = objectIn(begin.slice(0, end));
  if (first === undefined) return !/^\{\s*(?:$|"[^"]*"\s*:\s*[[{]?\s*$)/.test(begin.slice(0, end));
  return end < begin.length - 1 || !isPage(first);
}

/** An answer of an API: few members, one of them a list of objects. */
const isPage = (object: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(object).length < 9 &&
  Object.values(object).some((value) => Array.isArray(value) && typeof value[0] === 'object' && value[0] !== null);

interface Read {
  readonly records: readonly JsonRecord[];
  readonly rest: string;
  readonly line: number;
}

function linesIn(text: string, from: number, isLast: boolean): Read {
  const lines = text.split('\n');
  const rest = isLast ? '' : (lines.pop() ?? '');
  const records = lines.flatMap((each, i) => (each.trim() === '' ? [] : [recordOf(each.trim(), from + i)]));
  return { records, rest, line: from + lines.length };
}

function recordOf(text: string, line: number): JsonRecord {
  const value = objectIn(text);
  if (value !== undefined && isDeep(text)) return { line, text: '', value: {}, fault: tooDeep };
  return { line, text, value: value ?? {}, fault: value === undefined ? text : null };
}

/** What writes a member out again calls itself once a level. */
const deepest = 200;
const tooDeep = `an object nested deeper than ${deepest} levels`;

function isDeep(text: string): boolean {
  if (text.length <= deepest * 2) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      at = endOfText(text, at);
      if (at < 0) return false;
    } else if (code === 123 || code === 91) {
      if (++depth > deepest) return true;
    } else if (code === 125 || code === 93) depth--;
  }
  return false;
}

/** Reads the whole objects of an array of them; what is between the objects is skipped. */
function objectReader(): (text: string, from: number) => Read {
  let state: 'begin' | 'array' | 'end' = 'begin';
  let isWrapped = false;
  return (text, from) => {
    const records: JsonRecord[] = [];
    let at = 0;
    if (state === 'begin') {
      isWrapped = /^\s*\{/.test(text);
      at = isWrapped ? text.search(/\[\s*\{/) : 0;
      if (at < 0) return { records, rest: text, line: from };
      state = 'array';
    }
    let line = from + (text.slice(0, at).split('\n').length - 1);
    let [start, startLine, done, depth] = [0, line, 0, 0];
    for (; at < text.length && state === 'array'; at++) {
      const code = text.charCodeAt(at);
      if (code === 34) {
        at = endOfText(text, at);
        if (at < 0) break;
      } else if (code === 10) line += 1;
      else if (code === 123 && depth++ === 0) [start, startLine] = [at, line];
      else if (code === 125 && depth > 0 && --depth === 0) {
        records.push(recordOf(text.slice(start, at + 1), startLine));
        done = at + 1;
      }
      // The array inside an object ends here: what follows is about the page, not a record.
      else if (code === 93 && depth === 0 && isWrapped) state = 'end';
    }
    if (depth > 0) return { records, rest: text.slice(start), line: startLine };
    return { records, rest: state === 'end' ? '' : text.slice(done), line };
  };
}

/** The place of the quote that ends a text; -1 while it has not arrived. */
function endOfText(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 34) return at;
  }
  return -1;
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A member by its name, else by a path with dots. */
export function memberOf(object: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name];
  let value: unknown = object;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

/** Names of the members of an object, those of objects inside with dots, up to three deep. */
export function memberNames(object: Readonly<Record<string, unknown>>, before = '', depth = 3): readonly string[] {
  return Object.entries(object).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && depth > 1
      ? memberNames(value as Record<string, unknown>, `${before}${name}.`, depth - 1)
      : [`${before}${name}`],
  );
}

export const memberText = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
