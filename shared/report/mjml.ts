import { createHash } from 'node:crypto';
import type mjml2html from 'mjml';
import { InternalError } from '../errors.ts';
import { chartSize } from './charts/size.ts';
import { stated, type Sentence } from './claim.ts';
import { html, link } from './escape.ts';
import { light, styleSheet, tones } from './theme.ts';
import type { Model, ModelSection } from './model.ts';
import type { Badge, Block, Cell, Change, Chart, Column, TableRow, Tone } from './section.ts';
import type { Line } from './line.ts';
import { wordsOf, type Words } from './words/words.ts';

/** Gmail cuts a mail at about 102 KB of HTML. */
export const htmlLimit = 95_000;
export const htmlWarning = 80_000;
/** More rows than this are left to the attachment. */
export const rowLimit = 24;

export interface Drawn {
  readonly cid: string;
  readonly chart: Chart;
}
export interface Markup {
  readonly html: string;
  /** The pictures the HTML shows, each once, in order. */
  readonly charts: readonly Drawn[];
}

/**
 * The model as HTML for mail programs. Deterministic. Sections that would make it longer than `htmlLimit` bytes are left to the
 * plain text, which is said in their place: an author's long list must not keep a mail from its readers.
 */
export async function htmlOf(model: Model): Promise<Markup> {
  for (let kept = model.sections.length; ; kept--) {
    const markup = await markupOf(kept === model.sections.length ? model : shortened(model, kept));
    if (Buffer.byteLength(markup.html) <= htmlLimit) return markup;
    if (kept === 0)
      throw new InternalError(
        `The HTML of ${model.report} is longer than ${htmlLimit} bytes without any of its sections.`,
      );
  }
}

/** The first sections, and the last, which says how to read them. */
function shortened(model: Model, kept: number): Model {
  const [first, last] = [model.sections.slice(0, Math.max(0, kept - 1)), model.sections.slice(-1)];
  const [next] = model.sections.slice(first.length);
  if (next === undefined) return model;
  const lead = stated('html_too_long', { sections: model.sections.length, shown: first.length }, model.tooLong);
  const note: ModelSection = { id: 'too_long', title: next.title, lead, blocks: [] };
  return { ...model, sections: [...first, note, ...(kept === 0 ? [] : last)] };
}

async function markupOf(model: Model): Promise<Markup> {
  const charts = new Map<string, Drawn>();
  const picture = (chart: Chart): string => {
    // What it shows and says; the proof of that is no part of the picture.
    const shown = JSON.stringify({ ...chart, alt: chart.alt.line });
    const hash = createHash('sha256').update(shown).digest('hex').slice(0, 16);
    const drawn = charts.get(hash) ?? { cid: `${chart.kind}-${hash}@casebook`, chart };
    charts.set(hash, drawn);
    return drawn.cid;
  };
  const source = page(model, { picture, marks: wordsOf(model.language).marks });
  // loaded when the first mail is rendered: most commands render none, and it is a third of their start
  const { default: render } = await import('mjml');
  const { html: markup } = await render(source, {
    validationLevel: 'strict',
    keepComments: false,
    fonts: {},
    minify: true,
    minifyOptions: { minifyCss: false, minifySvg: false, removeEmptyAttributes: false } as MinifyOptions,
  });
  return { html: markup, charts: [...charts.values()] };
}

/** @types/mjml does not know minifySvg (REPORTS section 2, 1). */
type MinifyOptions = NonNullable<NonNullable<Parameters<typeof mjml2html>[1]>['minifyOptions']>;
/** What the parts of a page need beside themselves. */
interface Print {
  /** The name of a picture within the mail. */
  picture(chart: Chart): string;
  readonly marks: Words['marks'];
}

const page = (model: Model, print: Print): string => `<mjml lang="${html(model.language)}" dir="${model.direction}">
<mj-head>
<mj-title>${html(model.subject.line)}</mj-title>
<mj-preview>${html(model.preheader.line)}${'&#847;&zwnj;&nbsp;'.repeat(24)}</mj-preview>
<mj-raw><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"></mj-raw>
<mj-attributes>
<mj-all font-family="-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,'PingFang SC','Microsoft YaHei',sans-serif" />
<mj-text padding="0 0 10px" font-size="15px" line-height="1.5" color="${light.text}" />
<mj-table padding="0 0 16px" font-size="14px" line-height="1.4" color="${light.text}" />
<mj-section padding="0 24px" background-color="${light.card}" css-class="card" />
<mj-column padding="0" />
</mj-attributes>
<mj-style>${styleSheet}</mj-style>
</mj-head>
<mj-body width="600px" background-color="${light.page}" css-class="page">
${band(model)}
${opening(model)}
${model.sections.map((part) => sectionOf(part, print)).join('\n')}
${foot(model.footer)}
</mj-body>
</mjml>`;

const band = (
  model: Model,
): string => `<mj-section css-class="band" background-color="${light.band}" padding="22px 24px 20px"><mj-column>
<mj-text color="#dbe4fb" font-size="13px" padding="0 0 4px">${html(model.kicker.line)}</mj-text>
<mj-text color="#ffffff" padding="0 0 4px" line-height="1.25"><h1 style="font-size:24px;font-weight:700;line-height:1.25;margin:0">${html(model.heading.line)}</h1></mj-text>
<mj-text color="#dbe4fb" font-size="13px" padding="0">${html(model.dates.line)}</mj-text>
${model.verdict ? `<mj-text padding="10px 0 0">${pill(model.verdict)}</mj-text>` : ''}
</mj-column></mj-section>`;

const opening = (model: Model): string => `<mj-section padding="22px 24px 10px"><mj-column>
<mj-text font-size="18px" line-height="1.4" font-weight="700" padding="0 0 8px"><p style="margin:0">${html(model.bottomLine.sentence.line)}</p></mj-text>
${model.bottomLine.points.length > 0 ? `<mj-text padding="0">${listOf(model.bottomLine.points, false)}</mj-text>` : ''}
</mj-column></mj-section>`;

/** Blocks of one column share a section, because every section costs Outlook's tables about a kilobyte. */
function sectionOf(part: ModelSection, print: Print): string {
  const groups: string[] = [];
  let open = headOf(part);
  for (const block of part.blocks) {
    if (block.kind === 'charts') {
      groups.push(columnOf(open, groups.length === 0), chartsOf(block, print));
      open = '';
    } else open += blockOf(block, print);
  }
  return [...groups, columnOf(open, groups.length === 0)].join('');
}

const columnOf = (content: string, isFirst: boolean): string =>
  content === ''
    ? ''
    : `<mj-section${isFirst ? ' padding="18px 24px 0"' : ''}><mj-column>${content}</mj-column></mj-section>`;

const headOf = (part: ModelSection): string =>
  `<mj-text padding="0 0 ${part.lead ? 2 : 8}px"><h2 style="font-size:17px;font-weight:700;line-height:1.3;margin:0">${html(part.title.line)}</h2></mj-text>${part.lead ? `<mj-text font-size="13px" color="${light.muted}" padding="0 0 8px"><div class="m">${html(part.lead.line)}</div></mj-text>` : ''}`;

const chartsOf = (block: Extract<Block, { kind: 'charts' }>, print: Print): string =>
  `<mj-section padding="4px 24px 6px">${block.charts.map((chart) => chartColumn(chart, print)).join('')}</mj-section>`;

function blockOf(block: Exclude<Block, { kind: 'charts' }>, print: Print): string {
  switch (block.kind) {
    case 'table':
      return tableOf(block, print);
    case 'figures':
      return figuresOf(block, print);
    case 'picture':
      return image(block.chart, print);
    case 'subheading':
      return `<mj-text padding="4px 0 6px"><h3 style="font-size:15px;font-weight:700;margin:0">${html(block.text)}</h3></mj-text>`;
    case 'paragraph':
      return block.small
        ? `<mj-text font-size="13px" color="${light.muted}"><div class="m">${inline(block.line.line)}</div></mj-text>`
        : `<mj-text>${inline(block.line.line)}</mj-text>`;
    case 'list':
      return `<mj-text>${listOf(block.items, block.ordered)}</mj-text>`;
    case 'note':
      return noteOf(block.lines);
    case 'button':
      return buttonOf(block);
  }
}

function buttonOf({ text, href }: Extract<Block, { kind: 'button' }>): string {
  const target = link(href);
  return target
    ? `<mj-button href="${html(target)}" align="left" padding="2px 0 14px" inner-padding="11px 20px" border-radius="5px" background-color="${light.button}" color="#ffffff" font-size="15px" font-weight="600" css-class="btn">${html(text)}</mj-button>`
    : '';
}

const listOf = (items: readonly Sentence[], ordered: boolean): string => {
  const tag = ordered ? 'ol' : 'ul';
  return `<${tag} style="margin:0;padding:0 0 0 22px">${items.map(({ line }) => `<li style="padding:0 0 6px">${inline(line)}</li>`).join('')}</${tag}>`;
};

const noteOf = (lines: readonly Sentence[]): string =>
  `<mj-text font-size="14px" padding="0 0 14px"><div class="note" style="background:${light.note};border-left:3px solid ${light.noteEdge};padding:12px 14px">${lines.map(({ line }, i) => `<div style="padding:${i === 0 ? 0 : 6}px 0 0">${inline(line)}</div>`).join('')}</div></mj-text>`;

const figuresOf = (block: Extract<Block, { kind: 'figures' }>, { marks }: Print): string =>
  `<mj-table css-class="fig" role="presentation"><tr>${block.figures
    .map(
      (figure) =>
        `<td width="${Math.floor(100 / block.figures.length)}%" valign="top" style="padding:0 8px 4px 0"><div class="m" style="font-size:13px;color:${light.muted}">${html(figure.label)}</div><div class="n" style="font-size:22px;font-weight:700;line-height:1.4">${html(figure.value)}</div>${figure.notes.map((note) => `<div style="font-size:13px">${changeOf(note, marks)}</div>`).join('')}</td>`,
    )
    .join('')}</tr></mj-table>`;

const chartColumn = (item: Extract<Block, { kind: 'charts' }>['charts'][number], print: Print): string =>
  `<mj-column width="50%"><mj-text padding="0"><h3 style="font-size:15px;font-weight:700;margin:0">${html(item.title)}</h3></mj-text>${item.caption?.line ? `<mj-text font-size="13px" color="${light.muted}" padding="0 8px 4px 0"><div class="m">${html(item.caption.line)}</div></mj-text>` : ''}${image(item.chart, print)}${item.sentence ? `<mj-text font-size="14px" padding="0 12px 12px 0">${inline(item.sentence.line)}</mj-text>` : ''}</mj-column>`;

function image(chart: Chart, print: Print): string {
  const { width, height } = chartSize[chart.kind];
  return `<mj-image src="cid:${print.picture(chart)}" alt="${html(chart.alt.line)}" width="${width}px" height="${chart.kind === 'waterfall' ? 'auto' : `${height}px`}" align="left" padding="4px 0 8px" font-size="13px" />`;
}

const foot = (lines: readonly Sentence[]): string =>
  `<mj-section padding="14px 24px 22px"><mj-column><mj-divider border-width="1px" border-color="${light.line}" padding="0 0 12px" />${lines.map(({ line }) => `<mj-text font-size="12px" color="${light.muted}" padding="0 0 8px"><div class="m">${inline(line)}</div></mj-text>`).join('')}</mj-column></mj-section>`;

/* Lines */
const inline = (line: Line): string => (typeof line === 'string' ? words(line) : line.map(pieceOf).join(''));
/** A sign stays with its number at the end of a line. */
const words = (text: string): string =>
  html(text).replaceAll(
    /[\u2212+\u00b1][^\s<&]*\d[^\s<&]*/g,
    (signed) => `<span class="n" style="white-space:nowrap">${signed}</span>`,
  );
function pieceOf(piece: Exclude<Line, string>[number]): string {
  if (typeof piece === 'string') return words(piece);
  const text = piece.strong ? `<strong>${html(piece.text)}</strong>` : html(piece.text);
  const href = link(piece.href);
  return href
    ? `<a class="l" href="${html(href)}" style="color:${light.link};text-decoration:underline">${text}</a>`
    : text;
}

const pillClass: Record<Tone, string> = { good: 'pg', warn: 'pw', bad: 'pb', none: 'pn' };
const pill = ({ tone, glyph, word }: Badge): string =>
  `<span class="${pillClass[tone]} n" style="display:inline-block;background:${tones[tone].back};color:${tones[tone].text};border-radius:10px;padding:1px 9px;font-size:12px;font-weight:700;line-height:18px">${html(glyph)}&nbsp;${html(word)}</span>`;

/** A short change stays on one line; a phrase may break. */
function changeOf({ arrow, text, word, tone }: Change, marks: Words['marks']): string {
  const isNews = tone === 'good' || tone === 'bad';
  const className = tone === 'good' ? 'up' : tone === 'bad' ? 'dn' : 'm';
  const shown = [arrow, text]
    .filter((part) => part !== '')
    .map(html)
    .join('&nbsp;');
  // the comma stays with the size, so that no line begins with it
  const comma = word !== '' && arrow !== '' && !isNews ? marks.comma.trim() : '';
  const size = isNews ? `<strong class="${className}">${shown}</strong>` : `${shown}${comma}`;
  const kept = text.length > 14 ? size : `<span class="n">${size}</span>`;
  const said = word === '' ? '' : `${comma === '' ? ' ' : marks.space}${html(word)}`;
  return `<span class="${className}" style="color:${isNews ? tones[tone].text : light.muted}">${kept}${said}</span>`;
}

/* Tables */
/** Long words break on a telephone only where many columns leave them no room. */
const isCrowded = (columns: readonly Column[]): boolean => columns.filter(({ wide }) => wide !== true).length > 3;
/** Numbers end where their column ends; a text after a number keeps its distance. */
function cellStyle(columns: readonly Column[], i: number, extra = ''): string {
  const isEnd = columns[i]?.align === 'end';
  const left = i === 0 ? 0 : isEnd ? 8 : columns[i - 1]?.align === 'end' ? 18 : 4;
  const right = isEnd ? 0 : 8;
  return `padding:8px ${right}px 8px ${left}px;border-bottom:1px solid ${light.line};text-align:${isEnd ? 'right' : 'left'}${extra}`;
}

function tableOf(block: Extract<Block, { kind: 'table' }>, print: Print): string {
  const { columns } = block;
  const head = columns
    .map(
      (column, i) =>
        `<th scope="col" class="${column.wide ? 'w m' : `m${isCrowded(columns) ? ' mc' : ''}`}" valign="bottom"${column.width ? ` width="${column.width}%"` : ''} style="${cellStyle(columns, i, `;font-size:12px;font-weight:600;color:${light.muted}`)}">${html(column.label)}</th>`,
    )
    .join('');
  const body = block.rows.slice(0, rowLimit).map((row) => rowOf(row, columns, print));
  const total = block.total ? totalOf(block.total, columns, print) : '';
  const caption = block.caption?.line
    ? `<caption class="m" style="text-align:left;font-size:13px;color:${light.muted};padding:0 0 4px">${html(block.caption.line)}</caption>`
    : '';
  return `<mj-table>${caption}<thead><tr>${head}</tr></thead><tbody>${body.join('')}${total}</tbody></mj-table>`;
}

function rowOf(row: TableRow, columns: readonly Column[], print: Print): string {
  if ('group' in row)
    return `<tr><th scope="colgroup" class="g" colspan="${columns.length}" style="padding:14px 0 6px;border-bottom:1px solid ${light.line};text-align:left;font-size:13px;font-weight:700;color:${light.group}">${html(row.group)}</th></tr>`;
  return `<tr>${row.cells.map((cell, i) => cellOf(cell, columns, i, '', print)).join('')}</tr>`;
}

const totalOf = (cells: readonly Cell[], columns: readonly Column[], print: Print): string =>
  `<tr>${cells.map((cell, i) => cellOf(cell, columns, i, `;font-weight:700;border-top:2px solid ${light.rule};border-bottom:0`, print)).join('')}</tr>`;

function cellOf(cell: Cell, columns: readonly Column[], i: number, extra: string, print: Print): string {
  const classes = [
    columns[i]?.wide ? 'w' : '',
    extra ? 't' : '',
    i === 0 && isCrowded(columns) ? 'mc' : '',
    cell.kind === 'number' && columns[i]?.align === 'end' ? 'n' : '',
  ]
    .filter((name) => name !== '')
    .join(' ');
  const attributes = `${classes ? ` class="${classes}"` : ''} valign="top" style="${cellStyle(columns, i, `${i === 0 ? ';font-weight:' + (extra ? '700' : weightOf(cell)) : ''}${extra}`)}"`;
  const tag = i === 0 ? 'th scope="row"' : 'td';
  return `<${tag}${attributes}>${contentOf(cell, print)}</${i === 0 ? 'th' : 'td'}>`;
}
/** Row headers are strong where rows carry a note below. */
const weightOf = (cell: Cell): string => (cell.kind === 'text' && cell.note !== undefined ? '600' : '400');

const small = (note: Sentence | undefined): string =>
  note === undefined || note.line === ''
    ? ''
    : `<div class="m" style="font-size:12px;font-weight:400;color:${light.muted}">${inline(note.line)}</div>`;

function contentOf(cell: Cell, print: Print): string {
  switch (cell.kind) {
    case 'text':
      return `${cell.pill ? `${pill(cell.pill)} ` : ''}${inline(cell.line)}${small(cell.note)}`;
    case 'said':
      return `${cell.pill ? `${pill(cell.pill)} ` : ''}${inline(cell.sentence.line)}`;
    case 'number':
      return `<span class="n"${cell.big ? ' style="font-size:16px;font-weight:700"' : ''}>${html(cell.text)}</span>${small(cell.note)}${cell.change ? `<div style="font-size:13px">${changeOf(cell.change, print.marks)}</div>` : ''}`;
    case 'change':
      return changeOf(cell.change, print.marks);
    case 'pill':
      return pill(cell.pill);
    case 'bar':
      return `${html(cell.text)}${bar(cell.fill, cell.quiet === true)}`;
    case 'chart':
      return `<img src="cid:${print.picture(cell.chart)}" alt="${html(cell.chart.alt.line)}" width="${chartSize[cell.chart.kind].width}" height="${chartSize[cell.chart.kind].height}" style="display:block;border:0;font-size:12px">`;
  }
}

/** A bar without a picture: it shows with pictures blocked, in Outlook and in the dark. */
function bar(fill: number, quiet: boolean): string {
  const width = Math.round(Math.min(1, Math.max(0, fill)) * 100);
  if (width === 0) return '';
  return `<table role="presentation" width="${width}%" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="${quiet ? light.quietBar : light.bar}" height="8" style="height:8px;line-height:8px;font-size:0;border:0;padding:0">&nbsp;</td></tr></table>`;
}
