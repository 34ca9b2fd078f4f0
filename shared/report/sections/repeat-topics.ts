import { always, firstTrue } from '../claim.ts';
import { costPerCase, ticketVolume } from '../../metrics/catalogue/all.ts';
import { now, pair } from '../asks.ts';
import { data, knownValue, periodName } from '../phrases.ts';
import { section } from '../section.ts';

const shown = 5;

/** The topics that come up most, and what they cost at the team's own cost per case: an estimate, said so. */
export const repeatTopics = section({
  id: 'repeat_topics',
  title: (words) => always(words.lead_quarterly.topics),
  lead: (words, view) => {
    const cost = knownValue(view.value(costPerCase));
    return firstTrue({ cost_per_case: cost }, [
      { claim: 'cost_known', when: cost !== null, says: () => words.lead_quarterly.topics_cost_lead },
      { claim: 'cost_not_known', when: true, says: () => words.lead_quarterly.topics_lead },
    ]);
  },
  asks: (context) => [
    ...pair(ticketVolume, context, ['category']),
    now(ticketVolume, context),
    now(costPerCase, context),
  ],
  blocks: (view) => {
    const { words, format, facts } = view;
    const texts = words.lead_quarterly;
    const before = new Map(
      view.cut(ticketVolume, 'category', facts.periods.baseline).map(({ key, value }) => [key, knownValue(value) ?? 0]),
    );
    const topics = view
      .cut(ticketVolume, 'category')
      .flatMap(({ key, value }) => (value.status === 'known' && key !== 'unknown' ? [{ key, cases: value.value }] : []))
      .sort((a, b) => b.cases - a.cases || (a.key < b.key ? -1 : 1))
      .slice(0, shown);
    const all = knownValue(view.value(ticketVolume)) ?? 0;
    if (topics.length === 0 || all === 0) return [];
    const each = knownValue(view.value(costPerCase));
    return [
      {
        kind: 'table',
        columns: [
          { label: words.topics.topic, align: 'start' },
          { label: words.topics.cases, align: 'end', width: 13 },
          { label: texts.share, align: 'end', width: 14 },
          { label: periodName(facts.periods.baseline, view), align: 'end', width: 16 },
          ...(each === null ? [] : [{ label: texts.cost_estimate, align: 'end' as const, width: 20 }]),
        ],
        rows: topics.map(({ key, cases }) => ({
          cells: [
            { kind: 'text', line: data(key, 40) },
            { kind: 'number', text: format.count(cases) },
            { kind: 'number', text: format.percent(cases / all) },
            { kind: 'number', text: format.count(before.get(key) ?? 0) },
            ...(each === null ? [] : [{ kind: 'number' as const, text: format.money(cases * each) }]),
          ],
        })),
      },
    ];
  },
});
