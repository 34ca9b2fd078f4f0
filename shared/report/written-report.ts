import type { SectionConfiguration, WrittenReport } from '../config/configuration.ts';
import type { Metric } from '../metrics/definition.ts';
import { workbookOf } from './attachments/readings-workbook.ts';
import { goalsHeadline } from './goals-headline.ts';
import { metricOf } from './metrics.ts';
import { movementHeadline } from './movement.ts';
import { data, isInputMissing, periodName } from './phrases.ts';
import type { Headline, ReportDefinition } from './report.ts';
import type { View } from './section.ts';
import { readWithCare } from './sections/read-with-care.ts';
import { restated } from './sections/restated.ts';
import { partsOf } from './written/parts.ts';
import { writtenSection } from './written/sections.ts';

/** A report that casebook.yaml writes, as a definition like any other. Its metrics and cuts were checked when the file was read. */
export function writtenReport({ id, title, cadence, audience, sections }: WrittenReport): ReportDefinition {
  const metrics = [...new Set(sections.flatMap(metricIdsOf))].flatMap((name) => metricOf(name) ?? []);
  const [leading] = metrics;
  const name = data(title);
  return {
    id,
    title: () => name,
    audience,
    cadence,
    ...(leading === undefined ? {} : { leading }),
    kicker: () => name,
    heading: (view) => view.words.lead_weekly.heading(name, periodName(view.facts.periods.now, view)),
    sections: [restated, ...sections.map((part, i) => writtenSection(part, i + 1)), readWithCare],
    headline: (view) => headline(name, metrics, view),
    attachments: (view) => (metrics.length === 0 ? [] : [workbookOf(id, partsOf(metrics, view), view)]),
  };
}

const metricIdsOf = ({ scorecard, trend, breakdown }: SectionConfiguration): readonly string[] => [
  ...(scorecard?.metrics ?? []),
  ...(trend?.metrics ?? []),
  ...(breakdown === undefined ? [] : [breakdown.metric]),
];

/** A quarter against its goals where one could be decided; else what moved. Inside a quarter there is no verdict. */
function headline(name: string, metrics: readonly Metric[], view: View): Headline {
  const readings = partsOf(metrics, view);
  if (view.cadence === 'quarterly' && readings.some(({ verdict }) => verdict !== 'no_verdict'))
    return goalsHeadline(metrics, name, view);
  const period = periodName(view.facts.periods.now, view);
  // What has a number stands first in the line that mail programs show.
  const sorted = [...readings].sort((a, b) => Number(isInputMissing(a.now)) - Number(isInputMissing(b.now)));
  return movementHeadline(sorted, (facts) => view.words.lead_weekly.subject(name, period, facts), view);
}
