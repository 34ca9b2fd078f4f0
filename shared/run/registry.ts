import type { Known } from '../config/known.ts';
import { connectors } from '../connectors/registry.ts';
import { goalFault } from './goals.ts';
import { readySections } from '../report/ready-sections.ts';
import { readyReports, reportIds } from './jobs.ts';
import { metricsById } from './measure.ts';

/** What casebook.yaml may name. */
export const known: Known = {
  connectors: Object.fromEntries(connectors.map(({ id, configuration }) => [id, configuration])),
  metrics: [...metricsById.keys()],
  cuts: Object.fromEntries([...metricsById.values()].map(({ id, dimensions }) => [id, dimensions])),
  durations: [...metricsById.values()].filter(({ percentile }) => percentile !== undefined).map(({ id }) => id),
  neutral: [...metricsById.values()]
    .filter(({ direction }) => direction === 'neutral' || direction === 'as_base')
    .map(({ id }) => id),
  ofCases: [...metricsById.values()].filter(({ requires }) => requires.includes('tickets')).map(({ id }) => id),
  reports: reportIds,
  sections: readySections(readyReports),
  goal: (id, given, currency) => goalFault(metricsById.get(id), given, currency),
};
