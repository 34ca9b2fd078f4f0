import type { Metric } from '../metrics/model.ts';
import type { Known, MetricValue, Reason } from '../metrics/value.ts';
import type { Period } from '../period.ts';
import { leastForInterval } from '../stats/percentile-interval.ts';
import { comparableFrom, countsOnly, fewTrials } from './reading.ts';
import { said } from './escape.ts';
import { metricOf } from './metrics.ts';
import { proved, stated, type Sentence } from './claim.ts';
import { evidenceOf } from './evidence.ts';
import type { Badge, Change, Pill, Reading, View } from './section.ts';
import { numberWords, type Words } from './words/words.ts';

/** How readings become words: every mail says the same thing the same way (REPORTS 4.2 and 4.3). */

/** The reader's name of a metric, in the language of the report; where it has none, the catalogue's English title, marked as that. */
export const nameOf = ({ id, title }: Metric, words: Words): string =>
  (words.metrics as Readonly<Record<string, string>>)[id] ?? numberWords(id, words)?.[0] ?? words.untranslated(title);

/** What a number answers; where the language has no words for it, the catalogue's English, marked as that. */
export const definitionOf = ({ id, question }: Metric, words: Words): string =>
  numberWords(id, words)?.[1] ?? words.untranslated(question);

/** "week 39", "September 2026", "Q3 2026", "Q1 FY2027"; the dates of any other stretch, its last day included. */
export function periodName(period: Period | Pick<Period, 'id'>, view: View): string {
  const { words } = view;
  const match = /^(\d{4})-([WQ]?)0?(\d+)$/.exec(period.id);
  if (!match) return 'start_s' in period ? view.format.range(period) : period.id.replace('..', ' – ');
  const [, year = '', kind, number = ''] = match;
  if (kind === 'W') return words.week(number, year);
  if (kind === '') return words.month(number, year);
  return view.facts.organisation.fiscal_year_start_month === 1
    ? words.quarter(number, year)
    : words.fiscal_quarter(number, year);
}

/** A reading's metric, with the part that it is about. */
export const labelOf = ({ metric, segment }: Pick<Reading, 'metric' | 'segment'>, words: Words): string =>
  [nameOf(metric, words), ...Object.entries(segment).map(([name, part]) => partLabel(name, part, words))].join(
    words.marks.comma,
  );

/** A part of the whole by the name that readers have for it. */
function partLabel(dimension: string, part: string, words: Words): string {
  const base = dimension === 'base_metric' || dimension === 'part' ? metricOf(part) : undefined;
  if (base !== undefined) return nameOf(base, words);
  if (dimension === 'hours') return words.written.hours(Number(part), part);
  return dimension === 'channel'
    ? ((words.channels as Readonly<Record<string, string>>)[part] ?? data(part, 40))
    : partWord(dimension, part, words);
}

/** Dimensions whose parts are the product's own words; those of others are the company's. */
const ownWords: readonly string[] = ['part', 'handled_by', 'segment', 'kind', 'scenario'];
/** Parts that say that there is none. */
const ofNobody: readonly string[] = ['unknown', 'unallocated'];
/** A part that is a word of the product in the language of the mail, any other as the company writes it. */
export function partWord(dimension: string, part: string, words: Words): string {
  const named = ownWords.includes(dimension) || ofNobody.includes(part) ? words.parts[part] : undefined;
  return named ?? data(dimension === 'part' ? part.replaceAll('_', ' ') : part, 40);
}

/** How a number stands to its goal, as a badge. */
export const pillOf = (reading: Reading, words: Words): Pill =>
  proved(reading.verdict, evidenceOf(reading), verdictBadge(reading.verdict, words));

function verdictBadge(verdict: Reading['verdict'], words: Words): Badge {
  switch (verdict) {
    case 'on_target':
      return { tone: 'good', glyph: '✓', word: words.on_target };
    case 'watch':
      return { tone: 'warn', glyph: '!', word: words.watch };
    case 'off_target':
      return { tone: 'bad', glyph: '✕', word: words.off_target };
    case 'no_verdict':
      return { tone: 'none', glyph: '–', word: words.no_verdict };
  }
}

/** The value as a cell shows it: rates of few trials as counts, percentiles of fewer than five as cases, absence as what it is. */
export function valueText(metric: Metric, value: MetricValue, view: View): string {
  const { words, format } = view;
  if (value.status === 'no_data') return isEmptyOf(value.reason) ? words.dash : words.not_available;
  if (value.status === 'immature') {
    if (value.provisional === null) return words.dash;
    return metric.interval === 'wilson' && value.n < fewTrials
      ? words.n_of_m(format.count(value.numerator ?? 0), format.count(value.denominator ?? value.n))
      : format.value(metric.unit, value.provisional, metric.id);
  }
  if (isProportion(metric, value) && value.n < fewTrials)
    return words.n_of_m(format.count(value.numerator ?? 0), format.count(value.denominator ?? value.n));
  if (metric.percentile !== undefined && value.n < fewestShown) return words.cases(value.n, format.count(value.n));
  if (metric.unit === 'seconds' && value.value < day_s && isKnownToTheDay(metric, view)) return words.under_a_day;
  return format.value(metric.unit, value.value, metric.id);
}

const day_s = 86_400;
/** Times without a time of day: a case that ended on its day took less than one, and nobody knows how much less. */
const isKnownToTheDay = ({ id }: Metric, { facts }: View): boolean =>
  facts.measured.some(({ metric, doubts = [] }) => metric === id && doubts.includes('days_only'));

/** A percentile of fewer cases is not shown, but their number (REPORTS 4.3). */
const fewestShown = 5;
const isEmptyOf = (reason: Reason): boolean => reason === 'empty_population' || reason === 'zero_denominator';
export const isProportion = (metric: Metric, value: Known): boolean =>
  metric.interval === 'wilson' && value.numerator !== null;

export function reasonText(reason: Reason, words: Words): string {
  if (reason.startsWith('no_input:')) return words.reasons.no_input(reason.slice('no_input:'.length));
  if (reason.startsWith('not_told:')) return words.reasons.not_told;
  return words.reasons[reason as Exclude<keyof Words['reasons'], 'no_input'>];
}

/** What an opening says it is about. */
export const ofPeriod = (line: string, { facts }: View): Sentence<string> =>
  stated('period', { period: facts.periods.now.id, of: facts.slice?.id ?? 'all' }, line);

/** The line below a number as a sentence of its own: what the number is made of, with more of the same number before it. */
export const basisOf = (reading: Reading, view: View, text = basisText(reading, view)): Sentence<string> =>
  stated('basis', evidenceOf(reading), text);

/** The line below a number: what it is made of, and how sure it is. */
export function basisText(reading: Reading, view: View): string {
  const { words, format } = view;
  const { metric, now } = reading;
  if (now.status === 'no_data') return reasonText(now.reason, words);
  if (now.status === 'immature') {
    const ripe = now.numerator !== null && now.denominator !== null && now.n >= fewTrials;
    const parts = [
      ...(now.provisional === null ? [words.none_ripe] : []),
      ...(ripe ? [words.n_of_m(format.count(now.numerator ?? 0), format.count(now.denominator ?? 0))] : []),
      words.too_new(format.count(now.unripe)),
      words.provisional_until(format.soon(now.from_s, view.facts.as_of_s)),
    ];
    return parts.join(words.marks.semicolon);
  }
  if (isProportion(metric, now)) {
    const of = words.n_of_m(format.count(now.numerator ?? 0), format.count(now.denominator ?? now.n));
    if (now.n >= fewTrials || now.n < countsOnly) return now.n >= fewTrials ? of : '';
    const range = now.interval
      ? words.likely_between(format.percent(now.interval[0]), format.percent(now.interval[1]))
      : of;
    return [range, longerWindow(reading, view)].filter((part) => part !== '').join(words.marks.semicolon);
  }
  if (metric.interval === 'nps') {
    const half = now.interval ? (now.interval[1] - now.interval[0]) / 2 : null;
    return [
      words.replies(now.n, format.count(now.n)),
      ...(half === null ? [] : [words.margin(format.decimal(half, 0))]),
    ].join(words.marks.comma);
  }
  if (metric.percentile !== undefined) {
    const range = isKnownToTheDay(metric, view) ? '' : percentileRange(metric.percentile, now, view);
    return [words.cases(now.n, format.count(now.n)), range].filter((part) => part !== '').join(words.marks.semicolon);
  }
  if (metric.unit === 'seconds') return words.cases(now.n, format.count(now.n));
  return '';
}

/** Between what the percentile lies with 95 %, or from how many cases on that can be said; a number of a history has no range. */
function percentileRange(p: number, { n, interval }: Known, { words, format }: View): string {
  const least = leastForInterval(p);
  if (n < fewestShown) return '';
  if (n < least) return words.no_range_below(format.count(least));
  return interval === null ? '' : words.likely_between(format.duration(interval[0]), format.duration(interval[1]));
}

/** "last 5 weeks: 91.1% (154 of 169)": what few trials of one week cannot say. */
function longerWindow(reading: Reading, view: View): string {
  const { words, format } = view;
  const window = reading.history.slice(-5);
  const known = window.filter((value) => value.status === 'known');
  const [k, n] = [
    known.reduce((sum, value) => sum + (value.numerator ?? 0), 0),
    known.reduce((sum, value) => sum + (value.denominator ?? 0), 0),
  ];
  if (view.cadence !== 'weekly' || known.length < 2 || n < fewTrials) return '';
  return words.longer_window(
    words.last_weeks(format.count(known.length)),
    format.percent(k / n),
    format.count(k),
    format.count(n),
  );
}

/** The size of a change in the metric's own way: points for shares, the unit of the value for times, money to the cent a case. */
export function sizeText(metric: Metric, change: number, like: number, view: View): string {
  const { format, words } = view;
  const size = Math.abs(change);
  switch (metric.unit) {
    case 'rate':
      return words.points(format.decimal(size * 100, 1));
    case 'seconds':
      return format.durationLike(size, like);
    case 'points':
      return metric.id === 'nps' ? words.points(format.decimal(size, 0)) : format.value(metric.unit, size, metric.id);
    case 'count':
      return format.count(Number.isInteger(like) ? Math.round(size) : Math.round(size * 100) / 100);
    case 'currency':
    case 'days':
    case 'score':
      return format.value(metric.unit, size, metric.id);
  }
}

/** Is what would be shown a zero? Then there is no arrow either. */
export const isShownZero = (text: string): boolean =>
  !/[1-9]/.test(text.replaceAll(/[٠-٩]/g, (digit) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit))));

/** How a number changed, and better or worse where that is known. */
export function changeOf(reading: Reading, view: View): Change {
  const { words } = view;
  const { metric, now, before, news } = reading;
  const evidence = evidenceOf(reading);
  const plain = (text: string): Change => proved('change', evidence, { arrow: '', text, word: '', tone: 'none' });
  if (now.status === 'immature') return plain(now.provisional === null ? '' : words.provisional);
  if (now.status !== 'known') return plain('');
  if (now.n < comparableFrom(metric) && metric.interval !== 'none') return plain(words.too_few);
  if (before.status !== 'known') return plain(words.nothing_to_compare);
  if (before.n < comparableFrom(metric) || now.n < comparableFrom(metric)) return plain(words.too_few);
  // A change would tell the percentile that is not shown.
  if (metric.percentile !== undefined && now.n < fewestShown) return plain(words.too_few);
  const change = now.value - before.value;
  const text = sizeText(metric, change, now.value, view);
  if (isShownZero(text)) return plain(words.no_change);
  const arrow = change > 0 ? '▲' : '▼';
  const judged = (look: Pick<Change, 'arrow' | 'word' | 'tone'>): Change => proved(news, evidence, { ...look, text });
  switch (news) {
    case 'better':
      return judged({ arrow, word: words.better, tone: 'good' });
    case 'worse':
      return judged({ arrow, word: words.worse, tone: 'bad' });
    case 'moved':
      return judged({ arrow, word: view.cadence === 'weekly' ? words.unusual.toLowerCase() : '', tone: 'none' });
    case 'within_noise':
      return judged({
        arrow,
        word: view.cadence === 'weekly' ? words.normal_movement : words.within_margin,
        tone: 'none',
      });
    case 'unknown':
      return judged({ arrow, word: view.cadence === 'weekly' ? words.too_early : '', tone: 'none' });
  }
}

/** The organisation has no such input at all: rows of it are left out, not shown as gaps. */
export const isInputMissing = (value: MetricValue): boolean =>
  value.status === 'no_data' && (value.reason.startsWith('no_input:') || value.reason === 'not_defined');

/** "target at most 10.0 hours" */
export function goalText(reading: Reading, view: View): string {
  const { goal, metric } = reading;
  if (goal === null) return view.words.no_target;
  const limit = goal.at_most ?? goal.at_least ?? 0;
  const shown = view.format.value(metric.unit, limit, metric.id);
  return goal.at_most === null ? view.words.target_at_least(shown) : view.words.target_at_most(shown);
}

/** The known values of a reading as numbers; null where there is none, which is a gap in the line. */
export const series = (history: readonly MetricValue[]): readonly (number | null)[] =>
  history.map((value) => (value.status === 'known' ? value.value : null));

export const knownValue = (value: MetricValue): number | null => (value.status === 'known' ? value.value : null);

/** Text of data, made safe and short. */
export const data = said;

/** The team or other slice, or the organisation when the report is not cut. */
export const sliceName = (view: View): string => said(view.facts.slice?.name ?? view.facts.organisation.name, 44);

/** A change inside a sentence: "down $3.24 (6.7%)"; no percent of a percentage, nor of a base of 0 or under 30 cases. */
export function changeWords(reading: Reading, view: View): string {
  const { words, format } = view;
  const { metric, now, before } = reading;
  const { arrow, text } = changeOf(reading, view);
  if (arrow === '' || now.status !== 'known' || before.status !== 'known') return text;
  const isRatio = metric.unit === 'currency' || (metric.unit === 'seconds' && before.n >= 30);
  const hasPercent = isRatio && before.value > 0;
  const percent = hasPercent
    ? `${words.marks.open}${format.percent(Math.abs(now.value / before.value - 1))}${words.marks.close}`
    : '';
  return `${arrow === '▲' ? words.bottom_line.up(text) : words.bottom_line.down(text)}${percent}`;
}

/** "4.2 hours of working time": beside the calendar time of a median, where the organisation has opening hours. */
export function businessText(metric: Metric, view: View): string {
  const seconds = view.extra(metric, 'business_p50_s');
  return typeof seconds === 'number' ? view.words.working_time(view.format.duration(seconds)) : '';
}
