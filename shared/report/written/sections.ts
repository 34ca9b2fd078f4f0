import type { SectionConfiguration } from '../../config/configuration.ts';
import type { Metric } from '../../metrics/definition.ts';
import { historyOf } from '../asks.ts';
import { quoted } from '../claim.ts';
import { metricOf } from '../metrics.ts';
import { movementTable } from '../movement.ts';
import { data } from '../phrases.ts';
import { scorecardOf } from '../scorecard.ts';
import { section, type Section } from '../section.ts';
import { breakdown } from './breakdown.ts';
import { partsOf } from './parts.ts';
import { trendBlocks } from './trend.ts';

/** A section of casebook.yaml; `number` makes its id. What makes a number honest (n, interval, told, ripe) comes with its reading. */
export function writtenSection(written: SectionConfiguration, number: number): Section {
  if (written.scorecard !== undefined) {
    const { title, metrics } = { ...written.scorecard, metrics: metricsOf(written.scorecard.metrics) };
    return section({
      id: `scorecard_${number}`,
      title: () => data(title, 80),
      asks: (context) => metrics.flatMap((metric) => historyOf(metric, context)),
      blocks: (view) => {
        const readings = partsOf(metrics, view);
        return [view.cadence === 'quarterly' ? scorecardOf(readings, view) : movementTable(readings, view)];
      },
    });
  }
  if (written.trend !== undefined) {
    const { title, periods } = written.trend;
    const metrics = metricsOf(written.trend.metrics);
    return section({
      id: `trend_${number}`,
      title: () => data(title, 80),
      asks: (context) => metrics.flatMap((metric) => historyOf(metric, context)),
      blocks: (view) => trendBlocks(partsOf(metrics, view), periods, view),
    });
  }
  if (written.breakdown !== undefined) return breakdown(written.breakdown, number);
  const paragraphs = (written.text ?? '').split(/\n\s*\n/).filter((part) => part.trim() !== '');
  return section({
    id: `text_${number}`,
    title: (words) => words.commentary.title,
    blocks: () => paragraphs.map((part) => ({ kind: 'paragraph', line: quoted('casebook.yaml', data(part, 4000)) })),
  });
}

const metricsOf = (ids: readonly string[]): readonly Metric[] => ids.flatMap((id) => metricOf(id) ?? []);
