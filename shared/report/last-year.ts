import type { Metric } from '../metrics/model.ts';
import type { Ask } from '../metrics/evaluate.ts';
import type { Segment } from '../metrics/value.ts';
import { sameLastYear, type Period } from '../period.ts';
import { during } from './asks.ts';
import { always, type Evidence } from './claim.ts';
import type { ReportContext } from './facts.ts';
import { knownValue, labelOf, periodName, valueText } from './phrases.ts';
import type { Block, View } from './section.ts';

/** The week, month or quarter of the same number a year before; undefined for a week 53 that the other year lacks. */
const yearBefore = (period: Period): Period | undefined => {
  const found = sameLastYear(period);
  return found?.id.slice(5) === period.id.slice(5) ? found : undefined;
};

/** The metric over the same periods of last year. */
export const lastYearOf = (metric: Metric, context: ReportContext, periods: number): readonly Ask[] =>
  context.periods.history
    .slice(-periods)
    .flatMap((period) => yearBefore(period) ?? [])
    .map((period) => during(metric, period, context));

/** A number over the same periods of last year, null where nobody can tell; null as a whole where none is known. */
export function lastYearSeries(
  { metric, segment }: { readonly metric: Metric; readonly segment: Segment },
  periods: number,
  view: View,
): readonly (number | null)[] | null {
  const values = view.facts.periods.history.slice(-periods).map((period) => {
    const before = yearBefore(period);
    return before === undefined ? null : knownValue(view.value(metric, segment, before));
  });
  return values.every((value) => value === null) ? null : values;
}

/** "; a year before 20.1 hours to 18.0 hours", for the words of a picture. */
export function lastYearText(
  values: readonly (number | null)[] | null,
  shown: (value: number) => string,
  { words }: View,
): string {
  const ends = endsOf(values);
  return ends === null ? '' : words.trend.last_year(shown(ends[0]), shown(ends[1]));
}

/** What that text rests on. */
export function lastYearEvidence(values: readonly (number | null)[] | null): Evidence {
  const ends = endsOf(values);
  return ends === null ? {} : { last_year_first: ends[0], last_year_last: ends[1] };
}

function endsOf(values: readonly (number | null)[] | null): readonly [first: number, last: number] | null {
  const known = (values ?? []).filter((value) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  return first === undefined || last === undefined ? null : [first, last];
}

/** Each number now and in the same period of last year; nothing where no number is known of then. */
export function lastYearTable(
  numbers: readonly { readonly metric: Metric; readonly segment: Segment }[],
  view: View,
): readonly Block[] {
  const { words, facts } = view;
  const { now } = facts.periods;
  const before = yearBefore(now);
  if (before === undefined) return [];
  const rows = numbers.flatMap((number) => {
    const [then, value] = [before, now].map((period) => view.value(number.metric, number.segment, period));
    if (then?.status !== 'known' || value === undefined) return [];
    return [
      {
        cells: [
          { kind: 'text' as const, line: labelOf(number, words) },
          { kind: 'number' as const, text: valueText(number.metric, value, view) },
          { kind: 'number' as const, text: valueText(number.metric, then, view) },
        ],
      },
    ];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: always(words.trend.last_year_caption),
      columns: [
        { label: words.numbers.measure, align: 'start' },
        { label: periodName(now, view), align: 'end', width: 26 },
        { label: beforeName(before, view), align: 'end', width: 30 },
      ],
      rows,
    },
  ];
}

/** The name of a week does not tell the year. */
const beforeName = (period: Period, view: View): string =>
  period.kind === 'week'
    ? view.words.trend.of_year(periodName(period, view), period.id.slice(0, 4))
    : periodName(period, view);
