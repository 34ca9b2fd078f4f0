import { firstTrue, type Sentence } from '../claim.ts';
import { dtsP50 } from '../../metrics/catalogue/all.ts';
import { readingsWorkbook } from '../attachments/readings-workbook.ts';
import type { Headline, ReportDefinition } from '../report.ts';
import { isQuiet, quietHeadline } from '../quiet.ts';
import { nameOf, periodName, sliceName, valueText } from '../phrases.ts';
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
  const readings = readingsOf(weekMetrics, view);
  const judged = readings.filter(({ news }) => news !== 'unknown').length;
  const of = [format.count(judged), format.count(readings.length)] as const;
  const evidence = { judged, numbers: readings.length, unusual: moved.map(({ metric }) => metric.id).join(', ') };
  const claim = (
    claims: Readonly<Record<'unusual' | 'not_judged' | 'partly_judged' | 'nothing_unusual', () => string>>,
  ): Sentence<string> =>
    firstTrue(evidence, [
      { claim: 'unusual', when: moved.length > 0, says: claims.unusual },
      { claim: 'not_judged', when: judged === 0, says: claims.not_judged },
      { claim: 'partly_judged', when: judged < readings.length, says: claims.partly_judged },
      { claim: 'nothing_unusual', when: true, says: claims.nothing_unusual },
    ]);
  return {
    verdict: null,
    subject: claim({
      unusual: () => texts.subject(week, texts.unusual_short(names)),
      not_judged: () => texts.subject(week, texts.not_judged_short),
      partly_judged: () => texts.subject(week, texts.partly_judged_short(...of)),
      nothing_unusual: () => texts.subject(week, texts.nothing_unusual_short),
    }),
    preheader: readings
      .slice(0, 3)
      .map(({ metric, now }) => `${nameOf(metric, words)} ${valueText(metric, now, view)}`)
      .join(', '),
    sentence: claim({
      unusual: () => texts.unusual(names, moved.length),
      not_judged: () => texts.not_judged_yet(of[1]),
      partly_judged: () => texts.partly_judged(...of),
      nothing_unusual: () => texts.nothing_unusual(of[1]),
    }),
    points: [],
  };
}
