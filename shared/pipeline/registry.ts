import type { Known } from '../config/read.ts';
import { connectors } from './connectors.ts';
import { reportIds } from './jobs.ts';
import { metricsById } from './measure.ts';

/** What casebook.yaml may name. */
export const known: Known = {
  connectors: Object.fromEntries(connectors.map(({ id, configuration }) => [id, configuration])),
  metrics: [...metricsById.keys()],
  reports: reportIds,
};
