import type { Ask, MetricQueries, Part } from '../model.ts';
import type { Extras } from '../context.ts';
import { countOf } from '../measure.ts';
import { nearlyAll } from '../knowledge.ts';
import { known, noData, quotient } from '../outcome.ts';
import { t, tickets, type TicketColumn } from '../relations/tickets.ts';
import { sql, type Sql } from '../sql.ts';
import type { MetricValue } from '../value.ts';
import { whereTold } from './ai.ts';
import { costsBy, unallocated, type Costs } from './costs.ts';
import { ledgerMonths, monthsWithoutLines, silent, supportCosts } from './ledger-months.ts';
import { segmentKey } from '../segments.ts';
import { handledByAnyone } from './tickets.ts';

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

const resolvedWhere = (where: Sql<TicketColumn>) => countOf(tickets('resolved'), 'resolved_s', where);
const casesMeasures = {
  resolved: resolvedWhere(handledByAnyone),
  byAi: resolvedWhere(sql`${handledByAnyone} AND ${t.handled_by} = 'ai'`),
  /** Nobody knows whether an AI agent resolved them: no source says who acts, or which account is one. */
  untold: resolvedWhere(sql`${handledByAnyone} AND NOT (${whereTold(sql`TRUE`)})`),
  botOnly: resolvedWhere(sql`${handledByAnyone} AND NOT ${t.is_counted}`),
};

/**
 * Cost over cases resolved, by segment: over every case that costs pay for, also those of robots alone that the policy leaves out
 * elsewhere. Printed with it: both parts, of how many lines, what no segment carries (for the whole what a cut by channel leaves
 * over, as for the cost of support), and the shares of AI agents (their invoices, the cases that they alone resolved) and of people.
 */
export async function casesCost(queries: MetricQueries, ask: Ask): Promise<readonly Part[]> {
  const [costs, cases, months, invoices] = await Promise.all([
    costsBy(queries, ask),
    queries.measure(ask, casesMeasures),
    ledgerMonths(queries, ask, supportCosts),
    ask.companions === false ? null : costsBy(queries, { ...ask, where: { ...ask.where, cost_kind: 'ai' } }),
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
      const measured = cases.find((one) => segmentKey(one.segment) === key)?.measured;
      const n = measured?.resolved.n ?? 0;
      const invoiced = invoices?.segments.find((one) => segmentKey(one.segment) === key)?.total ?? 0n;
      return {
        segment,
        value: moneyPer(total, n),
        extras: {
          cost_minor: String(total),
          cost_lines: lines,
          cases_resolved: n,
          ...(invoices === null
            ? {}
            : partsOf({ total, n, invoiced, byAi: measured?.byAi.n ?? 0, untold: measured?.untold.n ?? 0 })),
          ...((measured?.botOnly.n ?? 0) === 0 ? {} : { bot_only_resolved: measured?.botOnly.n ?? 0 }),
          ...(unallocated_minor === null ? {} : { unallocated_minor }),
          ...(ask.by.length === 0 ? monthsWithoutLines(months) : {}),
        },
      };
    });
}

/**
 * The two parts of a blended cost per case, which add up to it; nothing where no AI agent had an invoice or a case. The cases are not
 * divided when of too many nobody knows who resolved them: they are no person's for that.
 */
function partsOf(parts: { total: bigint; n: number; invoiced: bigint; byAi: number; untold: number }): Extras {
  const { total, n, invoiced, byAi, untold } = parts;
  if (invoiced === 0n && byAi === 0) return {};
  const costs: Extras = { ai_cost_minor: String(invoiced), person_cost_minor: String(total - invoiced) };
  const told: Extras = untold === 0 ? {} : { handler_not_told: untold };
  if (untold > (1 - nearlyAll) * n) return { ...costs, ...told };
  const per = (amount: bigint, cases: number): number | null => (cases === 0 ? null : quotient(amount, BigInt(cases)));
  return {
    ...costs,
    ...told,
    ai_cases: byAi,
    ai_per_case_minor: per(invoiced, byAi),
    person_cases: n - byAi,
    person_per_case_minor: per(total - invoiced, n - byAi),
  };
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
