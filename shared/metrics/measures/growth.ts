import { previous } from '../../period.ts';
import type { Ask, MetricQueries, Part } from '../model.ts';
import { noData } from '../outcome.ts';
import type { Segment } from '../value.ts';
import { returnOn } from './cost-parts.ts';
import { ledgerMonths, monthsWithoutLines, silent } from './ledger-months.ts';
import { revenueBy } from './revenue.ts';

/** Change of revenue against the preceding period of the same kind, over that of the preceding one. */
export async function growth(queries: MetricQueries, ask: Ask, where: string): Promise<readonly Part[]> {
  const before = previous(ask.period);
  if (before === undefined) return [{ segment: {}, value: noData('zero_denominator') }];
  const earlier = { ...ask, period: before };
  const ledger = { table: 'revenue', where } as const;
  const [now, then, months, monthsBefore] = await Promise.all([
    revenueBy(queries, ask, where),
    revenueBy(queries, earlier, where),
    ledgerMonths(queries, ask, ledger),
    ledgerMonths(queries, earlier, ledger),
  ]);
  const nothing = silent([months]);
  if (nothing) return nothing;
  const without = [...new Set([...monthsBefore.without, ...months.without])];
  const keys = new Set([...now, ...then].map(({ segment }) => JSON.stringify(segment)));
  return [...keys].sort().map((key): Part => {
    const same = (one: { readonly segment: Segment }) => JSON.stringify(one.segment) === key;
    const [one, other] = [now.find(same), then.find(same)];
    const missing = [...(one?.missing ?? []), ...(other?.missing ?? [])];
    const segment = JSON.parse(key) as Segment;
    if (missing.length > 0) return { segment, value: noData('missing_rate'), extras: { missing: missing.join(', ') } };
    return {
      segment,
      value: returnOn(one?.total ?? 0n, other?.total ?? 0n, one?.lines.length ?? 0),
      extras: {
        now_minor: String(one?.total ?? 0n),
        before_minor: String(other?.total ?? 0n),
        ...monthsWithoutLines({ ...months, without }),
      },
    };
  });
}
