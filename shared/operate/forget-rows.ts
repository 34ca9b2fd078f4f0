import { Readable } from 'node:stream';
import { csvRecords } from '../files/csv.ts';
import type { FileTable } from '../files/table.ts';

/** How the cells of one kept file lose a person. */
export interface InCells {
  readonly table: FileTable;
  /** Does a column hold figures, words of a status and the like: what is no person there? */
  readonly isFigure: (column: string) => boolean;
  /** Whole cells that go, with what stands there instead. */
  readonly cells: ReadonlyMap<string, string>;
  readonly forgotten: (cell: string, isFigure: boolean) => string;
}

/** The text of a CSV, record by record, each on the line where it was; undefined where it cannot be read without doubt. */
export async function forgottenCsv(text: string, { table, isFigure, forgotten }: InCells): Promise<string | undefined> {
  const { delimiter } = table;
  if (delimiter === null) return undefined;
  const figures = table.header.map(isFigure);
  const end = /\r?\n/.exec(text)?.[0] ?? '\n';
  let after = '';
  let line = 1;
  let isChanged = false;
  for await (const records of csvRecords(Readable.from([text]), delimiter))
    for (const { line: begins, cells, fault } of records) {
      if (fault !== null) return undefined;
      after += end.repeat(Math.max(0, begins - line));
      line = Math.max(line, begins);
      const changed = cells.map((cell, i) => forgotten(cell, figures[i] ?? false));
      isChanged ||= changed.some((cell, i) => cell !== cells[i]);
      const record = changed.map((cell) => quoted(cell, delimiter)).join(delimiter);
      after += record;
      line += record.split(/\r\n|[\r\n]/).length - 1;
    }
  return isChanged ? `${after}${/[\r\n]$/.test(text) ? end : ''}` : text;
}

const quoted = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** Every object of lines or of a list as a row, with all of its members: a table that is read has only those that it was asked for. */
export function jsonRows(text: string, table: FileTable): FileTable {
  const objects = (
    /^\s*\[/.test(text)
      ? (JSON.parse(text) as unknown[])
      : text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line) => JSON.parse(line) as unknown)
  ).map((object) => new Map(membersOf(object, '')));
  const header = [...new Set(objects.flatMap((object) => [...object.keys()]))];
  const rows = objects.map((object, i) => ({
    line: i + 1,
    cells: header.map((name) => object.get(name) ?? ''),
    identity: '',
    fault: null,
  }));
  return { ...table, header, rows: Readable.from([rows]) };
}

const membersOf = (value: unknown, name: string): readonly (readonly [string, string])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, one]) => membersOf(one, name === '' ? key : `${name}.${key}`))
    : [[name, value === null || value === undefined ? '' : String(value as string | number | boolean)]];

/** Lines or a list of objects, each a row; undefined where they are none. */
export function forgottenJsonLines(
  text: string,
  { isFigure, forgotten }: InCells,
  person: string,
  pseudonym: string,
): string | undefined {
  const inside = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return forgotten(value, isFigure(key));
    if (typeof value === 'number') return String(value) === person && !isFigure(key) ? Number(pseudonym) : value;
    if (Array.isArray(value)) return value.map((one) => inside(one, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        name,
        inside(one, isFigure(name) ? name : key === '' ? name : `${key}.${name}`),
      ]),
    );
  };
  const changed = (part: string): string => {
    const parsed: unknown = JSON.parse(part);
    const after = JSON.stringify(inside(parsed, ''));
    return after === JSON.stringify(parsed) ? part : after;
  };
  try {
    return /^\s*\[/.test(text) ? changed(text) : text.replaceAll(/^[^\S\n]*\S.*$/gm, (line) => changed(line));
  } catch {
    return undefined;
  }
}

/** A part of a workbook: texts of cells, whole, however they are cut into runs; numbers in cells; attributes, names and notes. */
export function forgottenMarkup(markup: string, { table, isFigure, forgotten }: InCells): string {
  const figures = new Set(table.header.flatMap((name, i) => (isFigure(name) ? [lettersOf(i)] : [])));
  return forgotten(
    markup
      .replaceAll(/<((?:\w+:)?(?:si|is))(?:\s[^>]*)?>([\s\S]*?)<\/\1>/g, (all, tag: string, runs: string) => {
        const plain = [...runs.matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?t>/g)]
          .map(([, part = '']) => unescaped(part))
          .join('');
        const after = forgotten(plain, false);
        const space = tag.includes(':') ? tag.slice(0, tag.indexOf(':') + 1) : '';
        return after === plain ? all : `<${tag}><${space}t xml:space="preserve">${escaped(after)}</${space}t></${tag}>`;
      })
      .replaceAll(
        /(<(?:\w+:)?c(?:\s[^>]*)?>)(<(?:\w+:)?v>)([^<]*)(?=<\/)/g,
        (all, cell: string, tag: string, value: string) => {
          const column = /\sr="([A-Z]+)/.exec(cell)?.[1] ?? '';
          if (/\st="(s|b|e)"/.test(cell) || figures.has(column)) return all;
          return `${cell}${tag}${escaped(forgotten(unescaped(value), false))}`;
        },
      )
      .replaceAll(
        /(\sv=")([^"]*)(?=")/g,
        (_, name: string, value: string) => `${name}${escaped(forgotten(unescaped(value), false))}`,
      ),
    true,
  );
}

/** 0: A, 26: AA. */
const lettersOf = (i: number): string =>
  `${i < 26 ? '' : lettersOf(Math.floor(i / 26) - 1)}${String.fromCharCode(65 + (i % 26))}`;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (letter) => escapes[letter] ?? letter);
const letters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescaped = (text: string): string =>
  text
    .replaceAll(/&#x([0-9a-f]{1,6});/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => letters[name] ?? '');
