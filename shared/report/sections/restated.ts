import { stated } from '../claim.ts';
import { metricOf } from '../metrics.ts';
import { nameOf, valueText } from '../phrases.ts';
import { section } from '../section.ts';

/** First in a corrected report: which numbers changed, from what to what, and by how many cases. */
export const restated = section({
  id: 'restated',
  inQuietPeriods: true,
  title: (words) => words.restated.title,
  lead: (words, view) =>
    stated('revision', { revision: view.facts.revision }, words.restated.lead(view.format.count(view.facts.revision))),
  blocks: (view) => {
    const { words, format, facts } = view;
    const texts = words.restated;
    const own = facts.restatements.filter(({ period }) => period === facts.periods.now.id);
    if (facts.revision < 2 || own.length === 0) return [];
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.measure, align: 'start' },
          { label: texts.was, align: 'end', width: 18 },
          { label: texts.is, align: 'end', width: 18 },
          { label: texts.why, align: 'start', width: 26 },
        ],
        rows: own.flatMap(({ metric: id, before, after, tickets_changed, rules_changed = 0 }) => {
          const metric = metricOf(id);
          if (!metric) return [];
          return [
            {
              cells: [
                { kind: 'text' as const, line: nameOf(metric, words) },
                { kind: 'number' as const, text: valueText(metric, before, view) },
                { kind: 'number' as const, text: valueText(metric, after, view) },
                {
                  kind: 'text' as const,
                  line:
                    rules_changed > 0
                      ? texts.rules_changed(rules_changed, format.count(rules_changed))
                      : texts.changed(tickets_changed, format.count(tickets_changed)),
                },
              ],
            },
          ];
        }),
      },
    ];
  },
});
