import type { WrittenReport } from '../config/configuration.ts';
import type { Metric } from '../metrics/model.ts';
import { always, stated } from './claim.ts';
import { valuesOf } from './evidence.ts';
import { workbookOf } from './attachments/readings-workbook.ts';
import { goalsHeadline } from './goals-headline.ts';
import { metricOf } from './metrics.ts';
import { movementHeadline } from './movement.ts';
import { data, isInputMissing, nameOf, ofPeriod, periodName, valueText } from './phrases.ts';
import type { Headline, ReportDefinition } from './report-definition.ts';
import { ownGoal } from './scorecard.ts';
import type { Reading, View } from './section.ts';
import { answersSection } from './sections/answers.ts';
import { readWithCare } from './sections/read-with-care.ts';
import { financeHolds } from './tie-out.ts';
import { restated } from './sections/restated.ts';
import { partsOf } from './written/parts.ts';
import { writtenSection, type ListSection } from './written/sections.ts';

/** A report that is a list of sections: what casebook.yaml writes, and the models that are shipped. */
export interface ListReport extends Pick<ReportDefinition, 'id' | 'title' | 'cadence' | 'audience'> {
  readonly sections: readonly ListSection[];
}

/** A report that casebook.yaml writes, as a definition like any other. Its metrics and cuts were checked when the file was read. */
export const writtenReport = ({ title, ...report }: WrittenReport): ReportDefinition =>
  listReport({ ...report, title: () => data(title) });

export function listReport({ id, title, cadence, audience, sections }: ListReport): ReportDefinition {
  const named = [...new Set(sections.flatMap(metricIdsOf))].flatMap((name) => metricOf(name) ?? []);
  const [leading] = named;
  const shown = sections.map((part, i) => writtenSection(part, i + 1, (view) => metricsIn(view)));
  // Ready sections name none: their numbers are those that they ask for.
  const metricsIn = ({ facts }: View): readonly Metric[] =>
    named.length > 0
      ? named
      : [
          ...new Set(
            shown
              .flatMap((part) => part.asks?.(facts) ?? [])
              .flatMap(({ metric, by }) => (by.length === 0 ? [metric] : [])),
          ),
        ];
  const judged = (view: View): readonly Reading[] => partsOf(metricsIn(view), view);
  const hasComparison = sections.some(isCompared);
  const hasCare = shown.some(({ id }) => id === readWithCare.id);
  return {
    id,
    title,
    audience,
    cadence,
    isCompared: hasComparison,
    ...(leading === undefined ? {} : { leading }),
    heading: (view) =>
      ofPeriod(view.words.lead_weekly.heading(title(view.words), periodName(view.facts.periods.now, view)), view),
    sections: [restated, ...shown, answersSection(judged, cadence), ...(hasCare ? [] : [readWithCare])],
    judged,
    headline: (view) =>
      hasComparison
        ? headline(title(view.words), metricsIn(view), view)
        : uncomparedHeadline(title(view.words), judged(view), view),
    attachments: (view) => {
      const metrics = metricsIn(view);
      return metrics.length === 0 ? [] : [workbookOf(id, partsOf(metrics, view), view)];
    },
    ...(audience === 'finance' ? { holds: (facts) => financeHolds(facts, cadence) } : {}),
  };
}

const metricIdsOf = ({ scorecard, trend, ...rest }: ListSection): readonly string[] => [
  ...(scorecard?.metrics ?? []),
  ...(trend?.metrics ?? []),
  ...[rest.breakdown, rest.ranking, rest.distribution, rest.cases].flatMap((part) => part?.metric ?? []),
];

/** Whether a section asks for an earlier period; a list of cases, a distribution and words of the author do not. */
const isCompared = ({ scorecard, trend, breakdown, ranking, ready }: ListSection): boolean =>
  [scorecard, trend, breakdown, ranking, ready].some((part) => part !== undefined);

/** What is shown, and that nothing of it is judged: no change was asked for. Without a number the subject is the report's name alone. */
function uncomparedHeadline(name: string, readings: readonly Reading[], view: View): Headline {
  const { words } = view;
  const { heading, subject } = words.lead_weekly;
  const period = periodName(view.facts.periods.now, view);
  const first = readings.filter(({ now }) => now.status === 'known').slice(0, 3);
  const values = first
    .map(({ metric, now }) => `${nameOf(metric, words)} ${valueText(metric, now, view)}`)
    .join(words.marks.comma);
  const sentence = always(words.written.not_compared);
  return {
    verdict: null,
    subject: stated('values', valuesOf(first), values === '' ? heading(name, period) : subject(name, period, values)),
    preheader: values === '' ? sentence : stated('values', valuesOf(first), values),
    sentence,
    points: [],
  };
}

/** The period against its goals where one could be decided; else what moved. The goals of a quarter give a week no verdict. */
function headline(name: string, metrics: readonly Metric[], view: View): Headline {
  const readings = partsOf(metrics, view);
  if (readings.some((reading) => ownGoal(reading, view) !== null && reading.verdict !== 'no_verdict'))
    return goalsHeadline(metrics, name, view);
  const period = periodName(view.facts.periods.now, view);
  // What has a number stands first in the line that mail programs show.
  const sorted = [...readings].sort((a, b) => Number(isInputMissing(a.now)) - Number(isInputMissing(b.now)));
  return movementHeadline(sorted, (facts) => view.words.lead_weekly.subject(name, period, facts), view);
}
