import { fdr24h, serviceEfficiency, teamAvgHeadcount, workAbility } from '../../metrics/catalogue/all.ts';
import type { MetricValue } from '../../metrics/value.ts';
import { now } from '../asks.ts';
import { always, stated, whenTrue } from '../claim.ts';
import { data, knownValue, valueText } from '../phrases.ts';
import { fewTrials } from '../reading.ts';
import { section, type View } from '../section.ts';

/** A level of fewer people would be a name. */
const fewestPeople = 3;

/** How levels differ: ability, efficiency, and what became of their cases once the difficulty of the topics is taken out. */
export const levels = section({
  id: 'levels',
  title: (words) => always(words.questions.levels),
  lead: (words) => always(words.questions.levels_lead),
  asks: (context) => [
    ...[teamAvgHeadcount, workAbility, serviceEfficiency].map((metric) => now(metric, context, ['level'])),
    now(fdr24h, context, ['level', 'category']),
  ],
  blocks: (view) => {
    const { words, format } = view;
    const texts = words.questions;
    const people = view.cut(teamAvgHeadcount, 'level').filter(({ key }) => key !== 'unknown');
    const shown = people.filter(({ value }) => (knownValue(value) ?? 0) >= fewestPeople);
    const hidden = people.length - shown.length;
    if (shown.length < 2) return [];
    const outcomes = adjustedOutcomes(view);
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.level, align: 'start' },
          { label: texts.people_column, align: 'end', width: 14, wide: true },
          { label: texts.ability, align: 'end', width: 18 },
          { label: texts.efficiency, align: 'end', width: 22 },
          { label: texts.outcome, align: 'end', width: 26 },
        ],
        rows: shown.map(({ key, value }) => {
          const outcome = outcomes.get(key);
          return {
            cells: [
              { kind: 'text', line: data(key, 40) },
              { kind: 'number', text: valueText(teamAvgHeadcount, value, view) },
              { kind: 'number', text: valueText(workAbility, view.value(workAbility, { level: key }), view) },
              {
                kind: 'number',
                text: valueText(serviceEfficiency, view.value(serviceEfficiency, { level: key }), view),
              },
              {
                kind: 'number',
                text: outcome === undefined ? words.too_few : format.percent(outcome.adjusted),
                ...(outcome === undefined
                  ? {}
                  : {
                      note: stated(
                        'raw',
                        { level: key, share: outcome.raw, n: outcome.n },
                        texts.raw(format.percent(outcome.raw), format.count(outcome.n)),
                      ),
                    }),
              },
            ],
          };
        }),
      },
      ...whenTrue('levels_hidden', hidden > 0, { levels: people.length, hidden }, () =>
        texts.levels_hidden(hidden, format.count(hidden)),
      ).map((line) => ({ kind: 'paragraph' as const, line, small: true })),
    ];
  },
});

interface Outcome {
  readonly raw: number;
  readonly adjusted: number;
  readonly n: number;
}

/**
 * Hits of a level against those that its topics would have at the rates of everybody (indirect standardisation): the ratio times the
 * rate of everybody. Levels of few cases have none.
 */
function adjustedOutcomes({ facts }: View): ReadonlyMap<string, Outcome> {
  const cells = facts.measured.flatMap(({ metric, period, segment, value }) => {
    const { level, category } = segment;
    const part = partsOf(value);
    if (metric !== fdr24h.id || period.id !== facts.periods.now.id || part === null) return [];
    return level === undefined || category === undefined ? [] : [{ level, category, ...part }];
  });
  const total = (of: typeof cells): { hits: number; n: number } => ({
    hits: of.reduce((sum, { hits }) => sum + hits, 0),
    n: of.reduce((sum, { n }) => sum + n, 0),
  });
  const all = total(cells);
  const rates = new Map(
    [...new Set(cells.map(({ category }) => category))].map((category) => {
      const { hits, n } = total(cells.filter((cell) => cell.category === category));
      return [category, n === 0 ? 0 : hits / n];
    }),
  );
  return new Map(
    [...new Set(cells.map(({ level }) => level))].flatMap((level): readonly [string, Outcome][] => {
      const own = cells.filter((cell) => cell.level === level);
      const { hits, n } = total(own);
      const expected = own.reduce((sum, cell) => sum + cell.n * (rates.get(cell.category) ?? 0), 0);
      if (n < fewTrials || expected === 0) return [];
      return [[level, { raw: hits / n, n, adjusted: (hits / expected) * (all.hits / all.n) }]];
    }),
  );
}

/** Of a young cohort the ripe part. */
const partsOf = (value: MetricValue): { readonly hits: number; readonly n: number } | null =>
  value.status === 'no_data' || value.numerator === null || value.denominator === null
    ? null
    : { hits: value.numerator, n: value.denominator };
