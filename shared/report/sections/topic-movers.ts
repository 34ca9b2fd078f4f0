import { always, proved } from '../claim.ts';
import { ticketVolume } from '../../metrics/catalogue/all.ts';
import { pair } from '../asks.ts';
import { section } from '../section.ts';
import { moversOf } from '../topics.ts';

const shown = 5;

/** What customers wrote about more, or less, than in a normal week. */
export const topicMovers = section({
  id: 'topic_movers',
  title: (words) => always(words.topics.title),
  lead: (words) => always(words.topics.lead),
  asks: (context) => pair(ticketVolume, context, ['category']),
  blocks: (view) => {
    const { words, format } = view;
    const texts = words.topics;
    const movers = moversOf(view).slice(0, shown);
    if (movers.length === 0) return [];
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.topic, align: 'start' },
          { label: texts.cases, align: 'end', width: 14 },
          { label: texts.normal_week, align: 'end', width: 20 },
          { label: texts.change, align: 'end', width: 16 },
        ],
        rows: movers.map(({ topic, now, usual, change }) => ({
          cells: [
            { kind: 'text', line: topic },
            { kind: 'number', text: format.count(now) },
            { kind: 'number', text: format.count(Math.round(usual)) },
            {
              kind: 'change',
              change: proved('topic_moved', { topic, now, usual }, {
                arrow: change > 0 ? '▲' : '▼',
                text: format.count(Math.abs(now - Math.round(usual))),
                word: '',
                tone: 'none',
              } as const),
            },
          ],
        })),
      },
    ];
  },
});
