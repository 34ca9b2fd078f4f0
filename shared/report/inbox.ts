import { html, link } from './escape.ts';
import type { Badge } from './section.ts';
import { inboxScript, inboxStyle } from './inbox-page.ts';

/** One mail of a run, as it was rendered. */
export interface InboxMail {
  readonly report: {
    readonly report: string;
    readonly period: string;
    readonly slice: string;
    readonly status: string;
    readonly revision: number;
    readonly mails: readonly { readonly recipient: string; readonly status: string }[];
  };
  readonly summary: {
    readonly subject: string;
    readonly verdict: Badge | null;
    readonly warnings: readonly string[];
    readonly checks: readonly { readonly what: string; readonly holds: boolean }[];
  };
  readonly html: string;
  readonly text: string;
  readonly eml: Uint8Array;
  /** Relative to the page. */
  readonly emlPath: string;
  readonly images: readonly { readonly cid: string; readonly body: Uint8Array }[];
  readonly attachments: readonly { readonly name: string; readonly path: string; readonly size: number }[];
}

export interface InboxPage {
  readonly run: {
    readonly run: string;
    readonly as_of_s: number;
    readonly is_dry: boolean;
    readonly status: string;
    readonly reports: readonly {
      readonly report: string;
      readonly period: string;
      readonly slice: string;
      readonly status: string;
      readonly reasons: readonly string[];
      readonly folder: string | null;
    }[];
  };
  readonly mails: readonly InboxMail[];
  readonly organisation: { readonly name: string; readonly time_zone: string; readonly locale: string };
}

/**
 * All mails of a run on one page that opens from disk: no server, no network, nothing loaded. Each mail is shown at desktop and
 * phone width, light and dark, with pictures blocked, as text, as headers, with its files and checks. Everything is escaped.
 */
export function inboxPage(page: InboxPage): string {
  const { run, mails, organisation } = page;
  const asOf = new Intl.DateTimeFormat('en-GB', {
    timeZone: organisation.time_zone,
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(run.as_of_s * 1000);
  const unsent = run.reports.filter(({ folder }) => folder === null);
  const bodies = mails.map((mail) => ({ html: withPictures(mail), text: mail.text, headers: headersOf(mail.eml) }));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none';style-src 'unsafe-inline';script-src 'unsafe-inline';img-src data:;frame-src 'self' about: data:">
<title>${html(organisation.name)}: mails of run ${html(run.run)}</title>
<style>${inboxStyle}</style></head>
<body>
<header><div><h1>${html(organisation.name)}: mails of the last run</h1>
<p>Run ${html(run.run)} · data as of ${html(asOf)} (${html(organisation.time_zone)}) · ${plural(mails.length, 'mail')}${run.is_dry ? ' · dry run, nothing was sent' : ''}${unsent.length > 0 ? ` · ${unsent.length} not rendered` : ''}</p></div></header>
<div class="frame">
<nav aria-label="Mails"><ol>${mails.map(entry).join('')}</ol>${unsent.length > 0 ? `<h2>Not rendered</h2><ul class="unsent">${unsent.map(heldEntry).join('')}</ul>` : ''}</nav>
<main>${mails.length === 0 ? '<p class="empty">This run rendered no mail. The list on the left says why.</p>' : mails.map(detail).join('')}</main>
</div>
<script type="application/json" id="bodies">${JSON.stringify(bodies).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}</script>
<script>${inboxScript}</script>
</body></html>
`;
}

const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
const htmlSize = (mail: InboxMail): number => Buffer.byteLength(mail.html);

const badge = ({ tone, glyph, word }: Badge): string =>
  `<span class="pill ${tone}">${html(glyph)} ${html(word)}</span>`;
const checkBadge = ({ summary: { checks } }: InboxMail): string => {
  const failed = checks.filter(({ holds }) => !holds).length;
  if (checks.length === 0) return '';
  return failed === 0
    ? `<span class="pill good">✓ ${plural(checks.length, 'check')}</span>`
    : `<span class="pill bad">✕ ${failed} of ${plural(checks.length, 'check')}</span>`;
};
const warningBadge = ({ summary: { warnings } }: InboxMail): string =>
  warnings.length === 0 ? '' : `<span class="pill warn">! ${plural(warnings.length, 'warning')}</span>`;

const recipientsOf = ({ report }: InboxMail): string =>
  report.mails.length === 0
    ? 'no recipients configured'
    : report.mails
        .map(({ recipient, status }) => `${recipient}${status === 'sent' ? '' : ` (${status.replaceAll('_', ' ')})`}`)
        .join(', ');

const entry = (
  mail: InboxMail,
  i: number,
): string => `<li><button type="button" data-mail="${i}"${i === 0 ? ' aria-current="true"' : ''}>
<span class="kind">${html(mail.report.report)} · ${html(mail.report.period)}${mail.report.slice === 'all' ? '' : ` · ${html(mail.report.slice)}`}${mail.report.revision > 1 ? ` · r${mail.report.revision}` : ''}</span>
<span class="subject">${html(mail.summary.subject)}</span>
<span class="badges">${mail.summary.verdict ? badge(mail.summary.verdict) : ''}${checkBadge(mail)}${warningBadge(mail)}<span class="quiet">${kilobytes(mail.eml.length)}${mail.attachments.length > 0 ? ` · ${plural(mail.attachments.length, 'file')}` : ''}</span></span>
</button></li>`;

const heldEntry = ({ report, period, slice, status, reasons }: InboxPage['run']['reports'][number]): string =>
  `<li><strong>${html(report)} · ${html(period)}${slice === 'all' ? '' : ` · ${html(slice)}`}</strong> <span class="pill ${status === 'failed' ? 'bad' : 'warn'}">${html(status)}</span>${reasons.map((reason) => `<div>${html(reason)}</div>`).join('')}</li>`;

const views = [
  ['mail', 'Mail'],
  ['text', 'Text part'],
  ['headers', 'Headers'],
  ['files', 'Files and checks'],
] as const;

const detail = (mail: InboxMail, i: number): string => `<article id="mail-${i}"${i === 0 ? '' : ' hidden'}>
<h2>${html(mail.summary.subject)}</h2>
<p class="quiet">To ${html(recipientsOf(mail))}</p>
<div class="bar"><div role="group" aria-label="View">${views.map(([id, name], k) => `<button type="button" data-view="${id}" aria-pressed="${k === 0}">${name}</button>`).join('')}</div>
<div role="group" aria-label="Width" class="look"><button type="button" data-width="600" aria-pressed="true">Desktop 600</button><button type="button" data-width="375" aria-pressed="false">Phone 375</button></div>
<div role="group" aria-label="Theme" class="look"><button type="button" data-theme="light" aria-pressed="true">Light</button><button type="button" data-theme="dark" aria-pressed="false">Dark</button></div>
<div role="group" aria-label="Pictures" class="look"><button type="button" data-pictures="off" aria-pressed="false">Block pictures</button></div></div>
<section data-panel="mail"><div class="stage"><iframe title="${html(mail.summary.subject)}" sandbox="allow-same-origin allow-popups" width="600"></iframe></div></section>
<section data-panel="text" hidden><pre></pre></section>
<section data-panel="headers" hidden><pre></pre></section>
<section data-panel="files" hidden>${files(mail)}</section>
</article>`;

const files = (
  mail: InboxMail,
): string => `<h3>Files</h3><table><thead><tr><th scope="col">File</th><th scope="col">Size</th></tr></thead><tbody>
<tr><th scope="row">${fileLink(mail.emlPath, 'The message as it is sent (.eml)')}</th><td>${kilobytes(mail.eml.length)}</td></tr>
<tr><th scope="row">HTML part</th><td>${kilobytes(htmlSize(mail))} of 95 kB</td></tr>
<tr><th scope="row">${plural(mail.images.length, 'picture')}</th><td>${kilobytes(mail.images.reduce((sum, { body }) => sum + body.length, 0))}</td></tr>
${mail.attachments.map(({ name, path, size }) => `<tr><th scope="row">${fileLink(path, name)}</th><td>${kilobytes(size)}</td></tr>`).join('')}</tbody></table>
<h3>Checks</h3>${mail.summary.checks.length === 0 ? '<p class="quiet">This report has no sums to check.</p>' : `<ul class="checks">${mail.summary.checks.map(({ what, holds }) => `<li><span class="pill ${holds ? 'good' : 'bad'}">${holds ? '✓ holds' : '✕ does not hold'}</span> ${html(what)}</li>`).join('')}</ul>`}
<h3>Warnings</h3>${mail.summary.warnings.length === 0 ? '<p class="quiet">None.</p>' : `<ul>${mail.summary.warnings.map((warning) => `<li>${html(warning)}</li>`).join('')}</ul>`}`;

/** A path of this run's own folder, never an address. */
const fileLink = (path: string, name: string): string =>
  link(path) === null && !path.startsWith('/') && !path.includes('..')
    ? `<a href="${html(path.split('/').map(encodeURIComponent).join('/'))}">${html(name)}</a>`
    : html(name);

/** Pictures by Content-ID become part of the page, because a page on disk has no mail program to find them. */
export function withPictures({ html: body, images }: Pick<InboxMail, 'html' | 'images'>): string {
  return images.reduce(
    (text, { cid, body: bytes }) =>
      text.replaceAll(`cid:${cid}`, `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`),
    body,
  );
}

function headersOf(eml: Uint8Array): string {
  const text = new TextDecoder('latin1').decode(eml);
  const end = text.indexOf('\r\n\r\n');
  return (end < 0 ? text : text.slice(0, end)).replaceAll('\r\n', '\n');
}
