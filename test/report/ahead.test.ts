import { describe, expect, it } from 'vitest';
import type { Measured } from '../../shared/metrics/evaluate.ts';
import type { ReportFacts } from '../../shared/report/facts.ts';
import { compose } from '../../shared/report/report.ts';
import { executiveQuarterly, leadWeekly } from '../../shared/report/reports/all.ts';
import { day } from '../support/lake.ts';
import { executiveQuarterFacts, leadWeekFacts } from '../support/report-facts.ts';

const facts = leadWeekFacts();
const known = (value: number, n: number): Measured['value'] => ({
  status: 'known',
  value,
  n,
  numerator: null,
  denominator: null,
  interval: null,
});
const rate = (numerator: number, denominator: number): Measured['value'] =>
  ({
    ...known(numerator / denominator, denominator),
    numerator,
    denominator,
  }) as Measured['value'];
const measured = (
  metric: string,
  unit: Measured['unit'],
  value: Measured['value'],
  extras: Measured['extras'] = {},
  segment: Measured['segment'] = {},
): Measured => ({ metric, period: facts.periods.now, segment, unit, value, extras });
const texts = (more: Partial<ReportFacts>, id: string): string => {
  const { sections } = compose(leadWeekly, { ...facts, ...more });
  return JSON.stringify(sections.find((section) => section.id === id) ?? null);
};

describe('what lies ahead', () => {
  const forecasts = [
    measured('volume_forecast', 'count', known(180.4, 1300), { low: 150, high: 205.6, wape: 0.12 }),
    measured('backlog_forecast', 'count', known(60, 70), {
      open: 70,
      low: 40,
      high: 81,
      wape: 0.2,
      clear_day: day('2026-12-14'),
    }),
  ];
  it('is said as numbers with their range and error, and as a day', () => {
    const told = texts({ measured: [...facts.measured, ...forecasts] }, 'ahead');
    expect(told).toContain('About 180 new cases in the next seven days (150 to 206; such forecasts were off by 12');
    expect(told).toMatch(/the backlog is clear by 14 Dec/);
  });
  it('says of which half-hour of the week the people are', () => {
    const people = measured(
      'staff_required',
      'count',
      known(5, 24),
      { weekday: 2, second_of_day: 36_000 },
      { channel: 'chat' },
    );
    expect(texts({ measured: [...facts.measured, people] }, 'ahead')).toContain(
      'Chat: 5 people needed at the busiest half-hour (Tue 10:00, by the mean of eight weeks).',
    );
  });
  it('is not said without its error, nor where there is too little history', () => {
    const [volume] = forecasts;
    expect(texts({ measured: [...facts.measured, { ...volume!, extras: { low: 1, high: 2 } }] }, 'ahead')).toBe('null');
    expect(texts({}, 'ahead')).toBe('null');
  });
  it('does not promise that a growing backlog clears', () => {
    const grows = { ...forecasts[1]!, extras: { ...forecasts[1]!.extras, clear_day: null } };
    expect(texts({ measured: [...facts.measured, grows] }, 'ahead')).toContain('the backlog does not clear');
  });
});

describe('promises to customers', () => {
  it('are a row a policy and promise, with those at risk; no section where no source tells of any', () => {
    const told = texts(
      {
        measured: [
          ...facts.measured,
          measured('sla_attainment', 'rate', rate(90, 100), { missed: 10, running: 7 }),
          measured(
            'sla_attainment',
            'rate',
            rate(50, 52),
            { missed: 2, running: 4 },
            { policy: 'gold', promise: 'wait' },
          ),
          measured(
            'sla_attainment',
            'rate',
            rate(40, 48),
            { missed: 8, running: 3 },
            { policy: 'basic', promise: 'wait' },
          ),
          measured('promises_at_risk', 'count', known(3, 3), { overdue: 2 }),
        ],
      },
      'promises_kept',
    );
    for (const text of [
      'Wait for us, gold',
      'Wait for us, basic',
      '3 promises are due within a day, 2 overdue and not met. These are of open cases alone.',
    ])
      expect(told).toContain(text);
    expect(texts({}, 'promises_kept')).toBe('null');
  });
  it('are called as the helpdesk calls them; an id that nobody knows is said to have no name', () => {
    const of = (policy: string, i: number) =>
      measured('sla_attainment', 'rate', rate(9, 10), { missed: 1, running: i }, { policy, promise: 'wait' });
    const whole = measured('sla_attainment', 'rate', rate(36, 40), { missed: 4, running: 6 });
    const policy_titles = [
      { policy_id: '36012', title: 'Incidents', other: 'Incidents' },
      { policy_id: '5', title: 'Basic', other: 'Gold' },
    ];
    const told = texts(
      {
        measured: [...facts.measured, whole, ...['36012', '5', '0123456789abcdef0123456789abcdef', 'unknown'].map(of)],
        lists: { ...facts.lists, policy_titles },
      },
      'promises_kept',
    );
    for (const text of ['Incidents', 'unnamed policy 5', 'unnamed policy 0123456789abcdef', 'policy not told'])
      expect(told).toContain(`Wait for us, ${text}`);
    expect(told).not.toContain('36012');
  });
  it('beyond twelve rows are summed in one, so that the column adds up to its total', () => {
    const of = (i: number) =>
      measured(
        'sla_attainment',
        'rate',
        rate(9, 10),
        { missed: 1, running: i },
        { policy: `plan ${i}`, promise: 'wait' },
      );
    const whole = measured('sla_attainment', 'rate', rate(135, 150), { missed: 15, running: 105 });
    const { sections } = compose(leadWeekly, {
      ...facts,
      measured: [...facts.measured, whole, ...Array.from({ length: 15 }, (_, i) => of(i))],
    });
    const table = sections.find(({ id }) => id === 'promises_kept')?.blocks.find(({ kind }) => kind === 'table');
    const missed = (table?.kind === 'table' ? table.rows : []).flatMap((row) => {
      const cell = 'cells' in row ? row.cells[2] : undefined;
      return cell?.kind === 'number' ? [Number(cell.text)] : [];
    });
    expect(missed.slice(0, -1).reduce((sum, n) => sum + n, 0)).toBe(15);
    expect(missed.at(-1)).toBe(15);
    expect(JSON.stringify(table)).toContain('3 more rows');
  });
});

describe('what happened', () => {
  it('stands below the trend with its day and who says so', () => {
    const lists = {
      ...facts.lists,
      happenings: [{ day: day('2026-09-14'), text: 'New prices for all plans.', author: 'Ada Example' }],
    };
    const told = texts({ lists }, 'week_trend');
    expect(told).toContain('14 Sept');
    expect(told).toContain('New prices for all plans. (Ada Example)');
  });
});

describe('renewals at risk', () => {
  const exposure = (revenue: number, extras: Measured['extras'], segment: Measured['segment'] = {}): Measured =>
    measured('account_exposure', 'currency', known(revenue, 1), extras, segment);
  const quarter = executiveQuarterFacts();
  const of = (more: readonly Measured[]): string => {
    const told = more.map((one) => ({ ...one, period: quarter.periods.now }));
    const facts = {
      ...quarter,
      lists: { ...quarter.lists, account_names: [{ account_id: 'a-7', name: 'Adria' }] },
      measured: [...quarter.measured.filter(({ metric }) => metric !== 'account_exposure'), ...told],
    };
    return JSON.stringify(
      compose(executiveQuarterly, facts).sections.find(({ id }) => id === 'renewals_at_risk') ?? null,
    );
  };
  const due = day('2026-11-10');
  it('are listed with what went wrong, those of the largest revenue first; no stated revenue is no 0', () => {
    const told = of([
      exposure(1_840_000, { accounts: 3, revenue_not_stated: 1, not_judged: 'promise', cases_of_nobody_known: 4 }),
      exposure(0, { why: 'rating', renewal_day: due, revenue_not_stated: 1 }, { account: 'Caspian' }),
      exposure(920_000, { why: 'old_p1', renewal_day: due }, { account: 'Baltic' }),
      exposure(920_001, { why: 'reopened, rating', renewal_day: due }, { account: 'a-7' }),
    ]);
    const cells = [...told.matchAll(/"(?:line|text)":"([^"]*)"/g)].map(([, text]) => text);
    const first = cells.indexOf('Adria');
    expect([0, 4, 8].map((i) => cells.slice(first + i, first + i + 4).join(', '))).toEqual([
      'Adria, reopened twice, bad rating, 10 Nov, $9,200',
      'Baltic, old p1, 10 Nov, $9,200',
      'Caspian, bad rating, 10 Nov, not stated',
    ]);
    expect(told).toContain('3 customers');
    expect(told).toContain('$18,400');
    expect(told).toContain('Of 1 of them no revenue is stated: the total is without it.');
    expect(told).toContain('Not judged, because no source tells of it: broken promise.');
    expect(told).toContain('4 cases of those 90 days are of no known customer.');
    expect(told).not.toContain('$0');
  });
  it('beyond ten are counted in one row', () => {
    const many = Array.from({ length: 12 }, (_, i) =>
      exposure(100 * i, { why: 'rating', renewal_day: due }, { account: `customer ${i}` }),
    );
    const told = of([exposure(6600, { accounts: 12 }), ...many]);
    // those of 0.00 and 1.00 a quarter
    expect(told).toMatch(/2 more customers"[^\]]*"\$1"/);
    expect(told).not.toContain('"customer 1"');
  });
  it('are no section where there are none', () => {
    expect(of([exposure(0, { accounts: 0 })])).toBe('null');
  });
});
