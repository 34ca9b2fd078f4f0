import type { Metric } from '../metrics/model.ts';
import { address } from '../report/archive-address.ts';
import type { MetricValue } from '../metrics/value.ts';
import { html } from '../report/escape.ts';
import type { Format } from '../report/format.ts';
import { reasonText } from '../report/phrases.ts';
import { wordsOf } from '../report/words/words.ts';
import type { CaseList, CaseRow } from '../metrics/case-lists.ts';
import { groupOf } from './front-page.ts';
import type { Issue } from './issues.ts';
import { badge, page, table, type Cell } from './page.ts';

export interface ReportPage {
  readonly issue: Issue;
  /** All revisions of it, newest first. */
  readonly revisions: readonly Issue[];
  /** The mail with its pictures inside; null: it was removed. */
  readonly mail: string | null;
  readonly files: readonly { readonly name: string; readonly path: string }[];
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly cases: ReadonlyMap<string, CaseList>;
  readonly organisation: string;
  readonly format: Format;
}

const root = '../../../';
/** The page of the cases behind one number, beside the page of its report. */
export const casesPath = (issue: Issue, metric: string): string => `r${issue.revision}-${metric}.html`;

/** One issue: the mail as it was sent, its numbers with the way to their cases, its revisions and files. */
export function reportPage({
  issue,
  revisions,
  mail,
  files,
  metrics,
  cases,
  organisation,
  format,
}: ReportPage): string {
  const { digest } = issue;
  const language = digest?.language ?? 'en';
  const main = `<p class="meta"><a href="${root}index.html">Reports</a> › ${html(groupOf(issue))} › ${html(issue.period)}</p>
<h1 lang="${html(language)}">${html(issue.subject)}</h1>
<p>${issue.verdict === null ? '' : `${badge(issue.verdict)} `}<span class="quiet">${digest === null ? '' : `${html(format.range(digest.period))} · data as of ${html(format.instant(digest.as_of_s))} · `}revision ${issue.revision}</span></p>
${sinceThen(issue, revisions)}
${revisions.length < 2 ? '' : `<nav aria-label="Revisions"><p>Revisions: ${revisions.map((one) => (one.revision === issue.revision ? `${one.revision} (this one)` : `<a href="${address(`r${one.revision}.html`)}">${one.revision}</a>`)).join(', ')}</p></nav>`}
<h2>The mail</h2>
${mail === null ? '<p>The mail was removed, because it named a person who asked to be forgotten.</p>' : `<iframe class="mail" title="${html(issue.subject)}" sandbox="allow-same-origin allow-popups" srcdoc="${html(mail)}"></iframe>`}
<h2>Numbers</h2>
${digest === null ? '<p>The numbers of this revision were not kept apart; they stand in the mail.</p>' : numbers(issue, { metrics, cases, format })}
${
  digest === null || digest.coverage.length === 0
    ? ''
    : `<h2>What was read</h2>${table(
        'What was read',
        ['Source', 'Cases covered', 'Problem'],
        digest.coverage.map(({ name, share, problem }) => [
          name,
          share === null ? 'not known' : format.percent(share),
          problem ?? 'none',
        ]),
      )}`
}
${files.length === 0 ? '' : `<h2>Files</h2><ul>${files.map(({ name, path }) => `<li><a href="${html(path)}">${html(name)}</a></li>`).join('')}</ul>`}`;
  return page({ title: issue.subject, organisation, root, current: null, main, script: fit });
}

/** What the revisions after this one did; the gravest is said. One that was kept without telling claims nothing. */
function sinceThen({ revision }: Issue, revisions: readonly Issue[]): string {
  const [newest] = revisions;
  if (newest === undefined || newest.revision === revision) return '';
  const done = revisions.filter((one) => one.revision > revision).map(({ digest }) => digest?.again);
  const link = `<a href="${address(`r${newest.revision}.html`)}">revision ${newest.revision}</a>`;
  const said = done.includes('corrected')
    ? `The numbers were corrected since: ${link} replaces this one.`
    : done.includes(undefined)
      ? `The report was made again since: ${link} replaces this one.`
      : done.includes('decided')
        ? `Numbers that were provisional here were decided since: ${link} has them.`
        : `Language, names, goals or comments were changed since, and no number of its period: ${link} replaces this one.`;
  return `<p class="note">${said}</p>`;
}

function numbers(issue: Issue, { metrics, cases, format }: Pick<ReportPage, 'metrics' | 'cases' | 'format'>): string {
  const { digest } = issue;
  const rows = (digest?.numbers ?? [])
    .filter(({ period }) => period.id === digest?.period.id)
    .map(({ metric, unit, value }): readonly Cell[] => {
      const list = cases.get(metric);
      return [
        { text: metrics.get(metric)?.title ?? metric, href: `${root}metrics/${address(`${metric}.html`)}` },
        valueOf(metric, unit, value, format),
        basisOf(value, format),
        list === undefined
          ? { text: 'not made of cases', href: null }
          : {
              text: casesText(list, value, format),
              href: address(casesPath(issue, metric)),
            },
      ];
    });
  return table('Numbers', ['Number', 'Value', 'Made of', 'Cases'], rows);
}

/** As many as the number says, where one of its counts says so; the list may have more, of what was left out. */
function casesText(list: CaseList, value: MetricValue, format: Format): string {
  const n = value.status === 'no_data' ? null : value.n;
  const isSaid = !list.isCut && list.measures.some((name) => casesIn(list, name) === n);
  const shown = isSaid && n !== null ? n : list.rows.length;
  return `${list.isCut ? 'first ' : ''}${format.count(shown)} ${shown === 1 ? 'case' : 'cases'}`;
}
const casesIn = (list: CaseList, name: string): number =>
  list.rows.filter(({ parts }) => parts[name] !== undefined).length;

export function valueOf(metric: string, unit: Metric['unit'], value: MetricValue, format: Format): string {
  if (value.status === 'no_data') return 'no number';
  const number = value.status === 'known' ? value.value : value.provisional;
  if (number === null) return 'none yet';
  return `${format.value(unit, number, metric)}${value.status === 'immature' ? ', not final' : ''}`;
}

export function basisOf(value: MetricValue, format: Format): string {
  if (value.status === 'no_data') return reasonText(value.reason, wordsOf('en'));
  const { numerator, denominator, n } = value;
  return numerator !== null && denominator !== null && Number.isInteger(numerator) && Number.isInteger(denominator)
    ? `${format.count(numerator)} of ${format.count(denominator)}`
    : `n ${format.count(n)}`;
}

/** The cases behind one number, each with its link into the helpdesk. */
export function casesPage(
  { issue, metrics, organisation, format }: Pick<ReportPage, 'issue' | 'metrics' | 'organisation' | 'format'>,
  metric: string,
  list: CaseList,
): string {
  const title = metrics.get(metric)?.title ?? metric;
  const unit = metrics.get(metric)?.unit;
  const shown = (value: number): string =>
    unit === 'seconds' ? format.duration(value) : unit === 'currency' ? format.moneyExact(value) : format.count(value);
  const number = issue.digest?.numbers.find(
    (one) => one.metric === metric && one.period.id === issue.digest?.period.id,
  );
  const main = `<p class="meta"><a href="${root}index.html">Reports</a> › <a href="${address(`r${issue.revision}.html`)}">${html(issue.subject)}</a></p>
<h1>Cases behind ${html(title)}</h1>
<p>${number === undefined ? '' : `<strong>${html(valueOf(metric, number.unit, number.value, format))}</strong> (${html(basisOf(number.value, format))}), `}${html(groupOf(issue))}, ${html(issue.period)}. <a href="${root}metrics/${address(`${metric}.html`)}">What it means, and its course</a></p>
<p>${list.isCut ? `The first ${format.count(list.rows.length)} of more cases. ` : ''}A column is one count that the number is made of. State and dates are those of when this page was made.</p>
${table(
  `Cases behind ${title}`,
  [
    'Case',
    ...list.measures.map((name) => `${name.replaceAll('_', ' ')} (${format.count(casesIn(list, name))})`),
    'State',
    'Created',
    'Resolved',
  ],
  list.rows.map((row) => [
    caseCell(row),
    ...list.measures.map((name) => partOf(row.parts[name], shown)),
    row.status ?? 'not known',
    row.created_s === null ? 'not known' : format.instant(row.created_s),
    row.resolved_s === null ? '' : format.instant(row.resolved_s),
  ]),
)}`;
  return page({ title: `Cases behind ${title}`, organisation, root, current: null, main });
}

const isWeb = (url: string): boolean => URL.canParse(url) && ['https:', 'http:'].includes(new URL(url).protocol);
const caseCell = ({ url, number, ticket_id }: CaseRow): Cell => ({
  text: number ?? ticket_id,
  href: url !== null && isWeb(url) ? url : null,
});

function partOf(part: CaseRow['parts'][string] | undefined, shown: (value: number) => string): string {
  if (part === undefined) return '';
  if (part.value !== null) return shown(part.value);
  return part.rows === 1 ? '✓' : `✓ ${part.rows}`;
}

/** The mail is as high as what it says. */
const fit = `
(() => {
  for (const frame of document.querySelectorAll('iframe')) {
    const grow = () => { const inside = frame.contentDocument && frame.contentDocument.body; if (inside) frame.style.height = Math.max(320, inside.scrollHeight + 4) + 'px'; };
    frame.addEventListener('load', grow); grow(); setTimeout(grow, 300); addEventListener('resize', grow);
  }
})();
`;
