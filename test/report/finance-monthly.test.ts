import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../shared/config/read.ts';
import type { ReportFacts } from '../../shared/report/facts.ts';
import { compose, holds, needs } from '../../shared/report/report.ts';
import { financeMonthly } from '../../shared/report/reports/all.ts';
import { dueReports, occurrences } from '../../shared/run/due.ts';
import { planJobs, readyReports } from '../../shared/run/jobs.ts';
import { known } from '../../shared/run/registry.ts';
import { reportPeriods } from '../../shared/run/report-periods.ts';
import { at, financeMonthFacts, period } from '../support/report-facts.ts';
import { inLanguage, rendered } from '../support/reports.ts';

const spaced = (text: string): string => text.replace(/\s+/g, ' ');
const textOf = async (facts: ReportFacts): Promise<string> => spaced((await rendered(financeMonthly, facts)).text);

describe('the month of finance', () => {
  it('says what a case cost, in all and with AI agents and people, and what was planned', async () => {
    const text = await textOf(financeMonthFacts());
    // 42,631,000 cents for 9,450 cases; August 41,705,000 for 8,650; planned 43,000,000 for 9,200
    expect(text).toContain(
      'A case cost $45.11 in September 2026: $3.10 less than August 2026 and $1.63 less than planned',
    );
    expect(text).toContain('$426,310 for 9,450 cases solved');
    // 630,000 / 1,800 and 42,001,000 / 7,650; both add up to the whole
    expect(text).toMatch(/\$3\.50/);
    expect(text).toMatch(/\$54\.90/);
    expect(text).toContain('Against plan: $3,690 favourable');
  });

  it('ties to the ledger to the cent, and is held one cent off', () => {
    const facts = financeMonthFacts();
    const { checks } = compose(financeMonthly, facts);
    expect(checks.map(({ holds: does }) => does)).toEqual(checks.map(() => true));
    expect(checks.length).toBeGreaterThanOrEqual(5);
    expect(holds(financeMonthly, facts)).toEqual([]);
    const [tie] = facts.checks;
    const off = { ...facts, checks: tie === undefined ? [] : [{ ...tie, left: String(BigInt(tie.left) + 1n) }] };
    expect(holds(financeMonthly, off)).toEqual([expect.stringContaining('difference $0.01')]);
  });

  it('says no cost per case of a channel that no cost line reaches while some of the costs are shared out to none', async () => {
    const facts = financeMonthFacts();
    const without = (channels: readonly string[]): ReportFacts => ({
      ...facts,
      measured: facts.measured.map((one) =>
        one.metric === 'cost_per_case' && channels.includes(one.segment.channel ?? '') && one.value.status === 'known'
          ? { ...one, value: { ...one.value, value: 0, numerator: 0 } }
          : one,
      ),
    });
    const channels = [...new Set(facts.measured.flatMap(({ segment }) => segment.channel ?? []))];
    const [first = ''] = channels;
    expect(channels.length).toBeGreaterThan(1);
    const rowsOf = (given: ReportFacts) =>
      compose(financeMonthly, given).sections.flatMap(({ id, blocks }) =>
        id === 'cost_by_channel'
          ? blocks.flatMap((block) =>
              block.kind === 'table' ? block.rows.map((row) => ('cells' in row ? row.cells : [])) : [],
            )
          : [],
      );
    const shown = rowsOf(without([first])).map((cells) =>
      cells.map((cell) => (cell.kind === 'number' ? cell.text : '')),
    );
    expect(shown.filter(([, , cost]) => cost === '$0')).toEqual([['', expect.any(String), '$0', '–', '–']]);
    expect(rowsOf(without(channels))).toEqual([]);
  });

  it('names a month that the ledger lacks, and a line that came twice', async () => {
    const facts = financeMonthFacts();
    const measured = facts.measured.map((one) =>
      one.period.id === '2026-09' && Object.keys(one.segment).length === 0 && one.metric.startsWith('cost_')
        ? { ...one, extras: { ...one.extras, months_without_lines: '2026-09' } }
        : one,
    );
    expect(await textOf({ ...facts, measured })).toContain('the ledger has no lines for 2026-09');
    const { start_day, end_day } = facts.periods.now;
    const line = { kind: 'tools', allocation: 'time', currency: 'USD', amount_minor: 5_101_000 };
    const ledger_lines = ['GL-1', 'GL-2'].map((line_id) => ({
      ...line,
      line_id,
      period_start_day: start_day,
      period_end_day: end_day,
    }));
    expect(await textOf({ ...facts, lists: { ...facts.lists, ledger_lines } })).toContain('GL-1, GL-2');
  });

  it.each([
    ['ru', 'Ежемесячная финансовая сводка'],
    ['zh-CN', '财务月度摘要'],
  ])('is written in %s', async (locale, kicker) => {
    expect(await textOf(inLanguage(financeMonthFacts(), locale))).toContain(kicker);
  });

  it('is cut half-open in the zone of the organisation', () => {
    const organisation = { name: 'Example', time_zone: 'Europe/Dublin', locale: 'en', currency: 'EUR' };
    const periods = reportPeriods(
      '2026-09',
      'monthly',
      undefined,
      { ...organisation, fiscal_year_start_month: 1, hours_per_day: 8 },
      at('2026-10-05T00:00:00'),
    );
    // Dublin is an hour ahead of UTC in both Septembers' nights
    expect(periods.now).toMatchObject({ start_s: at('2026-08-31T23:00:00'), end_s: at('2026-09-30T23:00:00') });
    expect(periods.history.map(({ id }) => id)).toEqual([
      ...['09', '10', '11', '12'].map((month) => `2025-${month}`),
      ...['01', '02', '03', '04', '05', '06', '07', '08', '09'].map((month) => `2026-${month}`),
    ]);
    expect(periods.baseline.id).toBe('2026-08');
    const facts = financeMonthFacts();
    const closed = needs(financeMonthly, { ...facts, periods }).lists.find(({ id }) => id === 'closed_cases');
    expect(closed?.sql).toContain(`t.resolved_s >= ${periods.now.start_s} AND t.resolved_s < ${periods.now.end_s}`);
  });
});

describe('its schedule', () => {
  const yaml = (schedule: string): string => `organisation: { name: Example Corp, time_zone: Europe/Dublin }
sources: [{ id: desk, connector: event-log, files: ["*.csv"], ticket: id, at: at, columns: { status: { column: s, map: { a: new } } } }]
reports:
  - { id: finance-monthly, schedule: "${schedule}", recipients: [finance@example.com] }
delivery: { from: metrics@example.com }
`;

  it('is a day of every month, and the report is about the month before', () => {
    const configuration = readConfiguration(yaml('day 5 07:00'), 'casebook.yaml', known);
    expect(dueReports(configuration, at('2026-11-05T07:00:00'))).toEqual(['finance-monthly']);
    expect(
      occurrences(configuration, at('2026-08-01T00:00:00'), at('2026-11-30T00:00:00')).map((each) => each.period),
    ).toEqual(['2026-07', '2026-08', '2026-09', '2026-10']);
    expect(planJobs(configuration, { reports: [], period: null, as_of_s: period('2026-09').end_s })).toEqual([
      { report: 'finance-monthly', period: '2026-09', slice: 'all' },
    ]);
  });

  it('is no weekday', () => {
    expect(() => readConfiguration(yaml('mon 07:00'), 'casebook.yaml', known)).toThrow(
      'expected a day of the month such as "day 5 07:00" for a monthly report',
    );
  });

  it('follows from the id of every ready report', () => {
    for (const { id, cadence } of readyReports) expect(id).toMatch(new RegExp(`-${cadence}$`));
  });
});
