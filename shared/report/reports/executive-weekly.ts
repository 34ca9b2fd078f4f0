import { dtsP50 } from '../../metrics/catalogue/all.ts';
import { readingsWorkbook } from '../attachments/readings-workbook.ts';
import type { Headline, ReportDefinition } from '../report.ts';
import { isQuiet, quietHeadline } from '../quiet.ts';
import { changeWords, nameOf, periodName, sliceName, valueText } from '../phrases.ts';
import { readingsOf } from '../scorecard.ts';
import { commentary } from '../sections/commentary.ts';
import { exceptions } from '../sections/exceptions.ts';
import { executiveWeek, unusual, weekMetrics } from '../sections/executive-week.ts';
import { quarterPace } from '../sections/quarter-pace.ts';
import { readWithCare } from '../sections/read-with-care.ts';
import { restated } from '../sections/restated.ts';
import type { View } from '../section.ts';

/** Half a screen: five numbers, what was unusual, and how the quarter goes. */
export const executiveWeekly: ReportDefinition = {
  id: 'executive-weekly',
  title: (words) => words.executive_weekly.kicker,
  audience: 'executive',
  cadence: 'weekly',
  leading: dtsP50,
  kicker: (words) => words.executive_weekly.kicker,
  heading: (view) => view.words.executive_weekly.heading(periodName(view.facts.periods.now, view)),
  sections: [restated, executiveWeek, exceptions, quarterPace, commentary, readWithCare],
  headline,
  attachments: (view) => [readingsWorkbook('support-week', weekMetrics, view)],
};

function headline(view: View): Headline {
  if (isQuiet(view)) return quietHeadline(view, sliceName(view));
  const { words, format } = view;
  const texts = words.executive_weekly;
  const week = periodName(view.facts.periods.now, view);
  const moved = unusual(view);
  const names = moved.map(({ metric }) => nameOf(metric, words));
  const short = readingsOf(weekMetrics, view)
    .slice(0, 3)
    .map(({ metric, now }) => `${nameOf(metric, words)} ${valueText(metric, now, view)}`)
    .join(', ');
  return {
    verdict: null,
    subject: texts.subject(week, moved.length === 0 ? texts.nothing_unusual_short : texts.unusual_short(names)),
    preheader: short,
    sentence:
      moved.length === 0
        ? texts.nothing_unusual(format.count(readingsOf(weekMetrics, view).length))
        : texts.unusual(names, moved.length),
    points: moved.map((reading) => [
      { text: `${nameOf(reading.metric, words)}:`, strong: true },
      ` ${[valueText(reading.metric, reading.now, view), changeWords(reading, view)].filter((part) => part !== '').join(', ')}.`,
    ]),
  };
}
