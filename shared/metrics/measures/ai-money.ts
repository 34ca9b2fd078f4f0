import type { Ask, MetricQueries, Part } from '../model.ts';
import type { Extras } from '../context.ts';
import { knownOnly, withGaps } from '../knowledge.ts';
import type { Counted, MinMax } from '../measure.ts';
import { noData, quotient } from '../outcome.ts';
import type { MetricValue } from '../value.ts';
import { aiNeeds, lasting_s, resolvedCohort } from './ai.ts';
import { casesCost, moneyPer } from './cost-parts.ts';
import { costLines } from './costs.ts';
import { ledgerMonths, silent, supportCosts } from './ledger-months.ts';
import { sumOfLines } from './money.ts';

export const lastingNeeds = [...aiNeeds, 'resolution', 'reopenings', 'customer_replies'] as const;
const needs = { needs: lastingNeeds, duration: 'first_resolve_s' } as const;

interface Lasting {
  readonly lasted: number;
  readonly unripe: number;
  /** When the youngest AI resolution is old enough; null: all are. */
  readonly from_s: number | null;
  /** Puts what is not told beside a part, or in its place. */
  readonly known: (part: Part) => Part;
}

/** AI resolutions of the period that lasted, of those old enough. */
async function lastingOf(queries: MetricQueries, ask: Ask): Promise<Lasting> {
  const scope = queries.scope(ask);
  const asked = knownOnly(resolvedCohort(scope), needs, queries.gaps) as ReturnType<typeof resolvedCohort>;
  const [found] = await queries.measure({ ...ask, by: [] }, asked);
  const measured = found?.measured;
  const youngest = (measured?.youngest as MinMax | undefined)?.value ?? null;
  return {
    lasted: (measured?.lasted as Counted | undefined)?.n ?? 0,
    unripe: (measured?.unripe as Counted | undefined)?.n ?? 0,
    from_s: youngest === null ? null : youngest + lasting_s(scope),
    known: (part) => withGaps(part, measured ?? {}, needs, scope.policies.least_told_share),
  };
}

/** A number that waits until every AI resolution of the period is old enough to have lasted. */
const ripened = ({ lasted, unripe, from_s }: Lasting, value: () => MetricValue): MetricValue =>
  unripe === 0 || from_s === null
    ? value()
    : { status: 'immature', provisional: null, n: lasted, numerator: null, denominator: lasted, unripe, from_s };

/** What AI agents cost over what they resolved for good. Without a line of kind ai nobody said what they cost. */
export async function costOfAiResolutions(queries: MetricQueries, ask: Ask): Promise<readonly Part[]> {
  const [bill, lasting, months] = await Promise.all([
    costLines(queries, ask, `scope = 'support' AND kind = 'ai'`),
    lastingOf(queries, ask),
    ledgerMonths(queries, ask, supportCosts),
  ]);
  const nothing = silent([months]);
  if (nothing) return nothing;
  if (bill.missing.length > 0) return [missingRate(bill.missing)];
  const total = sumOfLines(bill.lines);
  const extras = {
    ai_cost_minor: String(total),
    cost_lines: bill.lines.length,
    ai_resolutions_lasted: lasting.lasted,
    immature: lasting.unripe,
  };
  const value =
    bill.lines.length === 0 ? noData('no_input:costs') : ripened(lasting, () => moneyPer(total, lasting.lasted));
  return [lasting.known({ segment: {}, value, extras })];
}

const missingRate = (missing: readonly string[]): Part => ({
  segment: {},
  value: noData('missing_rate'),
  extras: { missing: missing.join(', ') },
});

/** Cost per case as cost_per_case has it, and of AI agents and people apart: money and cases of both add up to the whole. */
export async function blendedCost(queries: MetricQueries, ask: Ask): Promise<readonly Part[]> {
  const [whole] = await casesCost(queries, { ...ask, by: [], companions: true });
  if (whole === undefined) return [];
  const { extras = {} } = whole;
  if (whole.value.status !== 'known' || extras.ai_cost_minor === undefined) return [whole];
  const part = (name: 'ai' | 'person'): Part => ({
    segment: { part: name },
    value:
      extras.person_cases === undefined
        ? noData('not_told:ai_agents')
        : moneyPer(BigInt(extras[`${name}_cost_minor`] ?? 0), Number(extras[`${name}_cases`] ?? 0)),
  });
  return [whole, part('ai'), part('person')];
}

/**
 * What lasting AI resolutions would have cost with people, less what the AI agents cost. The range runs from the pay of people to all
 * costs besides AI, both for each case that people resolved; the value is its lower end.
 */
export async function avoidedCost(queries: MetricQueries, ask: Ask): Promise<readonly Part[]> {
  const [[whole], lasting, pay] = await Promise.all([
    casesCost(queries, { ...ask, by: [], companions: true }),
    lastingOf(queries, ask),
    costLines(queries, ask, `scope = 'support' AND kind IN ('salary', 'contractor')`),
  ]);
  if (whole === undefined) return [];
  const { extras: costs = {} } = whole;
  if (whole.value.status !== 'known') return [{ segment: {}, value: whole.value }];
  if (costs.handler_not_told !== undefined && costs.person_cases === undefined)
    return [{ segment: {}, value: noData('not_told:ai_agents'), not_told: Number(costs.handler_not_told) }];
  if (pay.missing.length > 0) return [missingRate(pay.missing)];
  const person_cases = Number(costs.person_cases ?? 0);
  const ai_cost = BigInt(costs.ai_cost_minor ?? 0);
  const avoided = (cost: bigint): number =>
    quotient(cost * BigInt(lasting.lasted) - ai_cost * BigInt(person_cases), BigInt(person_cases));
  const value = (): MetricValue => {
    if (costs.ai_cost_minor === undefined || person_cases === 0) return noData('zero_denominator');
    const low = avoided(sumOfLines(pay.lines));
    return { status: 'known', value: low, n: lasting.lasted, numerator: null, denominator: null, interval: null };
  };
  const found = ripened(lasting, value);
  const extras: Extras =
    found.status === 'known'
      ? {
          is_estimate: 1,
          low_minor: found.value,
          high_minor: avoided(BigInt(costs.person_cost_minor ?? 0)),
          ai_cost_minor: String(ai_cost),
          ai_resolutions_lasted: lasting.lasted,
        }
      : { is_estimate: 1, immature: lasting.unripe };
  return [lasting.known({ segment: {}, value: found, extras })];
}
