import * as lake from '../../shared/lake/tables.ts';
import type { Table, Value } from '../../shared/lake/table.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { at, day, flowOf, ticket } from './lake.ts';
import { insert } from './warehouse.ts';

type AnyRows = readonly Readonly<Record<string, Value | undefined>>[];

/** A small organisation with a few visible rows in every table a metric reads; `copy` n gives the same again under other ids. */
export function organisation(copy = 0): readonly (readonly [Table, AnyRows])[] {
  const c = copy === 0 ? '' : `-${copy}`;
  const source = 'helpdesk';
  const common = { source, version_key: '1' };
  const cases = [
    {
      created: 'Mon 09:00',
      first_reply: 'Mon 09:30',
      first_resolved: 'Mon 12:00',
      resolved: 'Mon 12:00',
      channel: 'email',
      replies_to_resolution: 1,
      article_linked: 'Mon 09:30',
      type: 'question',
      category: 'login',
      account_id: `a1${c}`,
      handoff_count: 0,
      started: 'Mon 09:10',
      handled_by: 'ai_then_person',
      ai_handoff_s: at('Mon 09:20'),
      handoff_reply_s: at('Mon 09:30'),
      handoff_wait_s: 600,
    },
    {
      created: 'Mon 10:00',
      first_reply: 'Mon 11:00',
      first_resolved: 'Tue 15:00',
      resolved: 'Tue 15:00',
      channel: 'email',
      replies_to_resolution: 3,
      type: 'incident',
      category: 'slow_sql',
      account_id: `a2${c}`,
      handoff_count: 1,
      started: 'Mon 10:30',
      first_assigned: 'Mon 10:05',
    },
    {
      created: 'Tue 08:00',
      first_reply: 'Tue 08:10',
      first_resolved: 'Tue 09:00',
      resolved: 'Wed 09:00',
      channel: 'phone',
      replies_to_resolution: 0,
      first_reopened: 'Tue 10:00',
      type: 'question',
      category: 'login',
      account_id: `a1${c}`,
      handoff_count: 2,
      started: 'Tue 08:00',
    },
    { created: 'Wed 08:00', channel: 'chat', type: 'problem', requester_id: `c9${c}`, escalated: 'Thu 08:00' },
    {
      created: 'last Thu 08:00',
      first_reply: 'Mon 08:00',
      first_resolved: 'Thu 08:00',
      resolved: 'Thu 08:00',
      channel: 'phone',
      replies_to_resolution: 1,
      type: 'bug',
      category: 'slow_sql',
      account_id: `a2${c}`,
      handoff_count: 0,
      root_cause: 'product_bug',
      escalated: 'Mon 09:00',
    },
  ].map((fields, i) =>
    ticket({
      ticket_id: `t${i + 1}${c}`,
      product: i % 2 === 0 ? 'Flow' : 'Grid',
      priority: `p${(i % 4) + 1}`,
      team: 'emea',
      status: fields.resolved === undefined ? 'open' : 'solved',
      first_reply_by: 'u1',
      resolved_by: fields.resolved === undefined ? null : i % 2 === 0 ? 'u1' : 'u2',
      assignee_id: 'u1',
      reply_business_s: 600,
      resolve_business_s: 3600,
      handled_by: 'person',
      ...fields,
    }),
  );
  /** What an AI agent resolved alone: left out by the policy, but paid for. */
  const byRobots = ['Mon 12:00', 'Tue 12:00'].map((resolved, i) =>
    ticket({
      ticket_id: `r${i + 1}${c}`,
      created: 'Mon 11:00',
      first_resolved: resolved,
      resolved,
      status: 'solved',
      channel: 'chat',
      product: 'Flow',
      priority: 'p3',
      team: 'emea',
      type: 'question',
      account_id: `a1${c}`,
      requester_id: `c${i + 1}${c}`,
      is_counted: false,
      is_bot_only: true,
      handled_by: 'ai',
      first_ai_act_s: at('Mon 11:00'),
      customer_back_s: i === 0 ? null : at('Wed 08:00'),
    }),
  );
  const aiUsage = ['r1', 'r2', 'none'].map((ticket_id, i) => ({
    ...common,
    line_id: `ai${i}${c}`,
    vendor: 'fin',
    period_start_day: day('2026-09-22'),
    period_end_day: day('2026-09-23'),
    ticket_source: source,
    ticket_id: `${ticket_id}${c}`,
    billed: 1,
    amount_minor: 99n,
    currency: 'EUR',
  }));
  const owners = cases.map((one) => ({
    ...common,
    ticket_id: one.ticket_id,
    person_id: 'u1',
    group_id: 'g1',
    owner_kind: 'person',
    started_s: one.created_s,
    ended_s: null,
  }));
  const promises = [
    { ticket_id: `t1${c}`, due_s: at('Mon 10:00'), fulfilled_s: at('Mon 09:30'), is_breached: false },
    { ticket_id: `t2${c}`, due_s: at('Mon 10:30'), fulfilled_s: at('Mon 11:00'), is_breached: true },
  ].map((one) => ({ ...common, metric: 'first_reply', policy_id: 'gold', applied_s: at('Mon 09:00'), ...one }));
  const intervals = cases.map((one) => ({
    ...common,
    ticket_id: one.ticket_id,
    status: one.status,
    started_s: one.created_s,
    ended_s: null,
  }));
  const turns = cases.slice(0, 2).map((one) => ({
    ...common,
    ticket_id: one.ticket_id,
    asked_s: at('Mon 11:10'),
    answered_s: at('Mon 11:40'),
    turn_s: 1800,
    turn_business_s: 1800,
  }));
  const people = [
    { person_id: `p1${c}`, level: 'P4', fte_milli: 1000 },
    { person_id: `p2${c}`, level: 'P3', fte_milli: 500 },
  ].map((one) => ({
    ...common,
    role: 'support',
    team: 'emea',
    skill_stack: 'sql',
    location: 'berlin',
    start_day: day('2026-01-01'),
    end_day: null,
    ...one,
  }));
  const memberships =
    copy > 0
      ? []
      : people.map((one, i) => ({
          ...common,
          helpdesk_source: i === 0 ? '*' : source,
          helpdesk_person_id: `u${i + 1}`,
          person_id: one.person_id,
          team: one.team,
          level: one.level,
          skill_stack: one.skill_stack,
          location: one.location,
          from_s: at('2026-01-01T00:00:00Z'),
          to_s: null,
        }));
  const timeLog = people.flatMap((one, i) =>
    [
      ['online_support', 6 * 3600, `t${i + 1}${c}`],
      ['service_review', 3600, null],
      ['non_support', 3600, null],
    ].map(([activity, worked_s, ticket_id], k) => ({
      ...common,
      entry_id: `e${i}${k}${c}`,
      person_id: one.person_id,
      work_day: day('2026-09-21'),
      activity,
      worked_s,
      ticket_id,
      ticket_source: source,
    })),
  ) as AnyRows;
  const surveys = [
    {
      survey_id: `s1${c}`,
      ticket_id: `t1${c}`,
      kind: 'csat',
      label: 'good',
      score: 5,
      scale_min: 1,
      scale_max: 5,
      answered_s: at('Mon 15:00'),
      offered_s: at('Mon 13:00'),
      person_id: 'u1',
    },
    {
      survey_id: `s2${c}`,
      ticket_id: `t2${c}`,
      kind: 'csat',
      label: 'bad',
      score: 1,
      scale_min: 1,
      scale_max: 5,
      answered_s: at('Wed 15:00'),
      offered_s: at('Tue 16:00'),
      cause: 'product',
      person_id: `p2${c}`,
    },
    {
      survey_id: `s3${c}`,
      ticket_id: `t3${c}`,
      kind: 'ces',
      score: 6,
      scale_min: 1,
      scale_max: 7,
      scale_reversed: true,
      answered_s: at('Wed 15:00'),
    },
    {
      survey_id: `s4${c}`,
      kind: 'nps',
      score: 9,
      scale_min: 0,
      scale_max: 10,
      respondent_id: `r1${c}`,
      account_id: `a1${c}`,
      answered_s: at('Wed 15:00'),
    },
    {
      survey_id: `s5${c}`,
      kind: 'nps',
      score: 3,
      scale_min: 0,
      scale_max: 10,
      respondent_id: `r2${c}`,
      account_id: `a2${c}`,
      answered_s: at('Thu 15:00'),
    },
    {
      survey_id: `s6${c}`,
      ticket_id: `t2${c}`,
      kind: 'cx_model',
      score: 4,
      scale_min: 1,
      scale_max: 5,
      answered_s: at('Wed 15:00'),
    },
  ].map((one) => ({ ...common, ticket_source: source, ...one }));
  const month = { period_start_day: day('2026-09-01'), period_end_day: day('2026-10-01') };
  const costs = [
    { line_id: `k1${c}`, kind: 'salary', team: 'emea', allocation: 'direct', amount_minor: 3_000_001n },
    { line_id: `k2${c}`, kind: 'tools', allocation: 'time', amount_minor: 60_007n },
    { line_id: `k3${c}`, kind: 'overhead', allocation: 'none', amount_minor: 30_000n },
    { line_id: `k4${c}`, kind: 'tools', allocation: 'time', initiative: 'bot', amount_minor: 12_000n },
    { line_id: `k7${c}`, kind: 'ai', allocation: 'none', amount_minor: 297n },
    { line_id: `k5${c}`, scope: 'company', kind: 'overhead', amount_minor: 9_000_000n },
    { line_id: `k6${c}`, scope: 'marketing', kind: 'overhead', amount_minor: 900_000n },
  ].map((one) => ({ ...common, scope: 'support', currency: 'EUR', ...month, ...one }));
  const revenue = [
    {
      line_id: `v1${c}`,
      scope: 'support',
      kind: 'support_contract',
      amount_minor: 5_000_000n,
      product: 'Flow',
      region: 'EMEA',
      account_id: `a1${c}`,
    },
    {
      line_id: `v2${c}`,
      scope: 'support',
      kind: 'tuning',
      amount_minor: 100_000n,
      currency: 'USD',
      product: 'Grid',
      region: 'EMEA',
    },
    { line_id: `v3${c}`, scope: 'support', kind: 'support_contract', amount_minor: 30_000n, initiative: 'bot' },
    { line_id: `v4${c}`, scope: 'company', kind: 'company', amount_minor: 20_000_000n },
    {
      line_id: `v5${c}`,
      scope: 'company',
      kind: 'company',
      amount_minor: 18_000_000n,
      recognised_day: day('2026-09-16'),
    },
    { line_id: `v6${c}`, scope: 'company', kind: 'sales', amount_minor: 7_000_000n },
    { line_id: `v7${c}`, scope: 'company', kind: 'sales', amount_minor: 6_000_000n, recognised_day: day('2026-09-16') },
    { line_id: `v8${c}`, scope: 'marketing', kind: 'marketing_attributed', amount_minor: 2_000_000n },
  ].map((one) => ({ ...common, currency: 'EUR', recognised_day: day('2026-09-23'), ...one }));
  const accounts = Array.from({ length: 40 }, (_, i) => ({
    ...common,
    account_id: `a${i + 1}${c}`,
    band: i < 10 ? 'gold' : 'silver',
    segment: 'mid',
    region: 'EMEA',
    product: 'Flow',
    at_risk: i === 3,
    started_day: day('2025-01-01'),
    ended_day: i === 7 ? day('2026-09-24') : null,
    recurring_minor: 100_000n,
    currency: 'EUR',
    from_day: day('2025-01-01'),
    to_day: null,
  }));
  const orders = [{ ...common, period_start_day: day('2026-09-21'), period_end_day: day('2026-09-28'), orders: 40 }];
  const accountEvents = [
    ['started', `n1${c}`],
    ['renewal_due', `a1${c}`],
    ['renewed', `a1${c}`],
    ['renewal_due', `a5${c}`],
    ['expanded', `a2${c}`],
    ['reduced', `a3${c}`],
    ['sold', `a4${c}`],
    ['milestone', `a1${c}`],
    ['lead', `a6${c}`],
    ['lead_won', `a6${c}`],
  ].map(([kind, account_id], i) => ({
    ...common,
    event_id: `ev${i}${c}`,
    account_id,
    kind,
    at_day: day('2026-09-23'),
    amount_minor: 10_000n,
    currency: 'EUR',
    product: 'Flow',
  })) as AnyRows;
  const articles = [
    { article_id: `k1${c}`, kind: 'faq', grade: 's', state: 'published' },
    { article_id: `k2${c}`, kind: 'case', grade: 'c', state: 'published' },
  ].map((one) => ({
    ...common,
    product: 'Flow',
    language: 'en',
    author_id: 'p1',
    published_s: at('Mon 08:00'),
    ...one,
  }));
  const uses = [
    {
      kind: 'read',
      dwell_s: 40,
      session_id: `x1${c}`,
      article_id: `k1${c}`,
      account_id: `a1${c}`,
      visitor_id: `w1${c}`,
    },
    { kind: 'read', dwell_s: 5, scroll_pct: 10, session_id: `x2${c}`, article_id: `k1${c}`, visitor_id: `w2${c}` },
    {
      kind: 'read',
      dwell_s: 90,
      session_id: `x3${c}`,
      article_id: `k2${c}`,
      account_id: `a9${c}`,
      contact_id: `c1${c}`,
    },
    {
      kind: 'feedback',
      helpful: true,
      session_id: `x3${c}`,
      article_id: `k2${c}`,
      account_id: `a9${c}`,
      contact_id: `c1${c}`,
    },
    { kind: 'cited', article_id: `k1${c}`, session_id: `x4${c}` },
    { kind: 'read', is_bot: true, dwell_s: 400, article_id: `k1${c}`, session_id: `x5${c}` },
  ].map((one, i) => ({
    ...common,
    event_id: `u${i}${c}`,
    at_s: at('Tue 12:00'),
    surface: 'help_center',
    is_bot: false,
    ...one,
  }));
  const sessions = [
    {
      session_id: `q1${c}`,
      surface: 'bot',
      offered_count: 1,
      outcome: 'intercepted',
      contact_id: `c1${c}`,
      found_answer: true,
      would_have_asked: true,
      is_settled: true,
    },
    { session_id: `q2${c}`, surface: 'bot', offered_count: 1, outcome: 'intercepted', contact_id: `c9${c}` },
    {
      session_id: `q3${c}`,
      surface: 'tool',
      tool: 'planner',
      scenario: 'slow_sql',
      outcome: 'solved',
      ticket_id: `t2${c}`,
    },
  ].map((one) => ({ ...common, started_s: at('Wed 07:00'), product: 'Flow', is_bot: false, ...one }));
  const contributions = [
    { item_id: `i1${c}`, kind: 'patent', honour: 'patent' },
    { item_id: `i2${c}`, kind: 'service_delivery', account_id: `a1${c}` },
    { item_id: `i3${c}`, kind: 'thank_you_letter', account_id: `a1${c}` },
  ].map((one) => ({ ...common, accepted_day: day('2026-09-22'), team: 'emea', product: 'Flow', ...one }));
  const requirements = [
    { requirement_id: `y1${c}`, kano: 'basic', users_affected_milli: 1000, landed_day: day('2026-09-25') },
    { requirement_id: `y2${c}`, kano: 'excitement', users_affected_milli: 300, landed_day: null },
  ].map((one) => ({ ...common, raised_day: day('2026-09-22'), team: 'emea', product: 'Flow', ...one }));
  const reviews = [
    { review_id: `qa1${c}`, ticket_id: `t1${c}`, passed: true, errors: 0 },
    {
      review_id: `qa2${c}`,
      ticket_id: `t2${c}`,
      passed: false,
      errors: 1,
      points_milli: 12_000,
      possible_milli: 20_000,
    },
    { review_id: `qa3${c}`, ticket_id: `t2${c}`, reviewer_kind: 'model', points_milli: 19_000, possible_milli: 20_000 },
  ].map((one) => ({
    ...common,
    ticket_source: source,
    person_id: 'p1',
    reviewer_id: 'p9',
    reviewed_s: at('Thu 09:00'),
    sampled: 'random',
    ...one,
  }));
  const incidents = [
    {
      incident_id: `o1${c}`,
      raised_s: at('Mon 03:00'),
      acknowledged_s: at('Mon 03:05'),
      started_s: at('Mon 03:00'),
      ended_s: at('Mon 04:00'),
      is_down: true,
    },
    {
      incident_id: `o2${c}`,
      raised_s: at('Mon 03:30'),
      acknowledged_s: at('Mon 03:45'),
      started_s: at('Mon 03:30'),
      ended_s: at('Mon 04:30'),
      is_down: true,
    },
  ].map((one) => ({ ...common, product: 'Flow', region: 'EMEA', priority: 'p1', ...one }));
  const points = {
    channel: { email: 500, phone: 300, chat: 200 },
    scenario: { login: 300, slow_sql: 700 },
    grade: { s: 50_000, c: 1000 },
    honour: { patent: 100_000 },
    kano: { basic: 1000, excitement: 3000 },
    impact: { all: 4000, '30-60': 2000 },
  };
  const once: readonly (readonly [Table, AnyRows])[] =
    copy > 0
      ? []
      : [
          [
            lake.weights,
            Object.entries(points).flatMap(([dimension, values]) =>
              Object.entries(values).map(([value, weight_milli]) => ({
                ...common,
                dimension,
                value,
                weight_milli,
                from_day: 0,
              })),
            ),
          ],
          [
            lake.levelCoefficients,
            [
              { ...common, level: 'P4', coef_milli: 1200, from_day: 0 },
              { ...common, level: 'P3', coef_milli: 1000, from_day: 0 },
            ],
          ],
          [
            lake.activityWeights,
            ['online_support', 'service_review'].map((activity) => ({
              ...common,
              activity,
              validity_milli: activity === 'online_support' ? 1000 : 500,
              counts_as_support: true,
              from_day: 0,
            })),
          ],
          [lake.fxRates, [{ ...common, currency: 'USD', base: 'EUR', from_day: 0, rate_e8: 92_500_000n }]],
          [lake.plan, [{ ...common, line_id: 'gm', line: 'gross_margin', value_milli: 700, ...month }]],
          [
            lake.targets,
            [
              ['frt_p50', 3600],
              ['dts_p80', 200_000],
              ['fcr', 0.5],
              ['good_rate', 0.9],
              ['cost_per_case', 60],
            ].map(([metric, goal]) => ({ ...common, metric, goal_milli: Number(goal) * 1000, from_day: 0 })),
          ],
        ];
  return [
    [lake.tickets, [...cases, ...byRobots]],
    [
      lake.ticketFlow,
      [
        ...flowOf(cases),
        ...[
          ['reopened', 'Tue 10:00', 3],
          ['resolved', 'Tue 09:00', 2],
        ].map(([kind, time, seq]) => ({ ...common, ticket_id: `t3${c}`, kind, at_s: at(String(time)), seq })),
      ] as AnyRows,
    ],
    [lake.ticketOwners, owners],
    [lake.ticketIntervals, intervals],
    [lake.ticketTurns, turns],
    [lake.slaResults, promises],
    [lake.roster, people],
    [lake.memberships, memberships],
    [lake.timeLog, timeLog],
    [lake.surveys, surveys],
    [lake.costs, costs],
    [lake.aiUsage, aiUsage],
    [lake.revenue, revenue],
    [lake.accounts, accounts],
    [lake.accountEvents, accountEvents],
    [lake.orders, orders],
    [lake.knowledgeArticles, articles],
    [lake.knowledgeEvents, uses],
    [lake.selfServiceSessions, sessions],
    [lake.contributions, contributions],
    [lake.requirements, requirements],
    [lake.qaReviews, reviews],
    [lake.incidents, incidents],
    ...once,
  ];
}

export async function fill(warehouse: Warehouse, copies = 1): Promise<void> {
  for (let copy = 0; copy < copies; copy++)
    for (const [table, rows] of organisation(copy)) await insert(warehouse, table, rows);
}
