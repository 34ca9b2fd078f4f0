import { computed } from '../definition.ts';
import { returnOn } from '../measures/cost-parts.ts';
import { costLines } from '../measures/costs.ts';
import { sumOfLines } from '../measures/money.ts';
import { revenueBy } from '../measures/revenue.ts';
import { noData } from '../outcome.ts';
import { bySegment, isIn } from '../segments.ts';
import type { Segment } from '../value.ts';

/** A gain that is not in the ledger is not 0: then there is no return to show. */
export const supportRoi = computed({
  id: 'support_roi',
  title: 'Return on a support initiative',
  question: 'What did an initiative return on its cost?',
  group: 'Money',
  formula: '(gain - cost) / cost',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: ['revenue.initiative', 'revenue.amount_minor', 'costs.initiative', 'costs.amount_minor'],
  population: 'lines tagged with the initiative, in the period',
  axis: 'period',
  dimensions: ['initiative'],
  requires: ['costs', 'revenue'],
  no_data: ['zero_denominator'],
  pitfalls: 'Gain must be a ledger or a signed-off figure; else no_data. May exceed 1 or be negative.',
  basis: 'named',
  source: ['next-generation metrics article', 'support KPI article'],

  evaluate: async (queries, ask) => {
    const [gains, { lines, missing }] = await Promise.all([
      revenueBy(queries, ask, 'initiative IS NOT NULL'),
      costLines(queries, ask, 'initiative IS NOT NULL'),
    ]);
    const none = [...new Set([...missing, ...gains.flatMap((one) => one.missing)])].sort();
    if (none.length > 0) return [{ segment: {}, value: noData('missing_rate'), extras: { missing: none.join(', ') } }];
    const initiativeOf = ({ row }: (typeof lines)[number]) => ({ initiative: String(row.initiative) });
    const spent = bySegment(
      ask,
      lines.filter((line) => isIn(ask.where, initiativeOf(line))),
      initiativeOf,
    );
    const keys = new Set([...gains, ...spent].map(({ segment }) => JSON.stringify(segment)));
    return [...keys].sort().map((key) => {
      const gain = gains.find(({ segment }) => JSON.stringify(segment) === key);
      const paid = spent.find(({ segment }) => JSON.stringify(segment) === key)?.rows ?? [];
      const cost = sumOfLines(paid);
      const hasGain = gain !== undefined && gain.lines.length > 0;
      return {
        segment: JSON.parse(key) as Segment,
        value:
          cost !== 0n && !hasGain
            ? noData('no_input:revenue')
            : returnOn(gain?.total ?? 0n, cost, (gain?.lines.length ?? 0) + paid.length),
        extras: { gain_minor: String(gain?.total ?? 0n), cost_minor: String(cost) },
      };
    });
  },
});
