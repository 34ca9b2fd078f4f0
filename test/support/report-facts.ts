import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import type { Extras, Measured } from '../../shared/metrics/evaluate.ts';
import type { Immature, Known, MetricValue, Segment } from '../../shared/metrics/value.ts';
import { parsePeriod, previousN, type Period } from '../../shared/period.ts';
import { wilson } from '../../shared/stats/wilson.ts';
import type { ListRow, ReportFacts, ReportPeriods } from '../../shared/report/facts.ts';

/** Hand-made figures of a made-up company that tie exactly: what a run would have measured. Dublin time, week 39 and Q3 of 2026. */
const zone = 'Europe/Dublin';
const calendar = { zone, fiscal_year_start_month: 1, now_s: Date.UTC(2026, 9, 20) / 1000 };
export const period = (id: string): Period => parsePeriod(id, calendar);
export const at = (text: string): number => Date.parse(`${text}Z`) / 1000;

const metricOf = (id: string): Metric | undefined =>
  (Object.values(catalogue) as Metric[]).find((metric) => metric.id === id);

export const known = (value: number, n = 1): Known => ({
  status: 'known',
  value,
  n,
  numerator: null,
  denominator: null,
  interval: null,
});
export const rate = (hits: number, trials: number): Known => ({
  status: 'known',
  value: hits / trials,
  n: trials,
  numerator: hits,
  denominator: trials,
  interval: wilson(hits, trials),
});
export const young = (hits: number, ripe: number, unripe: number, from_s: number): Immature => ({
  status: 'immature',
  provisional: ripe === 0 ? null : hits / ripe,
  n: ripe,
  numerator: ripe === 0 ? null : hits,
  denominator: ripe === 0 ? null : ripe,
  unripe,
  from_s,
});

/** One answer. */
export const measured = (
  metric: string,
  of: Period,
  segment: Segment,
  value: MetricValue,
  extras: Extras = {},
): readonly Measured[] => {
  const unit = metricOf(metric)?.unit ?? 'currency';
  return [{ metric, period: of, segment, unit, value, extras }];
};
/** One answer a period, the last of which is the last of `periods`. */
export const course = (
  metric: string,
  periods: readonly Period[],
  values: readonly MetricValue[],
): readonly Measured[] =>
  values.flatMap((value, i) => {
    const of = periods[periods.length - values.length + i];
    return of ? measured(metric, of, {}, value) : [];
  });

const h = 3600;
const d = 24 * h;

const week = period('2026-W39');
const weeks = [...previousN(week, 13), week];
export const weekPeriods: ReportPeriods = {
  now: week,
  history: weeks,
  baseline: period('2026-08-24..2026-09-21'),
  months: [period('2026-09')],
  quarter: period('2026-07-01..2026-09-28'),
};
const as_of_s = at('2026-09-28T06:00:00');

/** [key, open now, solved this week] */
const people = [
  ['p1', 'Alessia Rossi', 61, 78],
  ['p2', 'Daniel Meyer', 52, 91],
  ['p3', 'Petra Novak', 49, 66],
  ['p4', 'Samir Haddad', 44, 83],
  ['p5', 'Li Chen', 41, 70],
  ['p6', 'Kevin Byrne', 25, 57],
  ['unknown', null, 14, 0],
] as const;
const ages = [
  ['0-1 d', 118],
  ['1-3 d', 84],
  ['3-7 d', 52],
  ['7-14 d', 21],
  ['14-30 d', 9],
  ['over 30 d', 2],
] as const;
/** [topic, this week, four weeks before] */
const topics = [
  ['SSO login loop', 58, 108],
  ['Invoice PDF', 41, 128],
  ['Webhook retries', 22, 196],
  ['Password reset', 96, 380],
  ['unknown', 195, 800],
] as const;

const openRow = (i: number, extra: Partial<Record<string, ListRow[string]>> = {}): ListRow => ({
  source: 'helpdesk',
  ticket_id: String(48_000 + i),
  number: String(48_000 + i),
  url: `https://example.zendesk.com/agent/tickets/${48_000 + i}`,
  channel: ['email', 'web', 'chat', 'phone'][i % 4] ?? 'email',
  priority: `p${(i % 4) + 1}`,
  type: 'question',
  category: topics[i % 4]?.[0] ?? null,
  product: 'Platform',
  status: i % 3 === 0 ? 'pending_customer' : 'open',
  person: people[i % 6]?.[0] ?? 'unknown',
  assignee_id: `9${i % 6}`,
  created_s: week.end_s - (i * 4327 + 600),
  updated_s: week.end_s - ((i * 733) % (5 * d)),
  first_reply_s: week.end_s - i * 2000,
  is_outbound: false,
  reopen_count: 0,
  handoff_count: i % 3,
  due_s: null,
  promise: null,
  ...extra,
});
const attention: readonly ListRow[] = [
  openRow(213, {
    due_s: as_of_s - (6 * h + 600),
    promise: 'resolution',
    assignee_id: null,
    person: 'unknown',
    created_s: as_of_s - (3 * d + 6 * h),
    category: 'SSO login loop',
    priority: 'p1',
  }),
  openRow(377, {
    due_s: as_of_s + 8 * h + 1800,
    promise: 'first_reply',
    person: 'p2',
    created_s: as_of_s - h,
    priority: 'p1',
    category: 'Webhook retries',
  }),
  openRow(12, { handoff_count: 4, person: 'p1', created_s: as_of_s - 9 * d, category: 'Invoice PDF' }),
  openRow(101, { reopen_count: 2, person: 'p3', created_s: as_of_s - 5 * d, category: 'Invoice PDF' }),
  ...Array.from({ length: 7 }, (_, i) =>
    openRow(20 + i, { updated_s: as_of_s - (8 + i) * d, created_s: as_of_s - (12 + i) * d, person: 'p4' }),
  ),
  // Nothing is wrong with the other open cases.
  ...Array.from({ length: 275 }, (_, i) =>
    openRow(400 + i, {
      priority: 'p3',
      created_s: week.end_s - h,
      updated_s: week.end_s - h / 2,
      first_reply_s: week.end_s - h / 2,
    }),
  ),
];

const backlogCourse = [341, 352, 360, 358, 349, 341, 330, 325, 318, 316, 312, 308, 305, 286].map((n) => known(n, n));
const p50 = [13.1, 11.9, 11.9, 11.4, 10.9, 10.7, 10.4, 10.2, 9.9, 9.8, 9.6, 9.4, 9.3, 8.6];
const p80 = [49.6, 49.0, 47.8, 48.6, 46.9, 46.0, 45.1, 45.3, 43.4, 41.2, 42.6, 40.8, 38.3, 37.5];
const solvedCourse = [430, 441, 428, 436, 433, 440, 438, 442, 439, 431, 437, 444, 441, 445];

/** Platform Support EMEA, week 39. */
export const leadWeekFacts = (change: Partial<ReportFacts> = {}): ReportFacts => ({
  organisation: {
    name: 'Example Corp',
    time_zone: zone,
    locale: 'en',
    currency: 'USD',
    fiscal_year_start_month: 1,
    address: '1 Sample Street, Dublin 2, Ireland',
  },
  configuration: { id: 'lead-weekly', slice: 'team', recipients: {}, quiet: 'send', people: true, approval: false },
  slice: {
    dimension: 'team',
    id: 'emea',
    name: 'Platform Support EMEA',
    url: 'https://example.zendesk.com/agent/filters/emea',
  },
  periods: weekPeriods,
  as_of_s,
  run: 'lead-emea-2026W39-r1',
  revision: 1,
  measured: [
    ...course(
      'dts_p50',
      weeks,
      p50.map((hours, i) => known(hours * h, solvedCourse[i])),
    ),
    ...course(
      'dts_p80',
      weeks,
      p80.map((hours, i) => known(hours * h, solvedCourse[i])),
    ),
    ...measured('dts_p50', weekPeriods.baseline, {}, known(9.4 * h, 1753)),
    ...measured('dts_p80', weekPeriods.baseline, {}, known(40.9 * h, 1753)),
    ...course(
      'frt_p50',
      weeks,
      [44, 46, 43, 45, 44, 42, 41, 43, 42, 44, 41, 42, 42, 38].map((m) => known(m * 60, 412)),
    ),
    ...measured('frt_p50', weekPeriods.baseline, {}, known(42 * 60, 1650)),
    ...measured('frt_p80', week, {}, known(2.1 * h, 412)),
    ...course('fdr_24h', weeks, [
      ...[297, 300, 298, 299, 301, 303, 299, 296, 300, 301, 298, 297, 299].map((k) => rate(k, 405)),
      young(302, 403, 9, at('2026-09-28T22:41:00')),
    ]),
    ...course('reopen_rate', weeks, [
      ...[14, 13, 15, 12, 14, 13, 15, 14, 13, 12, 15, 14, 14].map((k) => rate(k, 441)),
      young(0, 21, 424, at('2026-10-04T21:12:00')),
    ]),
    ...course(
      'handoff_rate',
      weeks,
      [52, 53, 54, 52, 55, 53, 52, 54, 53, 52, 54, 53, 53, 63].map((k, i) => rate(k, solvedCourse[i] ?? 440)),
    ),
    ...course(
      'independent_closure_broad',
      weeks,
      [386, 388, 384, 390, 387, 389, 391, 388, 390, 392, 389, 391, 393, 398].map((k) => rate(k, 445)),
    ),
    ...course(
      'good_rate',
      weeks,
      [30, 31, 32, 30, 31, 32, 33, 31, 30, 34, 31, 32, 30, 27].map((k, i) =>
        rate(k, [33, 34, 35, 34, 33, 35, 36, 34, 33, 36, 34, 35, 33, 31][i] ?? 33),
      ),
    ),
    ...course(
      'ticket_volume',
      weeks,
      [420, 431, 425, 415, 418, 422, 409, 411, 420, 402, 405, 398, 410, 412].map((n) => known(n, n)),
    ),
    ...course('backlog', weeks, backlogCourse.slice(0, -1)),
    ...measured('backlog', week, {}, known(286, 286), {
      opening: 305,
      created: 412,
      reopened: 14,
      restored: 0,
      resolved: 445,
      removed: 0,
      closing: 286,
      oldest_age_s: 34 * d,
    }),
    ...ages.flatMap(([age_band, n]) => measured('backlog', week, { age_band }, known(n, n))),
    ...people.flatMap(([person, , open]) => measured('backlog', week, { person }, known(open, open))),
    ...people.flatMap(([person, , , solved]) =>
      solved === 0 ? [] : measured('dts_p50', week, { person }, known(8 * h, solved)),
    ),
    ...[5, 5, 4, 5, 4.5, 3].flatMap((days, i) =>
      measured('actual_person_days', week, { person: `p${i + 1}` }, known(days)),
    ),
    ...topics.flatMap(([category, now, four]) => [
      ...measured('ticket_volume', week, { category }, known(now, now)),
      ...measured('ticket_volume', weekPeriods.baseline, { category }, known(four, four)),
    ]),
  ],
  lists: {
    attention_cases: attention,
    open_cases: Array.from({ length: 286 }, (_, i) => openRow(i)),
    people_names: people.flatMap(([person_id, name]) => (name === null ? [] : [{ person_id, name }])),
  },
  coverage: [
    { source: 'helpdesk', name: 'Zendesk', share: 1, watermark_s: as_of_s, problem: null },
    { source: 'jira', name: 'Jira Service Management', share: 0.97, watermark_s: as_of_s, problem: null },
  ],
  restatements: [
    {
      metric: 'fdr_24h',
      period: '2026-W38',
      segment: {},
      before: young(291, 397, 8, 0),
      after: rate(299, 405),
      tickets_changed: 8,
    },
  ],
  commentary: [],
  goals: [],
  checks: [],
  reply_to: 'support-metrics@example.com',
  ...change,
});

const quarter = period('2026-Q3');
const quarters = [...previousN(quarter, 7), quarter];
export const quarterPeriods: ReportPeriods = {
  now: quarter,
  history: quarters,
  baseline: period('2026-Q2'),
  months: [period('2026-07'), period('2026-08'), period('2026-09')],
  quarter: null,
};
const quarterAsOf_s = at('2026-10-02T06:00:00');

/** A ratio of money to cases, in cents a case. */
const perCase = (minor: number, cases: number): Known => ({
  ...known(minor / cases, cases),
  numerator: minor,
  denominator: cases,
});
const netPromoter = (promoters: number, detractors: number, n: number): Known => {
  const value = (100 * (promoters - detractors)) / n;
  const half = 196 * Math.sqrt(((promoters + detractors) / n - (value / 100) ** 2) / n);
  return {
    status: 'known',
    value,
    n,
    numerator: promoters - detractors,
    denominator: n,
    interval: [value - half, value + half],
  };
};

/** [channel, cases, cents, first-contact resolutions] of Q3, then of Q2. */
export const channels = {
  now: [
    ['portal', 11_240, 39_340_000, 7475],
    ['email', 9180, 44_982_000, 6573],
    ['chat', 6020, 22_876_000, 4039],
    ['phone', 2070, 21_262_000, 1557],
  ],
  before: [
    ['portal', 9000, 32_400_000, 6120],
    ['email', 9640, 49_168_300, 7134],
    ['chat', 5200, 20_800_000, 3588],
    ['phone', 2300, 23_871_700, 1794],
  ],
} as const;
const sumOf = (rows: readonly (readonly [string, number, number, number])[], i: 1 | 2 | 3): number =>
  rows.reduce((all, row) => all + row[i], 0);
export const casesQ3 = sumOf(channels.now, 1);
export const centsQ3 = sumOf(channels.now, 2);
export const casesQ2 = sumOf(channels.before, 1);
export const centsQ2 = sumOf(channels.before, 2);

const byChannelFacts = (
  of: Period,
  rows: readonly (readonly [string, number, number, number])[],
): readonly Measured[] =>
  rows.flatMap(([channel, cases, cents, first]) => [
    ...measured('ticket_volume', of, { channel }, known(cases, cases)),
    ...measured('cost_per_case', of, { channel }, perCase(cents, cases)),
    ...measured('cost_of_support', of, { channel }, known(cents, cases)),
    ...measured('fcr', of, { channel }, rate(first, cases)),
  ]);

const earlierCents = [52.4, 51.8, 51.0, 50.1, 49.5, 49.0];

const goals = (list: readonly (readonly [string, 'at_most' | 'at_least', number])[]): ReportFacts['goals'] =>
  list.map(([metric, kind, value]) => ({
    metric,
    segment: {},
    at_most: kind === 'at_most' ? value : null,
    at_least: kind === 'at_least' ? value : null,
    watch: null,
  }));

/** Example Corp, third quarter: 28,510 cases for $1,284,600.00. */
export const executiveQuarterFacts = (change: Partial<ReportFacts> = {}): ReportFacts => ({
  ...leadWeekFacts(),
  configuration: {
    id: 'executive-quarterly',
    recipients: [],
    quiet: 'send',
    people: true,
    approval: false,
    url: 'https://dash.example.com/q3',
  },
  slice: null,
  periods: quarterPeriods,
  as_of_s: quarterAsOf_s,
  run: 'executive-quarterly-all-2026-Q3-r1',
  measured: [
    ...course(
      'support_profit',
      quarters,
      [121, 128, 139, 151, 164, 172, 188, 211].map((k) => known(k * 100_000)),
    ),
    ...course('cost_per_case', quarters, [
      ...earlierCents.map((dollars) => perCase(Math.round(dollars * 100 * 25_000), 25_000)),
      perCase(centsQ2, casesQ2),
      perCase(centsQ3, casesQ3),
    ]),
    ...course(
      'good_rate',
      quarters,
      [2540, 2570, 2600, 2590, 2640, 2700, 2760, 2903].map((k, i) =>
        rate(k, [2810, 2830, 2850, 2850, 2890, 2950, 3013, 3142][i] ?? 3000),
      ),
    ),
    ...course(
      'nps',
      quarters,
      [
        [180, 60, 380],
        [183, 62, 384],
        [190, 61, 390],
        [188, 60, 388],
        [195, 58, 396],
        [200, 57, 400],
        [205, 59, 405],
        [214, 57, 412],
      ].map(([p = 0, q = 0, n = 1]) => netPromoter(p, q, n)),
    ),
    ...course(
      'dts_p50',
      quarters,
      [13.9, 13.5, 13.1, 12.7, 12.2, 11.9, 11.3, 9.4].map((hours) => known(hours * h, 26_000)),
    ),
    ...course('fcr', quarters, [
      ...[0.719, 0.724, 0.731, 0.735, 0.729, 0.722].map((share) => rate(Math.round(share * 25_000), 25_000)),
      rate(sumOf(channels.before, 3), casesQ2),
      rate(sumOf(channels.now, 3), casesQ3),
    ]),
    ...course(
      'fdr_24h',
      quarters,
      [0.66, 0.665, 0.672, 0.68, 0.69, 0.7, 0.71, 0.748].map((share) => rate(Math.round(share * 26_000), 26_000)),
    ),
    ...course(
      'independent_closure_broad',
      quarters,
      [0.86, 0.862, 0.865, 0.868, 0.87, 0.875, 0.879, 0.886].map((share) => rate(Math.round(share * 26_000), 26_000)),
    ),
    ...measured('ticket_volume', quarter, {}, known(casesQ3, casesQ3)),
    ...byChannelFacts(quarter, channels.now),
    ...byChannelFacts(quarterPeriods.baseline, channels.before),
    ...measured('mix_adjusted_rate', quarter, { base_metric: 'fcr' }, known(0.687, casesQ3)),
  ],
  lists: {},
  coverage: [
    { source: 'helpdesk', name: 'Zendesk', share: 1, watermark_s: quarterAsOf_s, problem: null },
    { source: 'jira', name: 'Jira Service Management', share: 0.998, watermark_s: quarterAsOf_s, problem: null },
  ],
  restatements: [],
  commentary: [
    {
      section: 'decision',
      author: 'R. Okafor',
      text: 'Fund the billing-help rewrite ($38,000, Q4). Decide by 16 Oct.',
      written_s: quarterAsOf_s - d,
    },
    {
      section: 'decision',
      author: 'M. Lindqvist',
      text: 'Keep portal-first routing. No money needed.',
      written_s: quarterAsOf_s - d + 60,
    },
    {
      section: 'what_moved',
      author: 'R. Okafor',
      text: 'First-contact resolution fell with release 8.2, whose billing cases were reopened 412 times.',
      written_s: quarterAsOf_s - d,
    },
  ],
  goals: goals([
    ['support_profit', 'at_least', 20_000_000],
    ['cost_per_case', 'at_most', 4700],
    ['good_rate', 'at_least', 0.91],
    ['nps', 'at_least', 40],
    ['dts_p50', 'at_most', 10 * h],
    ['fcr', 'at_least', 0.72],
    ['fdr_24h', 'at_least', 0.72],
    ['independent_closure_broad', 'at_least', 0.88],
  ]),
  ...change,
});

/** [cost line, cents, planned cents]; the sums are the total and the plan. */
export const costKinds = [
  ['salary', 86_130_000, 87_000_000],
  ['contractor', 18_740_000, 19_500_000],
  ['tools', 16_890_000, 16_500_000],
  ['overhead', 6_700_000, 7_000_000],
] as const;

/** Each channel's cost cut into months and kinds of cost, the rest of each division on the last cell: the sums are exact. */
const monthCells = (
  rows: readonly (readonly [string, number, number, number])[],
  months: readonly Period[],
  kinds: readonly (readonly [string, number, number])[],
): readonly Measured[] =>
  rows.flatMap(([channel, , cents]) => {
    const total = kinds.reduce((sum, [, of]) => sum + of, 0);
    const cells = months.flatMap((month) =>
      kinds.map(([kind, of]) => ({ month, kind, share: of / (months.length * total) })),
    );
    const amounts = cells.map(({ share }) => Math.floor(cents * share));
    const rest = cents - amounts.reduce((all, each) => all + each, 0);
    return cells.flatMap(({ month, kind }, i) =>
      measured(
        'cost_of_support',
        month,
        { channel, cost_kind: kind },
        known((amounts[i] ?? 0) + (i === cells.length - 1 ? rest : 0)),
      ),
    );
  });

/** Finance, third quarter: $1,284,600.00 in the ledger, all of it allocated. */
export const financeQuarterFacts = (change: Partial<ReportFacts> = {}): ReportFacts => ({
  ...executiveQuarterFacts(),
  configuration: { id: 'finance-quarterly', recipients: [], quiet: 'send', people: true, approval: false },
  run: 'finance-quarterly-all-2026-Q3-r1',
  measured: [
    ...course('cost_per_case', quarters, [
      ...earlierCents.map((dollars) => perCase(Math.round(dollars * 100 * 25_000), 25_000)),
      perCase(centsQ2, casesQ2),
      perCase(centsQ3, casesQ3),
    ]),
    ...course('cost_of_support', quarters, [
      ...earlierCents.map((dollars) => known(Math.round(dollars * 100 * 25_000), 25_000)),
      known(centsQ2, casesQ2),
    ]),
    ...measured('cost_of_support', quarter, {}, known(centsQ3, casesQ3), {
      ledger_minor: centsQ3,
      allocated_minor: centsQ3,
      unallocated_minor: 0,
    }),
    ...byChannelFacts(quarter, channels.now),
    ...byChannelFacts(quarterPeriods.baseline, channels.before),
    ...costKinds.flatMap(([cost_kind, cents]) => measured('cost_of_support', quarter, { cost_kind }, known(cents))),
    ...monthCells(channels.now, quarterPeriods.months, costKinds),
  ],
  lists: {
    plan_lines: [
      { line: 'cost_of_support', currency: 'USD', amount_minor: 130_000_000, value_milli: null },
      { line: 'cases', currency: null, amount_minor: null, value_milli: 27_000_000 },
      ...costKinds.map(([line, , amount_minor]) => ({ line, currency: 'USD', amount_minor, value_milli: null })),
    ],
    closed_cases: [{ solved: 28_673, removed: 163 }],
  },
  commentary: [
    {
      section: 'where_money_went',
      author: 'F. Ito',
      text: 'Tools are over plan because the chat platform moved to per-seat pricing on 1 August.',
      written_s: quarterAsOf_s - d,
    },
  ],
  goals: [],
  checks: [
    {
      id: 'ledger',
      left_label: 'ledger',
      right_label: 'allocated_and_not',
      left: String(centsQ3),
      right: String(centsQ3),
      unit: 'currency',
    },
  ],
  ...change,
});

const month = period('2026-09');
const months = [...previousN(month, 12), month];
export const monthPeriods: ReportPeriods = {
  now: month,
  history: months,
  baseline: period('2026-08'),
  months: [month],
  quarter: null,
};
/** [channel, cases, cents, first-contact resolutions] of September, then of August. */
const monthChannels = {
  now: [
    ['portal', 3700, 12_950_000, 2470],
    ['email', 3060, 14_994_000, 2190],
    ['chat', 2000, 7_600_000, 1340],
    ['phone', 690, 7_087_000, 519],
  ],
  before: [
    ['portal', 3000, 10_800_000, 2040],
    ['email', 3200, 16_320_000, 2370],
    ['chat', 1700, 6_800_000, 1170],
    ['phone', 750, 7_785_000, 585],
  ],
} as const;
const monthKinds = [
  ['salary', 28_500_000, 29_000_000],
  ['contractor', 6_200_000, 6_500_000],
  ['tools', 5_101_000, 5_000_000],
  ['ai', 630_000, 300_000],
  ['overhead', 2_200_000, 2_200_000],
] as const;
const [septemberCents, augustCents] = [sumOf(monthChannels.now, 2), sumOf(monthChannels.before, 2)];
const [septemberCases, augustCases] = [sumOf(monthChannels.now, 1), sumOf(monthChannels.before, 1)];

/** Finance, September: $426,310.00 for 9,450 cases, 1,800 of them resolved by AI agents for $6,300.00. */
export const financeMonthFacts = (change: Partial<ReportFacts> = {}): ReportFacts => ({
  ...financeQuarterFacts(),
  configuration: { id: 'finance-monthly', recipients: [], quiet: 'send', people: true, approval: false },
  run: 'finance-monthly-all-2026-09-r1',
  periods: monthPeriods,
  measured: [
    ...course('cost_per_case', months, [perCase(augustCents, augustCases), perCase(septemberCents, septemberCases)]),
    ...course('cost_of_support', months, [known(augustCents, augustCases)]).map((one) => ({
      ...one,
      period: monthPeriods.baseline,
    })),
    ...measured('cost_of_support', month, {}, known(septemberCents, septemberCases), {
      ledger_minor: septemberCents,
      allocated_minor: septemberCents,
      unallocated_minor: 0,
    }),
    ...measured('cost_per_resolution_blended', month, {}, perCase(septemberCents, septemberCases)),
    ...measured('cost_per_resolution_blended', month, { part: 'ai' }, perCase(630_000, 1800)),
    ...measured('cost_per_resolution_blended', month, { part: 'person' }, perCase(42_001_000, 7650)),
    ...measured('cost_per_resolution_blended', monthPeriods.baseline, { part: 'ai' }, perCase(420_000, 1200)),
    ...measured('cost_per_resolution_blended', monthPeriods.baseline, { part: 'person' }, perCase(41_285_000, 7450)),
    ...byChannelFacts(month, monthChannels.now),
    ...byChannelFacts(monthPeriods.baseline, monthChannels.before),
    ...monthKinds.flatMap(([cost_kind, cents]) => measured('cost_of_support', month, { cost_kind }, known(cents))),
    ...monthCells(monthChannels.now, [month], monthKinds),
  ],
  lists: {
    plan_lines: [
      { line: 'cost_of_support', currency: 'USD', amount_minor: 43_000_000, value_milli: null },
      { line: 'cases', currency: null, amount_minor: null, value_milli: 9_200_000 },
      ...monthKinds.map(([line, , amount_minor]) => ({ line, currency: 'USD', amount_minor, value_milli: null })),
    ],
    closed_cases: [{ solved: 9500, removed: 50 }],
  },
  commentary: [],
  checks: [
    {
      id: 'ledger',
      left_label: 'ledger',
      right_label: 'allocated_and_not',
      left: String(septemberCents),
      right: String(septemberCents),
      unit: 'currency',
    },
  ],
  ...change,
});

/** Example Corp, week 39: as the team's week, for the whole company. */
export const executiveWeekFacts = (change: Partial<ReportFacts> = {}): ReportFacts => {
  const base = leadWeekFacts();
  return {
    ...base,
    configuration: {
      id: 'executive-weekly',
      recipients: [],
      quiet: 'send',
      people: true,
      approval: false,
      url: 'https://dash.example.com/week',
    },
    slice: null,
    run: 'executive-weekly-all-2026-W39-r1',
    measured: [
      ...base.measured.filter(
        ({ metric, segment }) =>
          ['ticket_volume', 'backlog', 'dts_p50', 'good_rate'].includes(metric) && Object.keys(segment).length === 0,
      ),
      ...course('fcr', weeks, [
        ...[301, 305, 299, 304, 306, 300, 302, 298, 303, 299, 301, 297, 300].map((k) => rate(k, 430)),
        young(12, 20, 410, at('2026-10-04T21:00:00')),
      ]),
      ...measured('dts_p50', weekPeriods.quarter ?? week, {}, known(9.3 * h, 5600)),
      ...measured('fcr', weekPeriods.quarter ?? week, {}, rate(3620, 5200)),
      ...measured('good_rate', weekPeriods.quarter ?? week, {}, rate(392, 430)),
    ],
    lists: {},
    goals: goals([
      ['dts_p50', 'at_most', 10 * h],
      ['fcr', 'at_least', 0.72],
      ['good_rate', 'at_least', 0.9],
    ]),
    ...change,
  };
};

const flashCents = [46.9, 46.2, 45.9, 45.4];
const weekly = weekPeriods.quarter ?? week;
/** Finance, week 39: the month's costs spread by days. */
export const financeWeekFacts = (change: Partial<ReportFacts> = {}): ReportFacts => ({
  ...executiveWeekFacts(),
  configuration: { id: 'finance-weekly', recipients: [], quiet: 'send', people: true, approval: false },
  run: 'finance-weekly-all-2026-W39-r1',
  measured: [
    ...leadWeekFacts().measured.filter(
      ({ metric, segment }) => metric === 'ticket_volume' && Object.keys(segment).length === 0,
    ),
    ...course(
      'cost_per_case',
      weeks,
      flashCents.map((dollars) => perCase(Math.round(dollars * 100 * 2190), 2190)),
    ),
    ...measured('cost_of_support', week, {}, known(9_942_600)),
    ...measured('cost_of_support', weekly, {}, known(124_270_000)),
    ...costKinds.flatMap(([cost_kind, cents]) =>
      measured('cost_of_support', weekly, { cost_kind }, known(Math.round(cents * 0.967))),
    ),
    ...measured('issues_handled', week, { part: 'resolved' }, known(2190)),
  ],
  lists: {
    plan_quarter: [
      {
        line: 'cost_of_support',
        currency: 'USD',
        period_start_day: quarter.start_day,
        period_end_day: quarter.end_day,
        amount_minor: 130_000_000,
      },
      ...costKinds.map(([line, , amount_minor]) => ({
        line,
        currency: 'USD',
        period_start_day: quarter.start_day,
        period_end_day: quarter.end_day,
        amount_minor,
      })),
    ],
  },
  goals: [],
  checks: [],
  ...change,
});

const quarterTopics = [
  ['Invoice PDF', 1480, 1390, 7.2, 21.4, 24.0],
  ['Password reset', 1210, 1290, 2.1, 6.4, 6.9],
  ['SSO login loop', 640, 380, 14.8, 52.3, 41.0],
  ['Webhook retries', 590, 610, 18.2, 60.1, 66.2],
  ['Data export', 410, 402, 11.0, 33.5, 35.0],
  ['Roles and rights', 220, 240, 9.1, 30.2, 30.2],
] as const;
/** Platform Support EMEA, third quarter. */
export const leadQuarterFacts = (change: Partial<ReportFacts> = {}): ReportFacts => {
  const base = executiveQuarterFacts();
  const lead = leadWeekFacts();
  return {
    ...base,
    configuration: { ...lead.configuration, id: 'lead-quarterly' },
    slice: lead.slice,
    run: 'lead-quarterly-emea-2026-Q3-r1',
    measured: [
      ...base.measured.filter(
        ({ metric, segment }) =>
          ['dts_p50', 'fcr', 'fdr_24h', 'good_rate', 'independent_closure_broad'].includes(metric) &&
          Object.keys(segment).length === 0,
      ),
      ...course(
        'frt_p50',
        quarters,
        [52, 51, 49, 48, 46, 44, 42, 39].map((m) => known(m * 60, 5100)),
      ),
      ...course(
        'reopen_rate',
        quarters,
        [0.034, 0.035, 0.033, 0.034, 0.033, 0.032, 0.032, 0.031].map((share) => rate(Math.round(share * 5600), 5600)),
      ),
      ...course(
        'handoff_rate',
        quarters,
        [0.124, 0.123, 0.125, 0.122, 0.121, 0.12, 0.121, 0.139].map((share) => rate(Math.round(share * 5600), 5600)),
      ),
      ...course(
        'handoff_coefficient',
        quarters,
        [0.31, 0.3, 0.31, 0.3, 0.29, 0.29, 0.3, 0.36].map((each) => known(each, 5600)),
      ),
      ...course(
        'escalation_rate',
        quarters,
        [0.16, 0.158, 0.155, 0.15, 0.151, 0.149, 0.147, 0.139].map((share) => rate(Math.round(share * 5600), 5600)),
      ),
      ...course(
        'fundamentals_count',
        quarters,
        [9, 11, 10, 12, 14, 13, 15, 19].map((n) => known(n, n)),
      ),
      ...course(
        'fundamentals_score',
        quarters,
        [22, 24, 23, 26, 31, 30, 34, 47].map((n) => known(n, n)),
      ),
      ...course(
        'work_capacity_std_days',
        quarters,
        [318, 322, 330, 331, 335, 340, 338, 344.5].map((n) => known(n, 6)),
      ),
      ...course(
        'work_ability',
        quarters,
        [0.93, 0.93, 0.94, 0.95, 0.95, 0.96, 0.96, 0.97].map((n) => known(n, 6)),
      ),
      ...course(
        'business_involvement',
        quarters,
        [0.71, 0.72, 0.72, 0.73, 0.74, 0.74, 0.73, 0.75].map((n) => known(n, 6)),
      ),
      ...course(
        'work_efficiency',
        quarters,
        [0.8, 0.81, 0.82, 0.82, 0.83, 0.84, 0.84, 0.857].map((n) => known(n, 6)),
      ),
      ...quarterTopics.flatMap(([category, cases, earlier, half, most, mostBefore]) => [
        ...measured('ticket_volume', quarter, { category }, known(cases, cases)),
        ...measured('ticket_volume', quarterPeriods.baseline, { category }, known(earlier, earlier)),
        ...measured('dts_p50', quarter, { category }, known(half * h, cases - 20)),
        ...measured('dts_p80', quarter, { category }, known(most * h, cases - 20)),
        ...measured('dts_p80', quarterPeriods.baseline, { category }, known(mostBefore * h, earlier - 20)),
      ]),
      ...measured('ticket_volume', quarter, {}, known(5640, 5640)),
      ...measured('cost_per_case', quarter, {}, perCase(25_800_000, 5650)),
    ],
    commentary: [
      {
        section: 'action',
        author: 'A. Rossi',
        text: 'Write the SSO runbook with the identity team; first version by 30 October.',
        written_s: quarterAsOf_s - d,
      },
    ],
    ...change,
  };
};
