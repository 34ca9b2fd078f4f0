import { stated } from '../claim.ts';
import { courseOf, evidenceOf } from '../evidence.ts';
import { basisText, changeOf, changeWords, labelOf, periodName, series, valueText } from '../phrases.ts';
import { happenedIn } from '../happened.ts';
import { lastYearEvidence, lastYearSeries, lastYearTable, lastYearText } from '../last-year.ts';
import { ownGoal } from '../scorecard.ts';
import type { Block, Chart, Reading, View } from '../section.ts';

type LineChart = Extract<Chart, { kind: 'line' }>;
type Charts = Extract<Block, { kind: 'charts' }>;

/** A line a number, two beside each other; a number without a known value says why in words. */
export function trendBlocks(readings: readonly Reading[], periods: number | undefined, view: View): readonly Block[] {
  const long = periods ?? view.facts.periods.history.length;
  const cut = readings.map((reading) => ({ ...reading, history: historyOf(reading, long, view) }));
  const drawn = cut.filter(({ history }) => history.some(({ status }) => status === 'known'));
  const rest = cut.filter((reading) => !drawn.includes(reading));
  const charts = drawn.map((reading) => chartOf(reading, long, view));
  const { blocks: happenings } = happenedIn(long, view);
  return [
    ...charts.flatMap((_, i): readonly Block[] =>
      i % 2 === 0 ? [{ kind: 'charts', charts: charts.slice(i, i + 2) }] : [],
    ),
    ...(charts.length === 0 ? [] : [...lastYearTable(drawn, view), ...happenings]),
    ...rest.map((reading): Block => ({ kind: 'paragraph', line: sentenceOf(reading, view) })),
  ];
}

/** The last periods, the reported one at the end: a reading that shows an earlier one has a gap there. */
const historyOf = ({ metric, segment }: Reading, long: number, view: View): Reading['history'] =>
  view.facts.periods.history.slice(-long).map((period) => view.value(metric, segment, period));

function chartOf(reading: Reading, long: number, view: View): Charts['charts'][number] {
  const { metric } = reading;
  const goal = ownGoal(reading, view);
  const values = series(reading.history);
  const known = values.filter((value) => value !== null);
  const lastYear = lastYearSeries(reading, long, view);
  const like = Math.max(...known);
  const shown = (value: number): string =>
    metric.unit === 'seconds'
      ? view.format.durationLike(value, like)
      : view.format.value(metric.unit, value, metric.id);
  const [first, last] = [shown(known[0] ?? 0), shown(known.at(-1) ?? 0)];
  const limit = goal?.at_most ?? goal?.at_least ?? null;
  const chart: LineChart = {
    kind: 'line',
    values,
    dotted: null,
    lastYear,
    marks: happenedIn(long, view).marks,
    goal: limit === null ? null : { value: limit, label: shown(limit) },
    labels: { first: known.length > 1 ? first : '', last, dottedFirst: '', dottedLast: '' },
    axis: axisOf(long, view),
    alt: stated(
      'course',
      { ...courseOf(metric, known[0] ?? null, known.at(-1) ?? null), ...lastYearEvidence(lastYear) },
      (known.length > 1 ? view.words.trend.from_to(first, last) : last) + lastYearText(lastYear, shown, view),
    ),
  };
  return { title: labelOf(reading, view.words), chart, sentence: sentenceOf(reading, view) };
}

/** What the number is now, how it changed and what it is made of. */
function sentenceOf(reading: Reading, view: View): ReturnType<typeof stated> {
  const isEarlier = reading.period.id !== view.facts.periods.now.id;
  const said = [
    ...(isEarlier ? [periodName(reading.period, view)] : []),
    valueText(reading.metric, reading.now, view),
    changeWords(reading, view),
    changeOf(reading, view).word,
    basisText(reading, view),
  ].filter((part, i, all) => part !== '' && all.indexOf(part) === i);
  return stated(reading.now.status === 'known' ? 'value' : 'not_known', evidenceOf(reading), [
    { text: `${labelOf(reading, view.words)}${view.words.marks.colon.trim()}`, strong: true },
    `${view.words.marks.space}${said.join(view.words.marks.semicolon)}${view.words.marks.stop}`,
  ]);
}

/** First, middle and last period. */
function axisOf(long: number, view: View): LineChart['axis'] {
  const { words, facts } = view;
  const shown = facts.periods.history.slice(-long);
  const name = (i: number): string => {
    const [, year = '', kind, number = ''] = /^(\d{4})-([WQ]?)0?(\d+)$/.exec(shown[i]?.id ?? '') ?? [];
    if (kind === 'W') return words.week_axis(number, i === 0);
    return kind === 'Q' ? words.quarter_axis(number, year) : (shown[i]?.id ?? '');
  };
  return [name(0), shown.length > 2 ? name(Math.floor((shown.length - 1) / 2)) : '', name(shown.length - 1)];
}
