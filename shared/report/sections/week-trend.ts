import { always, firstTrue, stated } from '../claim.ts';
import { courseOf } from '../evidence.ts';
import { backlog, dtsP50, dtsP80 } from '../../metrics/catalogue/all.ts';
import { historyOf } from '../asks.ts';
import { streakOf } from '../reading.ts';
import { happenedIn } from '../happened.ts';
import { lastYearEvidence, lastYearOf, lastYearSeries, lastYearTable, lastYearText } from '../last-year.ts';
import { happenings } from '../lists/events.ts';
import { series } from '../phrases.ts';
import { section, type Chart, type View } from '../section.ts';

const weeks = 13;
type LineChart = Extract<Chart, { kind: 'line' }>;

/** Two small charts of thirteen weeks, how fast cases are solved and how many are open, and what happened in these weeks. */
export const weekTrend = section({
  id: 'week_trend',
  title: (words, view) => always(words.trend.title(view.format.count(weeks))),
  asks: (context) =>
    [dtsP50, dtsP80, backlog].flatMap((metric) => [
      ...historyOf(metric, context),
      ...lastYearOf(metric, context, weeks),
    ]),
  lists: [happenings],
  blocks: (view) => {
    const charts = [resolveChart(view), openChart(view)].filter((chart) => chart !== null);
    if (charts.length === 0) return [];
    const numbers = [dtsP50, dtsP80, backlog].map((metric) => ({ metric, segment: {} }));
    return [{ kind: 'charts', charts }, ...lastYearTable(numbers, view), ...happenedIn(weeks, view).blocks];
  },
});

/** Labels of the first, middle and last week. */
function axisOf(view: View): LineChart['axis'] {
  const periods = view.facts.periods.history.slice(-weeks);
  const number = (i: number): string => String(Number(periods[i]?.id.slice(-2) ?? 0));
  const middle = Math.floor((periods.length - 1) / 2);
  return [
    view.words.week_axis(number(0), true),
    periods.length > 2 ? view.words.week_axis(number(middle), false) : '',
    view.words.week_axis(number(periods.length - 1), true),
  ];
}

function resolveChart(view: View) {
  const { format, words } = view;
  const half = view.reading(dtsP50).history.slice(-weeks);
  const most = view.reading(dtsP80).history.slice(-weeks);
  const [first, last] = ends(series(half));
  const [first80, last80] = ends(series(most));
  if (first === null || last === null || first80 === null || last80 === null) return null;
  const like = Math.max(first, last);
  const before = lastYearSeries({ metric: dtsP50, segment: {} }, weeks, view);
  const unit = like < 3600 ? 'minute' : like < 48 * 3600 ? 'hour' : 'day';
  const number = (seconds: number): string => format.durationNumber(seconds, like);
  return {
    title: words.trend.resolve(words.trend.units[unit]),
    caption: always(words.trend.resolve_caption),
    chart: {
      kind: 'line' as const,
      values: series(half),
      dotted: series(most),
      lastYear: before,
      marks: happenedIn(weeks, view).marks,
      goal: null,
      labels: { first: number(first), last: number(last), dottedFirst: number(first80), dottedLast: number(last80) },
      axis: axisOf(view),
      alt: stated(
        'course',
        { ...courseOf(dtsP50, first, last), first_p80: first80, last_p80: last80, ...lastYearEvidence(before) },
        words.trend.from_to_80(
          format.durationLike(first, like),
          format.durationLike(last, like),
          format.durationLike(first80, like),
          format.durationLike(last80, like),
        ) + lastYearText(before, (seconds) => format.durationLike(seconds, like), view),
      ),
    },
  };
}

function openChart(view: View) {
  const { format, words } = view;
  const values = view.reading(backlog).history.slice(-weeks);
  const [first, last] = ends(series(values));
  if (first === null || last === null) return null;
  const before = lastYearSeries({ metric: backlog, segment: {} }, weeks, view);
  const { length, direction } = streakOf(values);
  const caption = firstTrue({ metric: backlog.id, weeks: length, direction }, [
    {
      claim: 'rising',
      when: direction === 'up' && length > 1,
      says: () => words.trend.streak_up(length, format.count(length)),
    },
    {
      claim: 'falling',
      when: direction === 'down' && length > 1,
      says: () => words.trend.streak_down(length, format.count(length)),
    },
    // A direction shows in three weeks that are known.
    {
      claim: 'no_streak',
      when: values.slice(-3).filter(({ status }) => status === 'known').length === 3,
      says: () => words.trend.no_streak,
    },
    { claim: 'too_few_weeks', when: true, says: () => '' },
  ]);
  return {
    title: words.trend.open,
    caption,
    chart: {
      kind: 'line' as const,
      values: series(values),
      dotted: null,
      lastYear: before,
      marks: happenedIn(weeks, view).marks,
      goal: null,
      labels: { first: format.count(first), last: format.count(last), dottedFirst: '', dottedLast: '' },
      axis: axisOf(view),
      alt: stated(
        'course',
        { ...courseOf(backlog, first, last), ...lastYearEvidence(before) },
        words.trend.from_to(format.count(first), format.count(last)) +
          lastYearText(before, (n) => format.count(n), view),
      ),
    },
  };
}

const ends = (values: readonly (number | null)[]): readonly [number | null, number | null] => {
  const known = values.filter((value) => value !== null);
  return [known[0] ?? null, known.at(-1) ?? null];
};
