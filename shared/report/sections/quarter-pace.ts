import { always } from '../claim.ts';
import { dtsP50, fcr, goodRate } from '../../metrics/catalogue/all.ts';
import { during } from '../asks.ts';
import { verdictOf } from '../reading.ts';
import { basisOf, goalText, nameOf, pillOf, valueText } from '../phrases.ts';
import { section } from '../section.ts';
import { goalOf } from '../view.ts';

const paced = [dtsP50, fcr, goodRate];

/** Where the running quarter stands against its goals: the only verdict of a week. Left out without goals. */
export const quarterPace = section({
  id: 'quarter_pace',
  title: (words) => always(words.executive_weekly.pace),
  lead: (words, view) =>
    always(
      words.executive_weekly.pace_lead(
        view.facts.periods.quarter === null ? '' : view.format.shortRange(view.facts.periods.quarter),
      ),
    ),
  asks: (context) => {
    const { quarter } = context.periods;
    return quarter === null ? [] : paced.map((metric) => during(metric, quarter, context));
  },
  blocks: (view) => {
    const { words, facts } = view;
    const { quarter } = facts.periods;
    if (quarter === null) return [];
    const rows = paced.flatMap((metric) => {
      const reading = view.reading(metric);
      const value = view.value(metric, {}, quarter);
      const goal = goalOf(metric, {}, facts.goals, 'quarterly');
      if (goal === null || value.status === 'no_data') return [];
      const ofQuarter = { ...reading, period: quarter, now: value, goal, verdict: verdictOf(metric, value, goal) };
      return [
        {
          cells: [
            {
              kind: 'text' as const,
              line: nameOf(metric, words),
              note: basisOf(ofQuarter, view, goalText(ofQuarter, view)),
            },
            { kind: 'number' as const, text: valueText(metric, value, view) },
            { kind: 'pill' as const, pill: pillOf(ofQuarter, words) },
          ],
        },
      ];
    });
    if (rows.length === 0) return [];
    const texts = words.executive_weekly;
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.measure, align: 'start' },
          { label: texts.so_far, align: 'start', width: 27 },
          { label: words.scorecard.verdict, align: 'start', width: 24 },
        ],
        rows,
      },
    ];
  },
});
