import type { Row } from '../../lake/table.ts';
import type { answers, commentary, events, incidents, qaReviews, weights } from '../../lake/tables.ts';
import { loginLoop } from '../arrivals.ts';
import { day_s, dayOf, hour_s } from '../civil.ts';
import type { Organisation } from '../model.ts';
import { products } from '../names.ts';
import { randomOf } from '../random.ts';
import { type Served, ticketAt } from '../served.ts';

const leads = ['p1', 'p8', 'p17'] as const;

/** Every twelfth solved case is read again by a lead. */
export function qaRows(org: Organisation, sources: readonly Served[]): readonly Partial<Row<typeof qaReviews>>[] {
  const random = randomOf(org.seed, 'quality');
  const points = randomOf(org.seed, 'quality points');
  return org.tickets.flatMap((ticket) => {
    const solved = ticket.history.find((one) => one.kind === 'status' && one.to === 'solved');
    if (!solved || !solved.by.startsWith('p') || !random.chance(1 / 12)) return [];
    const reviewed_s = solved.at_s + 2 * day_s + random.below(5 * day_s);
    if (reviewed_s > org.end_s) return [];
    const errors = random.chance(0.08) ? 1 + random.below(2) : 0;
    const check = { ...ticketAt(sources, ticket), person_id: solved.by, reviewed_s, possible_milli: 20_000 };
    return [
      {
        review_id: `QA-${ticket.n}`,
        ...check,
        reviewer_id: random.pick(leads),
        passed: errors < 2 && random.chance(0.94),
        errors,
        sampled: random.chance(0.85) ? 'random' : 'picked',
        reviewer_kind: 'person',
        points_milli: 20_000 - 4000 * errors - 500 * points.below(9),
      },
      {
        review_id: `QM-${ticket.n}`,
        ...check,
        reviewer_id: 'judge-1',
        passed: true,
        errors: 0,
        sampled: 'random',
        reviewer_kind: 'model',
        points_milli: 20_000 - 250 * points.below(17),
      },
    ];
  });
}

export function incidentRows(org: Organisation): readonly Partial<Row<typeof incidents>>[] {
  const random = randomOf(org.seed, 'incidents');
  const rows: Partial<Row<typeof incidents>>[] = [];
  for (
    let at = org.start_s + random.below(30 * day_s);
    at < org.end_s - 2 * day_s;
    at += Math.round(random.wait(24 * day_s))
  ) {
    const is_down = random.chance(0.4);
    rows.push({
      incident_id: `INC${100 + rows.length}`,
      product: random.pick(products),
      region: random.pick(['EMEA', 'Americas', 'APAC']),
      priority: is_down ? 'p1' : 'p2',
      raised_s: at,
      acknowledged_s: at + 120 + Math.round(random.wait(700)),
      started_s: at - 60,
      ended_s: at + 900 + Math.round(random.wait(2 * hour_s)),
      is_down,
    });
  }
  rows.push({
    incident_id: 'INC200',
    product: 'Flow',
    region: 'EMEA',
    priority: 'p1',
    raised_s: loginLoop.started_s + 540,
    acknowledged_s: loginLoop.started_s + 960,
    started_s: loginLoop.started_s,
    ended_s: loginLoop.ended_s,
    is_down: false,
  });
  return rows;
}

export const weightRows: readonly Partial<Row<typeof weights>>[] = (
  [
    ['channel', 'email', 0.4],
    ['channel', 'web', 0.27],
    ['channel', 'chat', 0.2],
    ['channel', 'phone', 0.13],
    ['scenario', 'Performance', 3],
    ['scenario', 'Data import', 2],
    ['scenario', 'Backup', 1],
    ['grade', 's', 30],
    ['grade', 'a', 8],
    ['grade', 'b', 3],
    ['grade', 'c', 1],
    ['honour', 'company', 10],
    ['honour', 'division', 5],
    ['honour', 'team', 2],
    ['kano', 'basic', 2],
    ['kano', 'performance', 3],
    ['kano', 'excitement', 5],
    ['kano', 'indifferent', 0],
    ['kano', 'reverse', 0],
    ['impact', 'all', 5],
    ['impact', '60-100', 3],
    ['impact', '30-60', 2],
    ['impact', '<30', 1],
  ] as const
).map(([dimension, value, weight]) => ({
  dimension,
  value,
  weight_milli: Math.round(weight * 1000),
  from_day: dayOf('2025-01-01'),
  to_day: null,
}));

/** Signed words for the last week and quarter: causes come from people, never from code. */
export const commentaryRows = (org: Organisation): readonly Partial<Row<typeof commentary>>[] => {
  const [exec, finance, lead] = [org.people[7]?.name, org.people[16]?.name, org.people[0]?.name];
  return (
    [
      [
        'executive-quarterly',
        '2026-Q3',
        'what_moved',
        exec,
        'The certificate change of 8 September sent customers with single sign-on in a loop; a rollback on 10 September ended it. Resolution times recovered within the week.',
      ],
      [
        'executive-quarterly',
        '2026-Q3',
        'decision',
        exec,
        'Approve two specialists for the Americas: hand-offs have doubled since the reorganisation. Cost 19,000 EUR a month. Owner: support director. By 30 October.',
      ],
      [
        'finance-quarterly',
        '2026-Q3',
        'where_money_went',
        finance,
        'Contractor days in September covered the certificate incident and end with the month.',
      ],
      [
        'executive-weekly',
        '2026-W40',
        'commentary',
        exec,
        'The login loop came back for one identity provider on 30 September; corrected on 1 October.',
      ],
      [
        'lead-quarterly',
        '2026-Q3',
        'action',
        lead,
        'Write the runbook for certificate changes. Owner: the identity group. By 16 October.',
      ],
      [
        'lead-weekly',
        '2026-W40',
        'commentary',
        lead,
        'Single sign-on is the relapse of the September incident; a saved reply is in the knowledge base.',
      ],
    ] as const
  ).map(([report, period, section, author, words]) => ({
    report,
    period,
    section,
    author: author ?? 'Support',
    text: words,
    written_s: org.end_s - 2 * hour_s,
  }));
};

/** What happened on a day, as the people who know say it: trends show it at its week. */
export const eventRows = (org: Organisation): readonly Partial<Row<typeof events>>[] => {
  const [exec, lead] = [org.people[7]?.name ?? 'Support', org.people[0]?.name ?? 'Support'];
  return (
    [
      ['2026-07-20', 'New prices for all plans.', exec],
      ['2026-09-08', 'Change of the sign-on certificate: customers are sent in a loop.', lead],
      ['2026-09-10', 'The certificate change is rolled back.', lead],
      ['2026-09-30', 'The login loop is back for one identity provider.', lead],
    ] as const
  ).map(([day, text, author]) => ({ day: dayOf(day), text, author }));
};

/** Who answers for what moved or missed its goal in the last week and quarter. */
export const answerRows = (org: Organisation): readonly Partial<Row<typeof answers>>[] => {
  const [exec, lead] = [org.people[7]?.name ?? 'Support', org.people[0]?.name ?? 'Support'];
  const row = (metric: string, period: string, owner: string, text: string | null, by: string | null) => ({
    metric,
    period,
    dimension: null,
    value: null,
    owner,
    text,
    by_day: by === null ? null : dayOf(by),
  });
  return [
    row('dts_p50', '2026-W40', lead, 'The saved reply for the login loop solves most sign-on cases at once.', null),
    row('fcr', '2026-Q3', exec, null, '2026-10-16'),
  ];
};
