import { evaluate, type MeasureContext } from '../metrics/evaluate.ts';
import * as catalogue from '../metrics/catalogue/all.ts';
import type { Metric } from '../metrics/definition.ts';
import type { Period } from '../period.ts';
import type { Check } from '../report/facts.ts';

/** The extras of cost_of_support that the tie-out reads, minor units. */
const parts = ['ledger_minor', 'allocated_minor', 'unallocated_minor'] as const;

/**
 * What must be equal before finance gets a mail: the ledger's lines of support against what was allocated plus what was not, to
 * the minor unit. Empty when the period has no costs: then the report says that instead.
 */
export async function ledgerChecks(period: Period, context: MeasureContext): Promise<readonly Check[]> {
  const metric = (Object.values(catalogue) as Metric[]).find(({ id }) => id === 'cost_of_support');
  if (metric === undefined) return [];
  const [found] = await evaluate([{ metric, period, by: [] }], context);
  if (found === undefined || (found.value.status !== 'known' && found.value.status !== 'no_data')) return [];
  const [ledger, allocated, unallocated] = parts.map((name) => found.extras[name]);
  if (ledger == null || allocated == null || unallocated == null) return [];
  return [
    {
      id: 'ledger',
      left_label: 'ledger',
      right_label: 'allocated_and_not',
      left: String(ledger),
      right: String(BigInt(allocated) + BigInt(unallocated)),
      unit: 'currency',
    },
  ];
}
