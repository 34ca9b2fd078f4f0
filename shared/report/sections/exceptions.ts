import { always, stated } from '../claim.ts';
import { evidenceOf } from '../evidence.ts';
import { changeOf, changeWords, nameOf, valueText } from '../phrases.ts';
import { section } from '../section.ts';
import { unusual } from './executive-week.ts';

/** At most three numbers outside their normal range, as sentences. */
export const exceptions = section({
  id: 'exceptions',
  title: (words) => always(words.executive_weekly.exceptions),
  blocks: (view) => {
    const readings = unusual(view);
    if (readings.length === 0) return [];
    return [
      {
        kind: 'list',
        ordered: false,
        items: readings.map((reading) => {
          const said = [
            valueText(reading.metric, reading.now, view),
            changeWords(reading, view),
            changeOf(reading, view).word,
          ];
          return stated('unusual', evidenceOf(reading), [
            { text: `${nameOf(reading.metric, view.words)}:`, strong: true },
            ` ${said.filter((part) => part !== '').join(', ')}.`,
          ]);
        }),
      },
    ];
  },
});
