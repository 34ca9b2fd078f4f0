import type { Model } from './model.ts';
import type { Block, Cell, Change, Pill } from './section.ts';
import type { Line } from './line.ts';
import { said } from './escape.ts';
import { wordsOf, type Words } from './words/words.ts';

const measure = 76;

/** The same model as plain text, at most 76 columns wide where words allow: nothing is said here that the HTML does not say. */
export function textOf(model: Model): string {
  const { marks } = wordsOf(model.language);
  const parts = [
    model.kicker.line,
    model.heading.line,
    model.dates.line,
    ...(model.verdict ? [pillText(model.verdict)] : []),
    '',
    wrap(model.bottomLine.sentence.line),
    ...model.bottomLine.points.map(({ line }) => wrap(lineText(line), '* ', '  ')),
    ...model.sections.flatMap((part) => [
      '',
      '',
      heading(part.title.line),
      ...(part.lead ? [wrap(part.lead.line)] : []),
      ...part.blocks.flatMap((block) => ['', ...blockText(block, marks)]),
    ]),
    '',
    '-'.repeat(measure),
    ...model.footer.map(({ line }) => wrap(lineText(line))),
  ];
  return `${parts
    .join('\n')
    .replaceAll(/[ \t]+\n/g, '\n')
    .replaceAll(/\n{4,}/g, '\n\n\n')
    .replaceAll('\u00a0', ' ')}\n`;
}

const heading = (text: string): string => `${text}\n${'='.repeat(Math.min(measure, widthOf(text)))}`;

/** A line without its links: a channel shows its own. */
export const plainOf = (line: Line): string =>
  typeof line === 'string' ? line : line.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');

export const lineText = (line: Line): string =>
  typeof line === 'string'
    ? said(line, 10_000)
    : line
        .map((piece) =>
          typeof piece === 'string'
            ? piece
            : piece.href && piece.href !== piece.text
              ? `${piece.text} <${piece.href.replace(/^mailto:([^?]*).*$/, '$1')}>`
              : piece.text,
        )
        .join('');

const pillText = (pill: Pill): string => `[${pill.glyph} ${pill.word}]`;
export function changeText({ arrow, text, word, tone }: Change, marks: Words['marks']): string {
  const between = word === '' ? '' : arrow !== '' && tone === 'none' ? marks.comma : text === '' ? '' : ' ';
  return [arrow, `${text}${between}${word}`].filter((part) => part !== '').join(' ');
}

function blockText(block: Block, marks: Words['marks']): readonly string[] {
  switch (block.kind) {
    case 'table':
      return tableText(block, marks);
    case 'figures':
      return block.figures.map(({ label, value, notes }) =>
        wrap(
          [`${label}${marks.colon}${value}`, ...notes.map((note) => changeText(note, marks))].join(marks.semicolon),
          '',
          '  ',
        ),
      );
    case 'charts':
      return block.charts.flatMap(({ title, caption, chart, sentence }) => [
        wrap(
          `${title}${caption?.line ? `${marks.open}${caption.line}${marks.close}` : ''}${marks.colon}${chart.alt.line}`,
          '',
          '  ',
        ),
        ...(sentence ? [wrap(lineText(sentence.line), '  ', '  ')] : []),
      ]);
    case 'picture':
      return [wrap(block.chart.alt.line)];
    case 'subheading':
      return [block.text];
    case 'paragraph':
      return [wrap(lineText(block.line.line))];
    case 'list':
      return block.items.map(({ line }) => wrap(lineText(line), '* ', '  '));
    case 'note':
      return block.lines.map(({ line }) => wrap(lineText(line), '! ', '  '));
    case 'button':
      return [`${block.text}${marks.colon}${block.href}`];
  }
}

function cellText(cell: Cell, marks: Words['marks']): string {
  switch (cell.kind) {
    case 'text':
      return [...(cell.pill ? [pillText(cell.pill)] : []), lineText(cell.line)].join(' ');
    case 'said':
      return [...(cell.pill ? [pillText(cell.pill)] : []), lineText(cell.sentence.line)].join(' ');
    case 'number':
      return [cell.text, ...(cell.change ? [changeText(cell.change, marks)] : [])]
        .filter((part) => part !== '')
        .join(marks.comma);
    case 'change':
      return changeText(cell.change, marks);
    case 'pill':
      return pillText(cell.pill);
    case 'bar':
      return cell.text;
    case 'chart':
      return cell.chart.alt.line;
  }
}

const noteOf = (cell: Cell): string | undefined =>
  (cell.kind === 'text' || cell.kind === 'number') && cell.note !== undefined && cell.note.line !== ''
    ? lineText(cell.note.line)
    : undefined;

function tableText(block: Extract<Block, { kind: 'table' }>, marks: Words['marks']): readonly string[] {
  const textOfCell = (cell: Cell): string => cellText(cell, marks);
  const shown = block.columns.map((column) => column.label);
  const rows = block.rows.map((row) => ('group' in row ? row : row.cells));
  const lines: (readonly string[] | string)[] = [];
  for (const row of rows) {
    if (!Array.isArray(row)) {
      lines.push(`\n${(row as { group: string }).group}`);
      continue;
    }
    lines.push((row as readonly Cell[]).map(textOfCell));
    const notes = (row as readonly Cell[]).flatMap((cell) => noteOf(cell) ?? []);
    if (notes.length > 0) lines.push(wrap(notes.join(marks.semicolon), '    ', '    '));
  }
  const total = block.total?.map(textOfCell);
  const cells = [shown, ...lines.filter((line) => typeof line !== 'string'), ...(total ? [total] : [])];
  const widths = shown.map((_, i) => Math.max(...cells.map((row) => widthOf(row[i] ?? ''))));
  const width = widths.reduce((sum, each) => sum + each + 2, -2);
  const caption = block.caption?.line ? [wrap(block.caption.line)] : [];
  if (width > measure)
    return [
      ...caption,
      ...lines.map((line) => (typeof line === 'string' ? line : stacked(line, shown, marks))),
      ...(total ? [stacked(total, shown, marks)] : []),
    ];
  const line = (row: readonly string[]): string =>
    row
      .map((text, i) =>
        block.columns[i]?.align === 'end' ? padStart(text, widths[i] ?? 0) : padEnd(text, widths[i] ?? 0),
      )
      .join('  ');
  return [
    ...caption,
    line(shown),
    '-'.repeat(width),
    ...lines.map((item) => (typeof item === 'string' ? item : line(item))),
    ...(total ? ['-'.repeat(width), line(total)] : []),
  ];
}

/** A row too wide for a line: the first cell, then the others with their column's name. */
function stacked(row: readonly string[], columns: readonly string[], marks: Words['marks']): string {
  const rest = row
    .slice(1)
    .flatMap((text, i) => (text === '' ? [] : [columns[i + 1] ? `${columns[i + 1]}${marks.colon}${text}` : text]));
  return wrap([row[0] ?? '', ...rest].filter((part) => part !== '').join(' | '), '- ', '    ');
}

/** Columns that a text takes on a terminal: East Asian characters take two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u.test(
        character,
      )
        ? 2
        : 1;
  return width;
}
const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));
const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - widthOf(text))) + text;

function wrap(text: string, first = '', rest = ''): string {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && widthOf(line) + 1 + widthOf(word) > measure) {
      lines.push(line);
      line = rest + word;
    } else {
      line += isEmpty ? word : ` ${word}`;
    }
    isEmpty = false;
  }
  return [...lines, line].join('\n');
}
