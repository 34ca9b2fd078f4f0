import { issuePath } from '../report/archive-address.ts';
import { html } from '../report/escape.ts';
import type { Format } from '../report/format.ts';
import type { Issue } from './issues.ts';
import { badge, page } from './page.ts';

/** The group that a report goes to, in words. */
export const groupOf = ({ report, slice, digest }: Issue): string =>
  `${digest?.title ?? report}${slice === 'all' ? '' : `, ${digest?.slice?.name ?? slice}`}`;

/** Every report that was issued, newest period first, to be searched. Without a script it is the whole list. */
export function frontPage(
  issues: readonly Issue[],
  organisation: string,
  format: Format,
  inboxes: readonly (readonly [name: string, href: string])[],
): string {
  const newest = issues.filter(({ isNewest }) => isNewest);
  const periods = [...Map.groupBy(newest, ({ period }) => period)];
  const groups = [...new Map(newest.map((issue) => [`${issue.report} ${issue.slice}`, groupOf(issue)]))].sort(
    ([, a], [, b]) => (a < b ? -1 : 1),
  );
  const main = `<h1>Reports</h1>
<p>Every report that was issued, by period and by who gets it. A number leads to its cases, a metric to its course over the years.</p>
${inboxes.length === 0 ? '' : `<p>As mail programs show them: ${inboxes.map(([name, href]) => `<a href="${html(href)}">${html(name)}</a>`).join(' · ')}</p>`}
${
  newest.length === 0
    ? '<p>Nothing was issued yet. A dry run issues nothing; <code>casebook run</code> does.</p>'
    : `<form class="tools" role="search" onsubmit="return false"><div><label for="q">Search subjects, sentences, periods</label><input id="q" type="search" autocomplete="off"></div>
<div><label for="group">Report and recipients</label><select id="group"><option value="">All</option>${groups.map(([key, name]) => `<option value="${html(key)}">${html(name)}</option>`).join('')}</select></div><p class="quiet" role="status" id="found">${newest.length} reports</p></form>
${periods.map(([period, of]) => sectionOf(period, of, issues, format)).join('\n')}`
}`;
  return page({ title: 'Reports', organisation, root: '', current: 'reports', main, script });
}

function sectionOf(period: string, newest: readonly Issue[], all: readonly Issue[], format: Format): string {
  const range = newest.map(({ digest }) => digest?.period).find((one) => one !== undefined);
  return `<section aria-label="${html(period)}"><h2>${html(period)}${range === undefined ? '' : ` <span class="quiet">${html(format.range(range))}</span>`}</h2><ol class="list">
${newest
  .map((issue) => {
    const earlier = all.filter(
      (one) => !one.isNewest && one.report === issue.report && one.period === issue.period && one.slice === issue.slice,
    );
    const text = [issue.subject, groupOf(issue), issue.report, issue.period, ...(issue.digest?.said ?? [])].join(' ');
    return `<li data-group="${html(`${issue.report} ${issue.slice}`)}" data-text="${html(text.toLowerCase())}"><a class="name" href="${issuePath(issue)}" lang="${html(issue.digest?.language ?? 'en')}">${html(issue.subject)}</a> ${issue.verdict === null ? '' : badge(issue.verdict)}
<div class="meta">${html(groupOf(issue))}${issue.digest === null ? '' : ` · data as of ${html(format.instant(issue.digest.as_of_s))}`}${
      earlier.length === 0
        ? ''
        : ` · revision ${issue.revision}; before: ${earlier.map((one) => `<a href="${issuePath(one)}">revision ${one.revision}</a>`).join(', ')}`
    }</div></li>`;
  })
  .join('\n')}</ol></section>`;
}

/** Shows the reports that hold every word typed, of the chosen group; the address keeps both, so that a search can be passed on. */
const script = `
(() => {
  const q = document.getElementById('q'), group = document.getElementById('group'), found = document.getElementById('found');
  if (!q) return;
  const items = [...document.querySelectorAll('li[data-text]')];
  const show = () => {
    const words = q.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let n = 0;
    for (const item of items) {
      item.hidden = !(words.every((word) => item.dataset.text.includes(word)) && (!group.value || item.dataset.group === group.value));
      if (!item.hidden) n++;
    }
    for (const section of document.querySelectorAll('main section')) section.hidden = !section.querySelector('li:not([hidden])');
    found.textContent = n + ' of ' + items.length + ' reports';
  };
  const [word = '', of = ''] = location.hash.slice(1).split('&').map(decodeURIComponent);
  q.value = word; group.value = of; if (group.selectedIndex < 0) group.value = '';
  const typed = () => { show(); history.replaceState(null, '', '#' + encodeURIComponent(q.value) + '&' + encodeURIComponent(group.value)); };
  q.addEventListener('input', typed); group.addEventListener('change', typed);
  if (word || of) show();
})();
`;
