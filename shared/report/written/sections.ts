import type { SectionConfiguration } from '../../config/configuration.ts';
import type { Metric } from '../../metrics/model.ts';
import { historyOf } from '../asks.ts';
import { always, quoted } from '../claim.ts';
import { lastYearOf } from '../last-year.ts';
import { happenings } from '../lists/events.ts';
import { metricOf } from '../metrics.ts';
import { data } from '../phrases.ts';
import type { Words } from '../words/words.ts';
import { coverage } from './coverage.ts';
import { writtenScorecard } from './scorecard.ts';
import { section, type Section, type View } from '../section.ts';
import { readySection } from '../ready-sections.ts';
import { breakdown } from './breakdown.ts';
import { cases } from './cases.ts';
import { distribution } from './distribution.ts';
import { ranking } from './ranking.ts';
import { partsOf } from './parts.ts';
import { trendBlocks } from './trend.ts';

/** As casebook.yaml has it; a shipped scorecard has its title in every language. */
export type ListSection = Omit<SectionConfiguration, 'scorecard'> & {
  readonly scorecard?:
    | (Omit<NonNullable<SectionConfiguration['scorecard']>, 'title' | 'metrics' | 'charts' | 'definitions'> & {
        readonly title: string | ((words: Words) => string);
        readonly metrics: readonly string[];
        readonly charts?: boolean;
        readonly definitions?: boolean;
      })
    | undefined;
};

/**
 * A section of a list; `number` makes its id, `metricsIn` are the metrics of the whole report. What makes a number honest (n, interval,
 * told, ripe) comes with its reading.
 */
export function writtenSection(
  written: ListSection,
  number: number,
  metricsIn: (view: View) => readonly Metric[],
): Section {
  if (written.scorecard !== undefined) {
    const { title, metrics: ids, ...how } = written.scorecard;
    const metrics = metricsOf(ids);
    return section({
      id: `scorecard_${number}`,
      title: (words) => (typeof title === 'string' ? quoted('casebook.yaml', data(title, 80)) : always(title(words))),
      asks: (context) => metrics.flatMap((metric) => historyOf(metric, context)),
      blocks: (view) => writtenScorecard(metrics, how, view),
    });
  }
  if (written.trend !== undefined) {
    const { title, periods } = written.trend;
    const metrics = metricsOf(written.trend.metrics);
    return section({
      id: `trend_${number}`,
      title: () => quoted('casebook.yaml', data(title, 80)),
      asks: (context) =>
        metrics.flatMap((metric) => [
          ...historyOf(metric, context),
          ...lastYearOf(metric, context, periods ?? context.periods.history.length),
        ]),
      lists: [happenings],
      blocks: (view) => trendBlocks(partsOf(metrics, view), periods, view),
    });
  }
  if (written.breakdown !== undefined) return breakdown(written.breakdown, number);
  if (written.ranking !== undefined) return ranking(written.ranking, number);
  if (written.distribution !== undefined) return distribution(written.distribution, number);
  if (written.cases !== undefined) return cases(written.cases, number);
  if (written.coverage !== undefined) return coverage(written.coverage, number, metricsIn);
  const ready = written.ready === undefined ? undefined : readySection(written.ready);
  if (ready !== undefined) return ready;
  const paragraphs = (written.text ?? '').split(/\n\s*\n/).filter((part) => part.trim() !== '');
  return section({
    id: `text_${number}`,
    title: (words) => always(words.commentary.title),
    blocks: () => paragraphs.map((part) => ({ kind: 'paragraph', line: quoted('casebook.yaml', data(part, 4000)) })),
  });
}

const metricsOf = (ids: readonly string[]): readonly Metric[] => ids.flatMap((id) => metricOf(id) ?? []);
