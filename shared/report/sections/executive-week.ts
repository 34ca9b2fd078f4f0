import { always } from '../claim.ts';
import { backlog, dtsP50, fcr, goodRate, ticketVolume } from '../../metrics/catalogue/all.ts';
import { historyOf } from '../asks.ts';
import { basisText, changeOf, nameOf, periodName, valueText } from '../phrases.ts';
import { readingsOf, sparklineOf } from '../scorecard.ts';
import { section, type Pill, type Reading, type View } from '../section.ts';

/** The five numbers an executive sees every week. */
export const weekMetrics = [ticketVolume, backlog, dtsP50, fcr, goodRate];

/** Five rows: value, change against the four weeks before, thirteen weeks, normal or unusual. No verdict inside a quarter. */
export const executiveWeek = section({
  id: 'executive_week',
  title: (words) => words.numbers.title,
  lead: (words, view) => always(words.compared_with_weeks(view.format.shortRange(view.facts.periods.baseline))),
  asks: (context) => weekMetrics.flatMap((metric) => historyOf(metric, context)),
  blocks: (view) => {
    const { words, format, facts } = view;
    const texts = words.executive_weekly;
    const readings = readingsOf(weekMetrics, view);
    if (readings.length === 0) return [];
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.measure, align: 'start' },
          { label: words.numbers.this_week, align: 'start', width: 27 },
          { label: texts.course(format.count(13)), align: 'start', width: 19, wide: true },
          { label: texts.movement, align: 'start', width: 20 },
        ],
        rows: readings.map((reading) => ({
          cells: [
            { kind: 'text', line: nameOf(reading.metric, words), note: noteOf(reading, view) },
            {
              kind: 'number',
              text: valueText(reading.metric, reading.now, view),
              big: true,
              change: { ...changeOf(reading, view), word: '' },
            },
            {
              kind: 'chart',
              chart: sparklineOf({ ...reading, history: reading.history.slice(-13), goal: null }, view),
            },
            { kind: 'pill', pill: movementOf(reading, view) },
          ],
        })),
      },
      ...(facts.configuration.url === undefined
        ? []
        : [{ kind: 'button' as const, text: words.decisions.open, href: facts.configuration.url }]),
    ];
  },
});

const noteOf = (reading: Reading, view: View): string =>
  [
    ...(reading.period.id === view.facts.periods.now.id ? [] : [periodName(reading.period, view)]),
    basisText(reading, view),
  ]
    .filter((part) => part !== '')
    .join('; ');

/** Unusual in the good or the bad direction, normal, or not to be told. */
export function movementOf(reading: Reading, view: View): Pill {
  const { words } = view;
  const { arrow, tone } = changeOf(reading, view);
  switch (reading.news) {
    case 'better':
    case 'worse':
    case 'moved':
      return { tone: reading.news === 'moved' ? 'warn' : tone, glyph: arrow === '' ? '!' : arrow, word: words.unusual };
    case 'within_noise':
      return { tone: 'none', glyph: '–', word: words.normal };
    case 'unknown':
      return { tone: 'none', glyph: '–', word: words.executive_weekly.not_judged };
  }
}

/** The numbers that moved beyond their normal range, at most three. */
export const unusual = (view: View): readonly Reading[] =>
  readingsOf(weekMetrics, view)
    .filter(({ news }) => news === 'better' || news === 'worse' || news === 'moved')
    .slice(0, 3);
