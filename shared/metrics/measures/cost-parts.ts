import type { MetricQueries } from '../queries.ts';
import type { Ask, Extras } from '../context.ts';
import type { Part } from '../definition.ts';
import { countOf } from '../measure.ts';
import { known, noData, quotient } from '../outcome.ts';
import { tickets } from '../relations/tickets.ts';
import type { MetricValue } from '../value.ts';
import { costsBy, unallocated, type Costs } from './costs.ts';
import { ledgerMonths, monthsWithoutLines, silent, supportCosts } from './ledger-months.ts';
import { segmentKey } from '../segments.ts';
import { counted } from './tickets.ts';

/** The ledger and what became of it, minor units as text, so that nothing is lost; for the whole it is cut by channel. */
async function tieOut(queries: MetricQueries, ask: Ask, costs: Costs): Promise<Extras> {
  const cut = ask.by.length === 0 ? await costsBy(queries, { ...ask, by: ['channel'] }) : costs;
  const all = cut.segments.reduce((sum, { total }) => sum + total, 0n);
  const rest = cut.segments
    .filter(({ segment }) => Object.values(segment).includes(unallocated))
    .reduce((sum, { total }) => sum + total, 0n);
  const whole = Object.keys(ask.where ?? {}).length === 0 ? costs.ledger : all;
  return { ledger_minor: String(whole), allocated_minor: String(all - rest), unallocated_minor: String(rest) };
}

/** Cost of support by segment. A ledger that does not tie is no number, and neither is one without a line. */
export async function costParts(queries: MetricQueries, ask: Ask): Promise<readonly Part[]> {
  const [costs, months] = await Promise.all([costsBy(queries, ask), ledgerMonths(queries, ask, supportCosts)]);
  // kept beside no number: a total that finance states still has something to differ from
  const nothing = silent([months], { ledger_minor: '0', allocated_minor: '0', unallocated_minor: '0' });
  if (nothing) return nothing;
  if (costs.missing.length > 0)
    return [{ segment: {}, value: noData('missing_rate'), extras: { missing: costs.missing.join(', ') } }];
  const extras = { ...(await tieOut(queries, ask, costs)), ...monthsWithoutLines(months) };
  const ties =
    BigInt(String(extras.allocated_minor)) + BigInt(String(extras.unallocated_minor)) ===
    BigInt(String(extras.ledger_minor));
  return costs.segments.map(({ segment, total, lines }) => ({
    segment,
    value: ties ? known(Number(total), lines) : noData('ledger_mismatch'),
    extras: ask.by.length === 0 || !ties ? extras : {},
  }));
}

/**
 * Cost over cases resolved, by segment; both parts are printed, of how many lines, and what no segment carries: for the whole what a
 * cut by channel leaves over, as for the cost of support.
 */
export async function casesCost(queries: MetricQueries, ask: Ask): Promise<readonly Part[]> {
  const [costs, cases, months] = await Promise.all([
    costsBy(queries, ask),
    queries.measure(ask, { resolved: countOf(tickets('resolved'), 'resolved_s', counted) }),
    ledgerMonths(queries, ask, supportCosts),
  ]);
  const cases_resolved = cases.reduce((sum, { measured }) => sum + measured.resolved.n, 0);
  const nothing = silent([months], { cases_resolved });
  if (nothing) return nothing;
  if (costs.missing.length > 0)
    return [{ segment: {}, value: noData('missing_rate'), extras: { missing: costs.missing.join(', ') } }];
  const rest = costs.segments.filter(({ segment }) => Object.values(segment).includes(unallocated));
  const { unallocated_minor = null } = ask.companions === false ? {} : await tieOut(queries, ask, costs);
  const direct = costs.segments.filter((one) => !rest.includes(one));
  const segments = new Map([...direct, ...cases].map(({ segment }) => [segmentKey(segment), segment]));
  return [...segments]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, segment]) => {
      const { total, lines } = direct.find((one) => segmentKey(one.segment) === key) ?? { total: 0n, lines: 0 };
      const n = cases.find((one) => segmentKey(one.segment) === key)?.measured.resolved.n ?? 0;
      return {
        segment,
        value: moneyPer(total, n),
        extras: {
          cost_minor: String(total),
          cost_lines: lines,
          cases_resolved: n,
          ...(unallocated_minor === null ? {} : { unallocated_minor }),
          ...(ask.by.length === 0 ? monthsWithoutLines(months) : {}),
        },
      };
    });
}

/** Money over a count, unrounded. */
export const moneyPer = (total: bigint, n: number): MetricValue =>
  n === 0
    ? noData('zero_denominator')
    : {
        status: 'known',
        value: quotient(total, BigInt(n)),
        n,
        numerator: Number(total),
        denominator: n,
        interval: null,
      };

/** (gain - cost) / cost, exact until the division. */
export const returnOn = (gain: bigint, cost: bigint, n: number): MetricValue =>
  cost === 0n
    ? noData('zero_denominator')
    : {
        status: 'known',
        value: quotient(gain - cost, cost),
        n,
        numerator: Number(gain - cost),
        denominator: Number(cost),
        interval: null,
      };
