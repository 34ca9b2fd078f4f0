import {
  actualPersonDays,
  aht,
  issuesHandled,
  ticketVolume,
  workCapacityStdDays,
} from '../../metrics/catalogue/all.ts';
import { periodOf, type Period } from '../../period.ts';
import { seasonalProjection } from '../../stats/seasonal-projection.ts';
import { during, historyOf } from '../asks.ts';
import { always, firstTrue, whenTrue, type Sentence } from '../claim.ts';
import { knownValue, periodName, series } from '../phrases.ts';
import { section, type Cell, type View } from '../section.ts';

const resolved = { part: 'resolved' } as const;

/** Why so many people: cases times handling time against the standard person-days that there were, by month, and what comes next. */
export const whySoManyPeople = section({
  id: 'why_so_many_people',
  title: (words) => always(words.questions.people),
  lead: (words) => always(words.questions.people_lead),
  asks: (context) => [
    ...context.periods.months.flatMap((month) =>
      [issuesHandled, aht, workCapacityStdDays, actualPersonDays].map((metric) => during(metric, month, context)),
    ),
    ...historyOf(ticketVolume, context),
  ],
  blocks: (view) => {
    const { words, format, facts } = view;
    const texts = words.questions;
    const months = facts.periods.months.flatMap((month) => monthOf(month, view) ?? []);
    if (months.length === 0) return [];
    const sum = (of: (month: Month) => number): number => months.reduce((all, month) => all + of(month), 0);
    const row = (name: string, n: number, seconds: number, needed: number, capacity: number): readonly Cell[] => [
      { kind: 'text', line: name },
      { kind: 'number', text: format.count(n) },
      { kind: 'number', text: format.duration(seconds) },
      { kind: 'number', text: format.decimal(needed, 0) },
      { kind: 'number', text: format.decimal(capacity, 0) },
      { kind: 'number', text: format.percent(needed / capacity) },
    ];
    const cases = sum(({ n }) => n);
    const [needed, capacity] = [sum((month) => month.needed), sum((month) => month.capacity)];
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.month, align: 'start' },
          { label: texts.solved, align: 'end', width: 13 },
          { label: texts.time_a_case, align: 'end', width: 17, wide: true },
          { label: texts.needed, align: 'end', width: 18 },
          { label: texts.capacity, align: 'end', width: 18 },
          { label: texts.share, align: 'end', width: 13 },
        ],
        rows: months.map((month) => ({
          cells: row(periodName(month.period, view), month.n, month.seconds, month.needed, month.capacity),
        })),
        ...(months.length === facts.periods.months.length
          ? {
              total: row(words.written.whole, cases, sum(({ n, seconds }) => n * seconds) / cases, needed, capacity),
            }
          : {}),
      },
      ...[
        ...whenTrue('months_missing', months.length < facts.periods.months.length, { months: months.length }, () =>
          texts.months_missing(format.count(months.length), format.count(facts.periods.months.length)),
        ),
        comingSentence(needed / cases, view),
      ].map((line) => ({ kind: 'paragraph' as const, line })),
    ];
  },
});

interface Month {
  readonly period: Period;
  readonly n: number;
  readonly seconds: number;
  /** Person-days. */
  readonly needed: number;
  readonly capacity: number;
}

/** null where cases, handling time, the length of a day or capacity is not known. */
function monthOf(period: Period, view: View): Month | null {
  const n = knownValue(view.value(issuesHandled, resolved, period));
  const seconds = knownValue(view.value(aht, {}, period));
  const capacity = knownValue(view.value(workCapacityStdDays, {}, period));
  const [days, support_s] = [
    knownValue(view.value(actualPersonDays, {}, period)),
    view.extra(actualPersonDays, 'support_s', {}, period),
  ];
  if (!n || seconds === null || !capacity || !days || typeof support_s !== 'number') return null;
  return { period, n, seconds, capacity, needed: (n * seconds * days) / support_s };
}

/** The next quarter by the seasons, or that two years are needed to know them. */
function comingSentence(days_a_case: number, view: View): Sentence<string> {
  const { words, format, facts } = view;
  const counts = series(view.reading(ticketVolume).history).map((count) => count ?? 0);
  const projection = seasonalProjection(counts, 4);
  const { time_zone: zone, fiscal_year_start_month } = facts.organisation;
  const coming = periodOf('quarter', facts.periods.now.end_day, { zone, fiscal_year_start_month });
  const evidence = {
    quarters: counts.filter((count) => count > 0).length,
    projected: projection === null ? null : Math.round(projection.value),
  };
  return firstTrue(evidence, [
    {
      claim: 'seasons_known',
      when: projection !== null,
      says: () => {
        const { value, interval } = projection ?? { value: 0, interval: [0, 0] };
        const [n, low, high] = [value, ...interval].map((count) => format.count(Math.round(count)));
        const days = [...interval].map((count) => format.decimal(count * days_a_case, 0));
        return words.questions.coming(
          periodName(coming, view),
          n ?? '',
          low ?? '',
          high ?? '',
          days[0] ?? '',
          days[1] ?? '',
        );
      },
    },
    { claim: 'seasons_not_known', when: true, says: () => words.questions.no_seasons(periodName(coming, view)) },
  ]);
}
