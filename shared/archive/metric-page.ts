import type { Metric } from '../metrics/model.ts';
import { wordsOf as definitionWords } from '../metrics/explain.ts';
import type { MetricValue } from '../metrics/value.ts';
import { address, issuePath } from '../report/archive-address.ts';
import { html } from '../report/escape.ts';
import type { Format } from '../report/format.ts';
import type { DigestNumber } from '../report/digest.ts';
import { compareText } from './compare.ts';
import type { Issue } from './issues.ts';
import { page, table } from './page.ts';
import { basisOf, valueOf } from './report-page.ts';

/** A number of one period, as the last issue that shows it says it. */
export interface Point {
  readonly number: DigestNumber;
  readonly issue: Issue;
}
/** The course of a metric for one part of the organisation, oldest period first. */
export interface Course {
  readonly part: string;
  readonly kind: DigestNumber['period']['kind'];
  readonly points: readonly Point[];
}

/** Courses of every metric that any issue shows: of a period, what was said last stands. */
export function coursesIn(issues: readonly Issue[]): ReadonlyMap<string, readonly Course[]> {
  const found = new Map<string, Map<string, { part: string; kind: Course['kind']; points: Map<string, Point> }>>();
  const said = [...issues]
    .filter(({ isNewest }) => isNewest)
    .sort((a, b) => (a.digest?.as_of_s ?? 0) - (b.digest?.as_of_s ?? 0));
  for (const issue of said)
    for (const number of issue.digest?.numbers ?? []) {
      const part = issue.digest?.slice?.name ?? 'Whole organisation';
      const courses = found.get(number.metric) ?? new Map<string, never>();
      found.set(number.metric, courses);
      const key = `${issue.digest?.slice?.dimension ?? ''}\n${part}\n${number.period.kind}`;
      const course = courses.get(key) ?? { part, kind: number.period.kind, points: new Map<string, Point>() };
      courses.set(key, course);
      const before = course.points.get(number.period.id);
      // a later report that does not know the number takes nothing back
      if (before === undefined || number.value.status !== 'no_data' || before.number.value.status === 'no_data')
        course.points.set(number.period.id, { number, issue });
    }
  return new Map(
    [...found].map(([metric, courses]) => [
      metric,
      [...courses.values()]
        .map(({ part, kind, points }) => ({
          part,
          kind,
          points: [...points.values()].sort((a, b) => a.number.period.start_s - b.number.period.start_s),
        }))
        .sort(
          (a, b) =>
            Number(b.part === 'Whole organisation') - Number(a.part === 'Whole organisation') ||
            compareText(a.part, b.part) ||
            compareText(b.kind, a.kind),
        ),
    ]),
  );
}

/** What a metric means, and its course over all that was ever issued, with what was covered. */
export function metricPage(
  {
    id,
    metric,
    courses,
  }: { readonly id: string; readonly metric: Metric | undefined; readonly courses: readonly Course[] },
  organisation: string,
  format: Format,
): string {
  const title = metric?.title ?? id;
  const main = `<p class="meta"><a href="index.html">Metrics</a> › ${html(metric?.group ?? '')}</p><h1>${html(title)}</h1>
${metric === undefined ? '' : `<p>${html(metric.question)}</p>`}
${courses.map((course) => courseOf(id, course, format)).join('\n')}
${
  metric === undefined
    ? ''
    : `<h2>Definition</h2><dl>${definitionWords(metric)
        .map(([label, text]) => `<dt>${html(label)}</dt><dd>${html(text)}</dd>`)
        .join('')}</dl>`
}`;
  return page({ title, organisation, root: '../', current: null, main });
}

function courseOf(id: string, { part, kind, points }: Course, format: Format): string {
  const name = `${part}, by ${kind}`;
  const rows = points
    .toReversed()
    .map(({ number, issue }) => [
      number.period.id,
      valueOf(id, number.unit, number.value, format),
      basisOf(number.value, format),
      coverageOf(issue, format),
      { text: `${issue.report} ${issue.period}`, href: `../${issuePath(issue)}` },
    ]);
  return `<h2>${html(name)}</h2>${chart(id, name, points, format)}${table(name, ['Period', 'Value', 'Made of', 'Covered', 'Said by'], rows)}`;
}

/** The least covered source of the report decides what its numbers cover. */
function coverageOf({ digest }: Issue, format: Format): string {
  const shares = (digest?.coverage ?? []).map(({ share }) => share);
  const known = shares.filter((share) => share !== null);
  if (known.length === 0) return 'not known';
  return `${format.percent(Math.min(...known))}${known.length < shares.length ? ' of those known' : ''}`;
}

const [width, height, edge] = [640, 160, 10];
/** A line a known value, a gap where none is known, a ring where it is not final. */
function chart(id: string, name: string, points: readonly Point[], format: Format): string {
  const values = points.map(({ number }) => numberOf(number.value));
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return '';
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (i: number): string => (edge + (i * (width - 2 * edge)) / Math.max(1, values.length - 1)).toFixed(1);
  const y = (value: number): string =>
    (high === low ? height / 2 : height - 34 - ((value - low) / (high - low)) * (height - 60)).toFixed(1);
  let path = '';
  let isOpen = false;
  for (const [i, value] of values.entries()) {
    if (value !== null) path += `${isOpen ? 'L' : 'M'}${x(i)} ${y(value)}`;
    isOpen = value !== null;
  }
  const unit = points[0]?.number.unit ?? 'count';
  const shown = (value: number): string => format.value(unit, value, id);
  const dots = points.flatMap(({ number }, i) => {
    const value = values[i] ?? null;
    return value === null
      ? []
      : [
          `<circle cx="${x(i)}" cy="${y(value)}" r="3" fill="${number.value.status === 'known' ? '#1d4ed8' : '#fff'}" stroke="#1d4ed8"/>`,
        ];
  });
  const [first, last] = [points[0], points.at(-1)];
  return `<svg class="chart" role="img" aria-label="${html(`${name}: between ${shown(low)} and ${shown(high)}, from ${first?.number.period.id ?? ''} to ${last?.number.period.id ?? ''}; the table below has every value.`)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" fill="#566072"><text x="${edge}" y="16">${html(shown(high))} highest, ${html(shown(low))} lowest</text><path d="${path}" fill="none" stroke="#1d4ed8" stroke-width="2" stroke-linejoin="round"/>${dots.join('')}<text x="${edge}" y="${height - 8}">${html(first?.number.period.id ?? '')}</text><text x="${width - edge}" y="${height - 8}" text-anchor="end">${html(last?.number.period.id ?? '')}</text></svg>`;
}

const numberOf = (value: MetricValue): number | null =>
  value.status === 'known' ? value.value : value.status === 'immature' ? value.provisional : null;

/** Every metric that has a course, by group. */
export function metricsPage(
  courses: ReadonlyMap<string, readonly Course[]>,
  metrics: ReadonlyMap<string, Metric>,
  organisation: string,
  format: Format,
): string {
  const groups = [...Map.groupBy([...courses.keys()], (id) => metrics.get(id)?.group ?? 'Others')].sort(([a], [b]) =>
    compareText(a, b),
  );
  const rowOf = (id: string) => {
    const course = courses.get(id)?.[0];
    const last = course?.points.at(-1);
    return [
      { text: metrics.get(id)?.title ?? id, href: address(`${id}.html`) },
      last === undefined ? '' : valueOf(id, last.number.unit, last.number.value, format),
      last === undefined ? '' : `${last.number.period.id}, ${course?.part ?? ''}`,
      metrics.get(id)?.question ?? '',
    ];
  };
  const main = `<h1>Metrics</h1><p>Every number that was ever reported, with its last value, its course and its definition.</p>
${groups.map(([group, ids]) => `<h2>${html(group)}</h2>${table(group, ['Metric', 'Last', 'Of', 'Question'], ids.sort(compareText).map(rowOf))}`).join('\n')}`;
  return page({ title: 'Metrics', organisation, root: '../', current: 'metrics', main });
}
