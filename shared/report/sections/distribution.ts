import { always, stated } from '../claim.ts';
import { dtsP50, dtsP80 } from '../../metrics/catalogue/all.ts';
import { pair } from '../asks.ts';
import { changeOf, data, periodName, valueText } from '../phrases.ts';
import { section } from '../section.ts';

const shown = 8;

/** Half and four fifths of the cases of each topic, against the quarter before. Percentiles are never added: there is no total. */
export const distribution = section({
  id: 'distribution',
  title: (words) => always(words.lead_quarterly.distribution),
  lead: (words) => always(words.lead_quarterly.distribution_lead),
  asks: (context) => [...pair(dtsP50, context, ['category']), ...pair(dtsP80, context, ['category'])],
  blocks: (view) => {
    const { words, format, facts } = view;
    const texts = words.lead_quarterly;
    const topics = view
      .cut(dtsP50, 'category')
      .flatMap(({ key, value }) => (value.status === 'known' ? [{ key, n: value.n }] : []))
      .sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1));
    if (topics.length === 0) return [];
    return [
      {
        kind: 'table',
        columns: [
          { label: words.topics.topic, align: 'start' },
          { label: texts.solved, align: 'end', width: 13, wide: true },
          { label: texts.half, align: 'end', width: 18 },
          { label: texts.four_fifths, align: 'end', width: 18 },
          { label: texts.change_80(periodName(facts.periods.baseline, view)), align: 'end', width: 25 },
        ],
        rows: topics.slice(0, shown).map(({ key, n }) => ({
          cells: [
            { kind: 'text', line: key === 'unknown' ? words.topics.unknown : data(key, 40) },
            { kind: 'number', text: format.count(n) },
            { kind: 'number', text: valueText(dtsP50, view.value(dtsP50, { category: key }), view) },
            { kind: 'number', text: valueText(dtsP80, view.value(dtsP80, { category: key }), view) },
            { kind: 'change', change: changeOf(view.reading(dtsP80, { category: key }), view) },
          ],
        })),
      },
      ...(topics.length > shown
        ? [
            {
              kind: 'paragraph' as const,
              line: stated(
                'more_topics',
                { topics: topics.length, shown },
                texts.more_topics(topics.length - shown, format.count(topics.length - shown)),
              ),
              small: true,
            },
          ]
        : []),
    ];
  },
});
