import type { Known } from '../config/known.ts';
import { connectors } from '../connectors/registry.ts';
import { goalFault } from './goals.ts';
import { reportIds } from './jobs.ts';
import { metricsById } from './measure.ts';

/** What casebook.yaml may name. */
export const known: Known = {
  connectors: Object.fromEntries(connectors.map(({ id, configuration }) => [id, configuration])),
  metrics: [...metricsById.keys()],
  cuts: Object.fromEntries([...metricsById.values()].map(({ id, dimensions }) => [id, dimensions])),
  reports: reportIds,
  goal: (id, given, currency) => goalFault(metricsById.get(id), given, currency),
};
