import { html } from '../report/escape.ts';
import type { Badge } from '../report/section.ts';

/** What every page of the archive has: no asset beside it, nothing loaded from anywhere, a way back to the front. */
export interface Page {
  readonly title: string;
  readonly organisation: string;
  /** From this page to the folder of the archive: '' or '../../'. */
  readonly root: string;
  readonly current: 'reports' | 'metrics' | null;
  readonly main: string;
  readonly script?: string;
}

/** Pages are of their owner's organisation alone: no crawler, no referrer to a helpdesk. */
export const page = ({ title, organisation, root, current, main, script }: Page): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none';style-src 'unsafe-inline';script-src 'unsafe-inline';img-src data:;frame-src 'self' about: data:">
<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
<title>${html(title)} · ${html(organisation)}</title>
<style>${style}</style></head>
<body><a class="skip" href="#main">Skip to the content</a>
<header><p>${html(organisation)}</p><nav aria-label="Archive">${tab('Reports', `${root}index.html`, current === 'reports')}${tab('Metrics', `${root}metrics/index.html`, current === 'metrics')}</nav></header>
<main id="main">${main}</main>${script === undefined ? '' : `\n<script>${script}</script>`}
</body></html>
`;

const tab = (text: string, href: string, isCurrent: boolean): string =>
  `<a href="${html(href)}"${isCurrent ? ' aria-current="page"' : ''}>${text}</a>`;

export const badge = ({ tone, glyph, word }: Badge): string =>
  `<span class="pill ${tone}">${html(glyph)} ${html(word)}</span>`;

/** A table that scrolls inside of itself on a narrow screen, and can be scrolled by keyboard. */
export const table = (
  name: string,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
): string => `<div class="scroll" tabindex="0" role="region" aria-label="${html(name)}"><table><thead><tr>${head.map((text) => `<th scope="col">${html(text)}</th>`).join('')}</tr></thead><tbody>
${rows.map((row) => `<tr>${row.map(cellOf).join('')}</tr>`).join('\n')}</tbody></table></div>`;

/** Text, or a link with its text. */
export type Cell = string | { readonly text: string; readonly href: string | null };
const cellOf = (cell: Cell, i: number): string => {
  const content =
    typeof cell === 'string'
      ? html(cell)
      : cell.href === null
        ? html(cell.text)
        : `<a href="${html(cell.href)}">${html(cell.text)}</a>`;
  return i === 0 ? `<th scope="row">${content}</th>` : `<td>${content}</td>`;
};

const style = `
:root{color-scheme:light dark;--page:#eef1f6;--card:#fff;--text:#1b2430;--muted:#566072;--line:#dfe4ec;--accent:#1d4ed8;--band:#1d3f8f}
@media (prefers-color-scheme:dark){:root{--page:#0d1117;--card:#161b22;--text:#e6e9ef;--muted:#aab4c3;--line:#2d3440;--accent:#8ab4ff}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 -apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--card);padding:8px 12px;z-index:1}
header{background:var(--band);color:#fff;padding:14px 24px;display:flex;flex-wrap:wrap;gap:4px 24px;align-items:center}header p{margin:0;font-weight:700;font-size:17px}
header nav{display:flex;gap:4px}header a{color:#dbe4fb;padding:5px 12px;border-radius:6px;text-decoration:none}header a[aria-current]{background:#fff;color:#1d3f8f;font-weight:600}header a:focus-visible{outline-color:#fff}
main{max-width:1080px;margin:0 auto;padding:20px 24px 56px}h1{font-size:23px;line-height:1.3;margin:4px 0 6px;overflow-wrap:anywhere}h2{font-size:17px;margin:28px 0 8px}h3{font-size:15px;margin:18px 0 4px}
p{margin:4px 0 10px;max-width:75ch}.quiet,.meta{color:var(--muted);font-size:13px}a{color:var(--accent)}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.tools{display:flex;flex-wrap:wrap;gap:12px;align-items:end;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 16px;margin:12px 0}
.tools label{display:block;font-size:13px;color:var(--muted)}.tools div{flex:1 1 220px;min-width:0}input,select{width:100%;font:inherit;padding:7px 10px;border:1px solid #7b8698;border-radius:6px;background:var(--card);color:inherit}
.list{list-style:none;margin:0;padding:0;background:var(--card);border:1px solid var(--line);border-radius:10px}.list li{padding:12px 16px;border-top:1px solid var(--line);overflow-wrap:anywhere}.list li:first-child{border-top:0}.list a.name{font-weight:600}
.pill{display:inline-block;border-radius:10px;padding:1px 9px;font-size:12px;font-weight:700;white-space:nowrap}.good{background:#e3f4ea;color:#0a6640}.warn{background:#fdf0d5;color:#7a4b00}.bad{background:#fde7e4;color:#a31b12}.none{background:#e9edf3;color:#4b5565}
.note{background:#fdf0d5;color:#5c3900;border-left:4px solid #b7791f;padding:10px 14px;border-radius:4px;max-width:75ch}.note a{color:#1d3f8f}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:8px 14px;border-top:1px solid var(--line);font-weight:400;vertical-align:top}thead th{border-top:0;font-size:12px;color:var(--muted);white-space:nowrap}tbody th{min-width:11ch}td{font-variant-numeric:tabular-nums;white-space:nowrap}
.mail{border:1px solid var(--line);border-radius:10px;background:#fff;width:100%;max-width:640px;height:70vh;display:block}
dl{display:grid;grid-template-columns:minmax(90px,150px) minmax(0,1fr);gap:4px 16px;margin:8px 0}dt{color:var(--muted)}dd{margin:0;max-width:70ch;overflow-wrap:anywhere}
.chart{background:#fff;border:1px solid var(--line);border-radius:10px;padding:8px;max-width:100%;height:auto;display:block;margin:0 0 8px}[hidden]{display:none}
@media (max-width:600px){main,header{padding-left:14px;padding-right:14px}dl{grid-template-columns:1fr}dd{margin:0 0 8px}}
`.replaceAll('\n', '');
