import { firstTrue, proved, stated, type Sentence } from './claim.ts';
import { evidenceOf, valuesOf } from './evidence.ts';
import { basisOf, basisText, changeOf, definitionOf, labelOf, nameOf, periodName, valueText } from './phrases.ts';
import type { Headline } from './report-definition.ts';
import { courseCell, courseColumn, type GoalGroup, type Rows } from './scorecard.ts';
import type { Badge, Block, Pill, Reading, TableRow, View } from './section.ts';

const weeks = 13;

/** A row a number: value and change, course, normal or unusual. No verdict against goals. */
export function movementTable(
  readings: readonly Reading[],
  view: View,
  how: Rows & { readonly groups?: readonly GoalGroup[] } = {},
): Block {
  const { words, cadence, facts } = view;
  const { charts = true, definitions = false, groups = [] } = how;
  const texts = words.executive_weekly;
  return {
    kind: 'table',
    columns: [
      { label: texts.measure, align: 'start' },
      {
        label: cadence === 'weekly' ? words.numbers.this_week : periodName(facts.periods.now, view),
        align: 'start',
        width: 27,
      },
      ...(charts ? [courseColumn(Math.min(weeks, facts.periods.history.length), view)] : []),
      { label: texts.movement, align: 'start', width: 20 },
    ],
    rows: grouped(readings, groups, (reading) => ({
      cells: [
        {
          kind: 'text',
          line: labelOf(reading, words),
          note: basisOf(
            reading,
            view,
            [...(definitions ? [definitionOf(reading.metric, words)] : []), noteOf(reading, view)]
              .filter((part) => part !== '')
              .join(' · '),
          ),
        },
        {
          kind: 'number',
          text: valueText(reading.metric, reading.now, view),
          big: true,
          change: { ...changeOf(reading, view), word: '' },
        },
        ...(charts ? [courseCell({ ...reading, history: reading.history.slice(-weeks), goal: null }, view)] : []),
        { kind: 'pill', pill: movementOf(reading, view) },
      ],
    })),
  };
}

/** The rows of each group under its title, where it has any; without groups the rows alone. */
function grouped(
  readings: readonly Reading[],
  groups: readonly GoalGroup[],
  rowOf: (reading: Reading) => TableRow,
): readonly TableRow[] {
  if (groups.length === 0) return readings.map(rowOf);
  return groups.flatMap(({ title, metrics }) => {
    const own = readings.filter(({ metric }) => metrics.includes(metric));
    return own.length === 0 ? [] : [{ group: title }, ...own.map(rowOf)];
  });
}

const noteOf = (reading: Reading, view: View): string =>
  [
    ...(reading.period.id === view.facts.periods.now.id ? [] : [periodName(reading.period, view)]),
    basisText(reading, view),
  ]
    .filter((part) => part !== '')
    .join(view.words.marks.semicolon);

/** Unusual in the good or the bad direction, normal, or not to be told. */
export const movementOf = (reading: Reading, view: View): Pill =>
  proved(reading.news, evidenceOf(reading), movementBadge(reading, view));

function movementBadge(reading: Reading, view: View): Badge {
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
export const unusualOf = (readings: readonly Reading[]): readonly Reading[] =>
  readings.filter(({ news }) => news === 'better' || news === 'worse' || news === 'moved').slice(0, 3);

/** What rose and what fell against the periods before, in words for each side; what cannot be compared with them is only unusual. */
function sidesOf(
  moved: readonly Reading[],
  words: View['words'],
  [above, below, beyond]: readonly [above: NamesIn, below: NamesIn, beyond: NamesIn],
): readonly string[] {
  const side = ({ now, before }: Reading): number =>
    now.status === 'known' && before.status === 'known' ? Math.sign(now.value - before.value) : 0;
  return (
    [
      [1, above],
      [-1, below],
      [0, beyond],
    ] as const
  ).flatMap(([wanted, says]) => {
    const names = moved.filter((reading) => side(reading) === wanted).map(({ metric }) => nameOf(metric, words));
    return names.length === 0 ? [] : [says(names)];
  });
}
type NamesIn = (names: readonly string[]) => string;

/** What moved beyond its normal range, of the numbers that could be judged. `subject` makes the subject of it. */
export function movementHeadline(
  readings: readonly Reading[],
  subject: (facts: string) => string,
  view: View,
): Headline {
  const { words, format } = view;
  const texts = words.executive_weekly;
  const moved = unusualOf(readings);
  const first = readings.slice(0, 3);
  const judged = readings.filter(({ news }) => news !== 'unknown').length;
  const of = [format.count(judged), format.count(readings.length)] as const;
  const evidence = { judged, numbers: readings.length, unusual: moved.map(({ metric }) => metric.id).join(', ') };
  const claim = (
    claims: Readonly<Record<'unusual' | 'not_judged' | 'partly_judged' | 'nothing_unusual', () => string>>,
  ): Sentence<string> =>
    firstTrue(evidence, [
      { claim: 'unusual', when: moved.length > 0, says: claims.unusual },
      { claim: 'not_judged', when: judged === 0, says: claims.not_judged },
      { claim: 'partly_judged', when: judged < readings.length, says: claims.partly_judged },
      { claim: 'nothing_unusual', when: true, says: claims.nothing_unusual },
    ]);
  return {
    verdict: null,
    subject: claim({
      unusual: () =>
        subject(
          sidesOf(moved, words, [texts.high_short, texts.low_short, texts.unusual_short]).join(words.marks.semicolon),
        ),
      not_judged: () => subject(texts.not_judged_short),
      partly_judged: () => subject(texts.partly_judged_short(...of)),
      nothing_unusual: () => subject(texts.nothing_unusual_short),
    }),
    preheader: stated(
      'values',
      valuesOf(first),
      first
        .map(({ metric, now }) => `${nameOf(metric, words)} ${valueText(metric, now, view)}`)
        .join(words.marks.comma),
    ),
    sentence: claim({
      unusual: () => sidesOf(moved, words, [texts.high, texts.low, texts.unusual]).join(words.marks.space),
      not_judged: () => texts.not_judged_yet(of[1]),
      partly_judged: () => texts.partly_judged(judged, ...of),
      nothing_unusual: () => texts.nothing_unusual(of[1]),
    }),
    points: [],
  };
}
