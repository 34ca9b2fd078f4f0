import * as catalogue from '../metrics/catalogue/all.ts';
import type { Metric } from '../metrics/model.ts';
import type { Coverage } from './facts.ts';

const byId: ReadonlyMap<string, Metric> = new Map(
  Object.values(catalogue).map((metric: Metric) => [metric.id, metric]),
);

/** A metric of the catalogue by the id that results/ keep; undefined for one that no longer exists. */
export const metricOf = (id: string): Metric | undefined => byId.get(id);

/** A source that covers less than this makes the report a partial one, said in its subject. */
const partialBelow = 0.95;
export const isPartial = ({ share, problem }: Pick<Coverage, 'share' | 'problem'>): boolean =>
  share === null ? problem !== null : share < partialBelow;
