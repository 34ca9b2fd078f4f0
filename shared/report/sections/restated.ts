import { firstTrue, stated, whenTrue } from '../claim.ts';
import { isDecision } from '../decision.ts';
import { evidenceOf } from '../evidence.ts';
import { metricOf } from '../metrics.ts';
import { goalText, nameOf, pillOf, valueText } from '../phrases.ts';
import { ownGoal } from '../scorecard.ts';
import { section, type Block, type Cell, type View } from '../section.ts';
import type { Restatement } from '../facts.ts';
import type { Metric } from '../../metrics/model.ts';

/** First in a report that is sent again: which numbers changed, from what to what, and why; a number that was provisional with the verdict on its goal. */
export const restated = section({
  id: 'restated',
  inQuietPeriods: true,
  title: ({ restated: texts }, { facts }) =>
    isDecision(facts)
      ? stated('decided_since', { revision: facts.revision }, texts.decided_title)
      : stated('revision', { revision: facts.revision }, texts.title),
  lead: ({ restated: texts }, { facts, format }) =>
    isDecision(facts)
      ? stated('decided_since', { revision: facts.revision }, texts.decided_lead)
      : stated('revision', { revision: facts.revision }, texts.lead(format.count(facts.revision))),
  blocks: (view) => {
    const { words, facts } = view;
    const texts = words.restated;
    const own = facts.restatements.filter(({ period }) => period === facts.periods.now.id);
    const { reworded = [] } = facts;
    if (facts.revision < 2 || own.length + reworded.length === 0) return [];
    const also = whenTrue('reworded', reworded.length > 0, { changed: reworded.join(', '), numbers: own.length }, () =>
      texts.reworded(
        reworded.map((part) => texts.parts[part]).join(words.written.list_comma),
        own.length === 0 && !reworded.includes('plan'),
      ),
    ).map((line): Block => ({ kind: 'paragraph', line }));
    if (own.length === 0) return also;
    return [
      ...also,
      {
        kind: 'table',
        columns: [
          { label: texts.measure, align: 'start' },
          { label: texts.was, align: 'end', width: 18 },
          { label: texts.is, align: 'end', width: 18 },
          { label: isDecision(facts) ? words.scorecard.verdict : texts.why, align: 'start', width: 26 },
        ],
        rows: own.flatMap((restatement) => {
          const metric = metricOf(restatement.metric);
          if (!metric) return [];
          const { before, after } = restatement;
          return [
            {
              cells: [
                { kind: 'text' as const, line: nameOf(metric, words) },
                { kind: 'number' as const, text: valueText(metric, before, view) },
                { kind: 'number' as const, text: valueText(metric, after, view) },
                whyOf(restatement, metric, view),
              ],
            },
          ];
        }),
      },
    ];
  },
});

function whyOf(
  { before, after, segment, tickets_changed, rules_changed = 0 }: Restatement,
  metric: Metric,
  view: View,
): Cell {
  const { words, format } = view;
  const texts = words.restated;
  if (before.status === 'immature' && after.status === 'known') {
    const reading = view.reading(metric, segment);
    return ownGoal(reading, view) === null
      ? { kind: 'said', sentence: stated('decided_since', evidenceOf(reading), texts.decided) }
      : {
          kind: 'said',
          sentence: stated('decided_since', evidenceOf(reading), goalText(reading, view)),
          pill: pillOf(reading, words),
        };
  }
  return {
    kind: 'said',
    sentence: firstTrue({ metric: metric.id, rules_changed, tickets_changed }, [
      {
        claim: 'rules_changed',
        when: rules_changed > 0,
        says: () => texts.rules_changed(rules_changed, format.count(rules_changed)),
      },
      {
        claim: 'tickets_changed',
        when: true,
        says: () => texts.changed(tickets_changed, format.count(tickets_changed)),
      },
    ]),
  };
}
