import { changeOf, changeWords, nameOf, valueText } from '../phrases.ts';
import { section } from '../section.ts';
import { unusual } from './executive-week.ts';

/** At most three numbers outside their normal range, as sentences, and the link for those who want more. */
export const exceptions = section({
  id: 'exceptions',
  title: (words) => words.executive_weekly.exceptions,
  blocks: (view) => {
    const { words, facts } = view;
    const readings = unusual(view);
    const { url } = facts.configuration;
    const button = url === undefined ? [] : [{ kind: 'button' as const, text: words.decisions.open, href: url }];
    if (readings.length === 0)
      return button.length === 0 ? [] : [{ kind: 'paragraph', line: words.executive_weekly.none }, ...button];
    return [
      {
        kind: 'list',
        ordered: false,
        items: readings.map((reading) => [
          { text: `${nameOf(reading.metric, words)}:`, strong: true },
          ` ${[valueText(reading.metric, reading.now, view), changeWords(reading, view), changeOf(reading, view).word].filter((part) => part !== '').join(', ')}.`,
        ]),
      },
      ...button,
    ];
  },
});
