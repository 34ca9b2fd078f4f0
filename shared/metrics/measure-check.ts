import type { Measure } from './measure.ts';
import { notAColumn } from './sql-check.ts';

/**
 * Checks the columns of measures that the type check could not see, before any query.
 * @throws InternalError that names metric, measure, column and the nearest right one
 */
export function checkMeasures(metric: string, measures: Readonly<Record<string, Measure>>): void {
  for (const [name, measure] of Object.entries(measures)) {
    const { at, where, relation } = measure;
    const used = [at ?? [], where?.columns ?? [], 'value' in measure ? measure.value.columns : []].flat();
    const wrong = used.find((column) => !relation.columns.includes(column));
    if (wrong !== undefined)
      throw notAColumn(`Metric ${metric}, measure ${name} of ${relation.name}`, wrong, relation.columns);
  }
}
