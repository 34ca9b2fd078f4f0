import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { replaceFile } from '../../shared/adapters/embedded/atomic-file.ts';
import { caseListsOf, type CaseList } from '../../shared/metrics/case-lists.ts';
import { frontPage } from '../../shared/archive/front-page.ts';
import { issuesIn, type Issue } from '../../shared/archive/issues.ts';
import { coursesIn, metricPage, metricsPage } from '../../shared/archive/metric-page.ts';
import { casesPage, casesPath, reportPage } from '../../shared/archive/report-page.ts';
import { address } from '../../shared/report/archive-address.ts';
import { formatOf } from '../../shared/report/format.ts';
import { withPictures } from '../../shared/report/inbox.ts';
import { sourceRecords } from '../../shared/run/coverage.ts';
import { reportConfiguration, reportIds, type Job } from '../../shared/run/jobs.ts';
import { measuring, metricsById } from '../../shared/run/measure.ts';
import type { Home } from './home.ts';

/** Beside the files of a report in the lake: the cases behind each of its numbers. */
const caseLists = 'cases.json.gz';

/** The inboxes that may lie beside the archive. */
export const inboxes = { issued: 'last-run.html', dry: 'dry-run/index.html' } as const;

/**
 * Writes the archive into out/: the front page, the pages of metrics, and the page of every issue that has none, or that is of `fresh`
 * jobs. Each file is whole or as it was before; what does not change is not written.
 */
export async function writeArchive(home: Home, fresh: readonly Job[] | 'all'): Promise<{ readonly issues: number }> {
  const { name, locale, time_zone, currency } = home.configuration.organisation;
  const format = formatOf(locale, time_zone, currency);
  const issues = await issuesIn(home.ports);
  const isFresh = ({ report, period, slice }: Job): boolean =>
    fresh === 'all' || fresh.some((job) => job.report === report && job.period === period && job.slice === slice);
  for (const issue of issues)
    if (isFresh(issue) || !existsSync(join(folderOf(home, issue), `r${issue.revision}.html`)))
      await writeIssue(home, issue, issues);
  const courses = coursesIn(issues);
  const metrics = join(home.outFolder, 'metrics');
  for (const [id, own] of courses)
    await put(join(metrics, `${id}.html`), metricPage({ id, metric: metricsById.get(id), courses: own }, name, format));
  if (courses.size > 0) await put(join(metrics, 'index.html'), metricsPage(courses, metricsById, name, format));
  await writeFront(home, issues);
  return { issues: issues.length };
}

/** The front page alone: what lies beside the archive may have changed. */
export async function writeFront(home: Home, known?: readonly Issue[]): Promise<void> {
  const { name, locale, time_zone, currency } = home.configuration.organisation;
  const issues = known ?? (await issuesIn(home.ports));
  // a dry run is shown only where there is nothing better
  const beside = [
    ['mails of the last run', inboxes.issued],
    ...(issues.length === 0 ? ([['mails of the last dry run', inboxes.dry]] as const) : []),
  ] as const;
  await put(
    join(home.outFolder, 'index.html'),
    frontPage(
      issues,
      name,
      formatOf(locale, time_zone, currency),
      beside.filter(([, path]) => existsSync(join(home.outFolder, path))),
    ),
  );
}

const folderOf = (home: Home, { report, period, slice }: Job): string => join(home.outFolder, report, period, slice);

async function writeIssue(home: Home, issue: Issue, all: readonly Issue[]): Promise<void> {
  const { lake } = home.ports;
  const { name, locale, time_zone, currency } = home.configuration.organisation;
  const text = new TextDecoder();
  const kept = await filesIn(lake, issue.folder);
  const body = kept.get(`${issue.slice}.html`);
  const mail = body === undefined ? null : withPictures({ html: text.decode(body), images: imagesOf(kept) });
  const files = issue.isNewest
    ? await putFiles(join(home.outFolder, issue.report, issue.period), issue.slice, kept)
    : [];
  const cases = await casesOf(home, issue);
  const about = {
    issue,
    revisions: all.filter(
      (one) => one.report === issue.report && one.period === issue.period && one.slice === issue.slice,
    ),
    mail,
    files,
    metrics: metricsById,
    cases,
    organisation: name,
    format: formatOf(locale, time_zone, currency),
  };
  const folder = folderOf(home, issue);
  for (const [metric, list] of cases) await put(join(folder, casesPath(issue, metric)), casesPage(about, metric, list));
  await put(join(folder, `r${issue.revision}.html`), reportPage(about));
}

/** The files of a rendered report by their names. */
export async function filesIn(lake: Home['ports']['lake'], folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const key of await lake.list(`${folder}/`))
    files.set(key.slice(folder.length + 1), (await lake.get(key)) ?? new Uint8Array());
  return files;
}

export const imagesOf = (files: ReadonlyMap<string, Uint8Array>) =>
  [...files]
    .filter(([name]) => name.startsWith('images/'))
    .map(([name, body]) => ({ cid: name.slice('images/'.length, -'.png'.length), body }));

/**
 * Writes the files of a report into a folder: <slice>.eml, .html, .txt, and the attachments named <slice>-<file>. Answers them with
 * their addresses from a page of the report, one folder below.
 */
export async function putFiles(
  folder: string,
  slice: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<readonly { readonly name: string; readonly path: string }[]> {
  const told: { name: string; path: string }[] = [];
  for (const [name, body] of files) {
    if (name === 'mail.json' || name === caseLists || name.startsWith('images/')) continue;
    const attached = name.startsWith('attachments/') ? name.slice('attachments/'.length) : null;
    const own = attached === null ? name : `${slice}-${attached}`;
    const isPage = name === `${slice}.html`;
    const html = isPage ? withPictures({ html: new TextDecoder().decode(body), images: imagesOf(files) }) : null;
    await put(join(folder, own), html === null ? body : new TextEncoder().encode(html));
    if (!isPage)
      told.push({ name: attached ?? kinds[own.slice(own.lastIndexOf('.'))] ?? own, path: `../${address(own)}` });
  }
  return told;
}
const kinds: Readonly<Record<string, string>> = {
  '.eml': 'The message as it was sent (.eml)',
  '.txt': 'The mail as text',
};

/**
 * The cases as they were when the report was issued, kept beside it: later the same question has another answer. An issue from before
 * lists were kept gets those of now, if it is the newest.
 */
async function casesOf(home: Home, issue: Issue): Promise<ReadonlyMap<string, CaseList>> {
  const { digest } = issue;
  const { configuration, ports } = home;
  const key = `${issue.folder}/${caseLists}`;
  const kept = await ports.lake.get(key);
  if (kept !== undefined)
    return new Map(JSON.parse(gunzipSync(kept).toString('utf8')) as readonly (readonly [string, CaseList])[]);
  if (digest === null || !issue.isNewest) return new Map();
  const records = await sourceRecords(configuration, ports.state);
  const context = await measuring(ports, configuration, digest.as_of_s, { records, asked_s: digest.as_of_s });
  const shown = new Set(
    digest.numbers.filter(({ period }) => period.id === digest.period.id).map(({ metric }) => metric),
  );
  const metrics = [...shown].flatMap((id) => metricsById.get(id) ?? []);
  const { only } = reportConfiguration(configuration, issue.report);
  const where = { ...only, ...(digest.slice === null ? {} : { [digest.slice.dimension]: digest.slice.id }) };
  const lists = await caseListsOf(metrics, { period: digest.period, where }, context);
  await ports.lake.put(key, gzipSync(JSON.stringify([...lists]), { level: 1 }), { contentType: 'application/gzip' });
  return lists;
}

/** Writes what is new or different. The folder is for its owner alone, whatever the umask says. */
async function put(path: string, body: string | Uint8Array): Promise<void> {
  const bytes = Buffer.from(body);
  if (existsSync(path) && bytes.equals(await readFile(path))) return;
  await replaceFile(path, bytes);
}

/** In a folder of made-up reports, so that nobody takes them for their own. */
const madeUp = '.made-up';
export const isMadeUp = (folder: string): boolean => existsSync(join(folder, madeUp));
/** Whether a folder holds an archive of somebody's own reports. */
export const isOwn = (folder: string): boolean => existsSync(join(folder, 'index.html')) && !isMadeUp(folder);

/** Takes the folder for the reports of this home: those that the demo made up go, because the two must not mix. */
export async function claimFolder(home: Home): Promise<void> {
  await mkdir(home.outFolder, { recursive: true, mode: 0o700 });
  await chmod(home.outFolder, 0o700);
  if (home.isMadeUp) {
    await writeFile(join(home.outFolder, madeUp), 'Made up by casebook demo.\n', { mode: 0o600 });
    return;
  }
  if (!isMadeUp(home.outFolder)) return;
  for (const name of [...reportIds, 'metrics', 'dry-run', 'index.html', inboxes.issued, madeUp])
    await rm(join(home.outFolder, name), { recursive: true, force: true });
}
