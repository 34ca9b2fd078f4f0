import { noData, plain, ratio, split, sumOf, type Answer, type Answers } from './answer.ts';
import { allocated } from './arithmetic.ts';
import { atStart, eachDay, isLost } from './about-customers.ts';
import { aboutKnowledge } from './about-knowledge.ts';
import { aboutTickets, valueOf, type Metric } from './about-tickets.ts';
import { aboutRatings } from './about-ratings.ts';
import { accountOn, dayIn, inEuro, isTold, postOn, resolverOf, timeIn, weightOn, type World } from './world.ts';
import { before, localDay, type Stretch } from './zone.ts';

type Revenue = World['tables']['revenue'][number];
type Cost = World['tables']['costs'][number];

const recognised = (w: World, period: Stretch, isIn: (row: Revenue) => boolean): readonly Revenue[] =>
  w.tables.revenue.filter((row) => isIn(row) && dayIn(w, period, row.day));
const earned = (w: World, rows: readonly Revenue[]): bigint =>
  sumOf(rows.map((row) => inEuro(w, row.minor, row.currency, row.day)));

/** A ledger line's share of the days of the period that have come: one by one over its days, the odd units to the earliest. */
export interface Spent {
  readonly row: Cost;
  readonly minor: bigint;
}
export function spent(w: World, period: Stretch, isIn: (row: Cost) => boolean): readonly Spent[] {
  const found: Spent[] = [];
  for (const row of w.tables.costs) {
    const until = Math.min(period.end_day, w.today + 1);
    if (!isIn(row) || row.start >= until || row.end <= period.start_day) continue;
    const total = inEuro(w, row.minor, row.currency, row.start);
    const days = new Map<string, bigint>();
    for (let day = row.start; day < row.end; day++) days.set(String(day), 1n);
    let minor = 0n;
    for (const [day, part] of allocated(total, days))
      if (Number(day) >= period.start_day && Number(day) < until) minor += part;
    found.push({ row, minor });
  }
  return found;
}
const total = (lines: readonly Spent[]): bigint => sumOf(lines.map(({ minor }) => minor));
const ofSupport = (row: { readonly scope: string }): boolean => row.scope === 'support';
const whole = (amount: bigint, n: number): Answer => plain(Number(amount), n);

const paysIn = (w: World, period: Stretch, isIn: (row: Cost) => boolean): boolean =>
  isTold(
    w,
    period,
    w.tables.costs.filter(isIn).map(({ start, end }) => [start, end]),
  );
const earnsIn = (w: World, period: Stretch, isIn: (row: Revenue) => boolean): boolean =>
  isTold(
    w,
    period,
    w.tables.revenue.filter(isIn).map(({ day }) => [day, day + 1]),
  );
/** No number where the cost or revenue lines a metric reads say nothing of the period. */
const toldBy =
  (
    told: { readonly costs?: (row: Cost) => boolean; readonly revenue?: (row: Revenue) => boolean },
    metric: Metric,
  ): Metric =>
  (w, period, cut) =>
    told.costs && !paysIn(w, period, told.costs)
      ? [[{}, noData('no_input:costs')]]
      : told.revenue && !earnsIn(w, period, told.revenue)
        ? [[{}, noData('no_input:revenue')]]
        : metric(w, period, cut);

const revenueOf = (isIn: (row: Revenue) => boolean): Metric =>
  toldBy({ revenue: ofSupport }, (w, period, cut) =>
    split(recognised(w, period, isIn), cut, (row) => row.product).map(
      ([segment, rows]) => [segment, whole(earned(w, rows), rows.length)] as const,
    ),
  );

const one =
  (answer: (w: World, period: Stretch) => Answer): Metric =>
  (w, period, cut): Answers =>
    cut === null ? [[{}, answer(w, period)]] : [];

const growth =
  (isIn: (row: Revenue) => boolean): Metric =>
  (w, period, cut) => {
    const earlier = before(period, w.zone);
    if (earlier === null) return [[{}, noData('zero_denominator')]];
    if (!earnsIn(w, period, isIn)) return [[{}, noData('no_input:revenue')]];
    const now = recognised(w, period, isIn);
    const was = recognised(w, earlier, isIn);
    return split([...now, ...was], cut, (row) => row.product).map(([segment, rows]) => {
      const own = rows.filter((row) => now.includes(row));
      const base = earned(
        w,
        rows.filter((row) => was.includes(row)),
      );
      return [segment, ratio(Number(earned(w, own) - base), Number(base), own.length)] as const;
    });
  };
const companyRevenue = (row: Revenue): boolean => row.scope === 'company' && row.kind !== 'sales';
/** Days of the calendar quarter of a day. */
function lengthOfQuarter(day: number): number {
  const on = new Date(day * 86_400_000);
  const first = on.getUTCMonth() - (on.getUTCMonth() % 3);
  const start = (months: number): number => Date.UTC(on.getUTCFullYear(), first + months, 1) / 86_400_000;
  return start(3) - start(0);
}
const bookings = (row: Revenue): boolean => row.scope === 'company' && row.kind === 'sales';

/** Seconds logged on tickets in the period: by the case, but by team by that of the person who worked. */
function logged(w: World, period: Stretch, cut: string): Map<string, bigint> {
  const weights = new Map<string, bigint>();
  for (const row of w.tables.time) {
    if (row.ticket === null || row.activity === 'leave' || !dayIn(w, period, row.day)) continue;
    const one = w.caseById.get(row.ticket);
    if (!one) continue;
    const value =
      (cut === 'team'
        ? postOn(w, row.person, row.day)?.team
        : cut === 'account_band'
          ? accountOn(w, one.account, localDay(w.zone, one.created_s))?.band
          : valueOf(w, null)(one, cut)) ?? 'unknown';
    weights.set(value, (weights.get(value) ?? 0n) + BigInt(row.seconds));
  }
  return weights;
}
/** Days of everybody's posts in the period, by team, as thousandths of a person. */
function heads(w: World, period: Stretch): Map<string, bigint> {
  const weights = new Map<string, bigint>();
  const from = period.id === 'all' ? 0 : period.start_day;
  for (const post of w.tables.roster) {
    const days = Math.min(period.end_day, w.today + 1, post.end ?? Infinity) - Math.max(from, post.start);
    if (days > 0 && post.team !== null)
      weights.set(post.team, (weights.get(post.team) ?? 0n) + BigInt(days * post.fte));
  }
  return weights;
}
export interface CostSegment {
  readonly value: string;
  readonly minor: bigint;
  readonly lines: number;
}
/**
 * Cost of support by one dimension: a line that names a value has it; the others are one pool a rule, shared by logged time
 * (headcount: by people, for teams) to the minor unit, or left unallocated.
 */
export function costsBy(w: World, period: Stretch, cut: string): readonly CostSegment[] {
  const found = new Map<string, CostSegment>();
  const add = (value: string, minor: bigint, lines: number): void => {
    const known = found.get(value) ?? { value, minor: 0n, lines: 0 };
    found.set(value, { value, minor: known.minor + minor, lines: known.lines + lines });
  };
  const pools = new Map<string, Spent[]>();
  for (const line of spent(w, period, ofSupport)) {
    const own = cut === 'team' ? line.row.team : cut === 'channel' ? line.row.channel : null;
    if (own !== null) add(own, line.minor, 1);
    else pools.set(line.row.allocation, [...(pools.get(line.row.allocation) ?? []), line]);
  }
  for (const [rule, lines] of pools) {
    const weights = rule === 'headcount' && cut === 'team' ? heads(w, period) : logged(w, period, cut);
    if (rule === 'none' || weights.size === 0) add('unallocated', total(lines), lines.length);
    else for (const [value, minor] of allocated(total(lines), weights)) add(value, minor, lines.length);
  }
  return [...found.values()];
}

const costOfSupport: Metric = toldBy({ costs: ofSupport }, (w, period, cut) => {
  if (cut !== null)
    return costsBy(w, period, cut).map(({ value, minor, lines }) => [{ [cut]: value }, whole(minor, lines)] as const);
  const lines = spent(w, period, ofSupport);
  return [[{}, whole(total(lines), lines.length)]];
});

/** Costs pay for what robots resolve, too. */
const paidFor = (w: World, period: Stretch) =>
  w.cases.filter((one) => one.is_paid_for && timeIn(w, period, one.resolved_s));
const costPerCase: Metric = toldBy({ costs: ofSupport }, (w, period, cut) => {
  if (cut === null) {
    const n = paidFor(w, period).length;
    return [[{}, ratio(Number(total(spent(w, period, ofSupport))), n, n)]];
  }
  const costs = costsBy(w, period, cut).filter(({ value }) => value !== 'unallocated');
  const cases = split(
    paidFor(w, period),
    cut,
    valueOf(w, (one) => resolverOf(w, period, one)),
  );
  const values = new Set([...costs.map(({ value }) => value), ...cases.map(([segment]) => segment[cut]!)]);
  return [...values].map((value) => {
    const n = cases.find(([segment]) => segment[cut] === value)?.[1].length ?? 0;
    const minor = costs.find((one) => one.value === value)?.minor ?? 0n;
    return [{ [cut]: value }, ratio(Number(minor), n, n)] as const;
  });
});

const profit: Metric = toldBy({ costs: ofSupport, revenue: ofSupport }, (w, period, cut) => {
  const gained = split(recognised(w, period, ofSupport), cut, (row) => row.product);
  if (cut === null) {
    const lines = spent(w, period, ofSupport);
    return [[{}, whole(earned(w, gained[0]![1]) - total(lines), gained[0]![1].length + lines.length)]];
  }
  const costs = costsBy(w, period, cut);
  const values = new Set([...costs.map(({ value }) => value), ...gained.map(([segment]) => segment[cut]!)]);
  return [...values].map((value) => {
    const rows = gained.find(([segment]) => segment[cut] === value)?.[1] ?? [];
    const cost = costs.find((one) => one.value === value);
    return [{ [cut]: value }, whole(earned(w, rows) - (cost?.minor ?? 0n), rows.length + (cost?.lines ?? 0))] as const;
  });
});

const allocatedCost: Metric = toldBy({ costs: ofSupport }, (w, period, cut) => {
  const parts = costsBy(w, period, cut ?? 'channel');
  const isRest = ({ value }: CostSegment): boolean => value === 'unallocated';
  const rest = parts.filter(isRest);
  const unallocated = whole(
    sumOf(rest.map(({ minor }) => minor)),
    rest.reduce((n, { lines }) => n + lines, 0),
  );
  const lines = spent(w, period, ofSupport);
  return [
    ...(cut === null
      ? [[{}, whole(total(lines), lines.length)] as const]
      : parts
          .filter((one) => !isRest(one))
          .map(({ value, minor, lines: n }) => [{ [cut]: value }, whole(minor, n)] as const)),
    [{ part: 'unallocated' }, unallocated] as const,
  ];
});

/** Resolved cases and accepted answers (the ripe ones, as in their own metric) for each thousand spent. */
const outcomes: Metric = toldBy({ costs: ofSupport }, (w, period, cut) => {
  const cell = (minor: bigint, cases: number, accepted: number): Answer => {
    const n = cases + accepted;
    if (minor === 0n) return noData('zero_denominator');
    return {
      status: 'known',
      value: (1000 * n * 100) / Number(minor),
      n,
      numerator: n,
      denominator: Number(minor),
      interval: null,
    };
  };
  const acceptedIn = (name: string | null): number => {
    const answer = aboutKnowledge.answers_accepted!(w, period, cut).find(
      ([segment]) => name === null || segment.product === name,
    )?.[1];
    return answer === undefined || answer.status === 'no_data' ? 0 : (answer.numerator ?? 0);
  };
  if (cut === null)
    return [[{}, cell(total(spent(w, period, ofSupport)), paidFor(w, period).length, acceptedIn(null))]];
  return costsBy(w, period, cut).map(({ value, minor }) => [
    { [cut]: value },
    cell(minor, paidFor(w, period).filter((one) => one.product === value).length, acceptedIn(value)),
  ]);
});

const met = (answer: Answer | undefined, goal: number, atMost: boolean): boolean | null =>
  answer?.status !== 'known' ? null : atMost ? answer.value <= goal : answer.value >= goal;
/** How many of the known parts with a target meet it. */
function panel(parts: readonly (boolean | null)[]): Answer {
  const known = parts.filter((part) => part !== null);
  if (known.length === 0) return noData('zero_denominator');
  const hits = known.filter((part) => part).length;
  return { status: 'known', value: hits, n: known.length, numerator: hits, denominator: known.length, interval: null };
}
/** Targets of the sandbox's configuration. */
const goals = { frt_p50: 3 * 3600, dts_p80: 80 * 3600, fcr: 0.58, good_rate: 0.9, cost_per_case: 31_000 } as const;

const metricOf = (id: string): Metric =>
  id === 'cost_per_case' ? costPerCase : (aboutTickets[id] ?? aboutRatings[id]!);
const panelOf =
  (parts: readonly (readonly [keyof typeof goals, boolean])[]): Metric =>
  (w, period, cut) => {
    const answers = parts.map(([id]) => metricOf(id)(w, period, cut));
    const names = new Map(answers.flat().map(([segment]) => [JSON.stringify(segment), segment]));
    return [...names].map(([name, segment]) => [
      segment,
      panel(
        parts.map(([id, atMost], i) =>
          met(answers[i]!.find(([own]) => JSON.stringify(own) === name)?.[1], goals[id], atMost),
        ),
      ),
    ]);
  };

const weighted = (base: string): Metric =>
  one((w, period) => {
    const metric = metricOf(base);
    let up = 0;
    let down = 0;
    let n = 0;
    for (const [segment, answer] of metric(w, period, 'channel')) {
      const rate = answer.status === 'known' ? answer.value : answer.status === 'immature' ? answer.provisional : null;
      if (answer.status === 'no_data' || rate === null) continue;
      const weight = weightOn(w, 'channel', segment.channel!, period.end_day - 1);
      if (weight === undefined) throw new Error(`no weight for ${segment.channel}`);
      up += weight * rate;
      down += weight;
      n += answer.n;
    }
    return down === 0 ? noData('zero_denominator') : plain(up / down, n);
  });

export const aboutMoney: Readonly<Record<string, Metric>> = {
  influence_revenue: revenueOf(
    (row) => row.scope === 'support' && ['onsite', 'diagnosis', 'tuning', 'consulting'].includes(row.kind),
  ),
  support_cost_share: toldBy({ costs: ofSupport }, (w, period, cut) => {
    if (cut !== null) return [];
    const cost = total(spent(w, period, ofSupport));
    let recurring = 0;
    const customers = new Set<string>();
    eachDay(w, period, (row, day) => {
      customers.add(row.id);
      recurring += Number(row.minor) / lengthOfQuarter(day);
    });
    return [[{}, ratio(Number(cost), recurring, customers.size)]];
  }),
  support_revenue: revenueOf(ofSupport),
  cost_of_support: costOfSupport,
  support_profit: profit,
  ng_support_cost: allocatedCost,
  cost_per_case: costPerCase,
  cost_per_ticket: costPerCase,
  support_roi: one((w, period) => {
    const rows = recognised(w, period, (row) => row.initiative !== null);
    const lines = spent(w, period, (row) => row.initiative !== null);
    // a gain that no ledger shows is not 0
    if (rows.length === 0 && total(lines) !== 0n) return noData('no_input:revenue');
    return ratio(Number(earned(w, rows) - total(lines)), Number(total(lines)), rows.length + lines.length);
  }),
  net_profit_margin: one((w, period) => {
    if (!paysIn(w, period, (row) => row.scope === 'company')) return noData('no_input:costs');
    if (!earnsIn(w, period, companyRevenue)) return noData('no_input:revenue');
    const rows = recognised(w, period, companyRevenue);
    const lines = spent(w, period, (row) => row.scope === 'company');
    return ratio(Number(earned(w, rows) - total(lines)), Number(earned(w, rows)), rows.length + lines.length);
  }),
  revenue_growth: growth(companyRevenue),
  sales_growth: growth(bookings),
  cac: one((w, period) => {
    const won = w.tables.happenings.filter((row) => row.kind === 'started' && dayIn(w, period, row.day)).length;
    const isWinning = (row: Cost): boolean => row.scope === 'marketing' || row.scope === 'sales';
    if (!paysIn(w, period, isWinning)) return noData('no_input:costs');
    const lines = spent(w, period, isWinning);
    return ratio(Number(total(lines)), won, won);
  }),
  clv: one((w, period) => {
    const base = atStart(w, period);
    const lost = base.filter((row) => isLost(w, period, row)).length;
    const margins = w.tables.plan.filter(
      (row) => row.line === 'gross_margin' && row.start < period.end_day && row.end > period.start_day,
    );
    if (base.length === 0 || lost === 0) return noData('zero_denominator');
    if (base.length < 30) return noData('below_minimum_n');
    const margin = margins[0]!.value! / 1000;
    const mean = Number(sumOf(base.map(({ minor }) => minor))) / base.length;
    return ratio(mean * margin, lost / base.length, base.length);
  }),
  romi: one((w, period) => {
    if (!paysIn(w, period, (row) => row.scope === 'marketing')) return noData('no_input:costs');
    if (!earnsIn(w, period, (row) => row.kind === 'marketing_attributed')) return noData('no_input:revenue');
    const rows = recognised(w, period, (row) => row.kind === 'marketing_attributed');
    const lines = spent(w, period, (row) => row.scope === 'marketing');
    return ratio(Number(earned(w, rows) - total(lines)), Number(total(lines)), rows.length + lines.length);
  }),
  delivery_efficiency: outcomes,
  mix_adjusted_rate: (w, period, cut) =>
    cut !== null
      ? []
      : ['fdr_24h', 'fcr', 'good_rate', 'reopen_rate', 'cost_per_case'].map(
          (base) => [{ base_metric: base }, weighted(base)(w, period, null)[0]![1]] as const,
        ),
  effectiveness_quality: panelOf([
    ['frt_p50', true],
    ['dts_p80', true],
    ['fcr', false],
    ['good_rate', false],
  ]),
  channel_performance: (w, period) =>
    panelOf([
      ['frt_p50', true],
      ['dts_p80', true],
      ['good_rate', false],
      ['cost_per_case', true],
    ])(w, period, 'channel'),
  support_contribution_index: one(() => noData('not_defined')),
};
