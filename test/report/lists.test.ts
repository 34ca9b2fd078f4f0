import { describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import { backlog, costPerCase } from '../../shared/metrics/catalogue/all.ts';
import { closedCases } from '../../shared/report/lists/closed-cases.ts';
import { attentionCases, openCases } from '../../shared/report/lists/open-cases.ts';
import { planLines } from '../../shared/report/lists/plan-lines.ts';
import { needs } from '../../shared/report/report.ts';
import { leadWeekly } from '../../shared/report/reports/all.ts';
import type { ReportContext } from '../../shared/report/facts.ts';
import { at, day, ticket, week39 } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';
import { leadWeekFacts } from '../support/report-facts.ts';

const lakeOfTest = testLake();

const base = leadWeekFacts();
const reader: ReportContext = {
  ...base,
  as_of_s: at('next Mon 06:00'),
  periods: { ...base.periods, now: week39 },
};
const rows = async (id: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const list = [
    ...needs(leadWeekly, reader).lists,
    ...[closedCases, planLines].map((each) => ({ id: each.id, sql: each.sql(reader, frame)! })),
  ].find((each) => each.id === id)!;
  const result = await lakeOfTest.context().warehouse.query(id, list.sql);
  return result.rows.map((row) => Object.fromEntries(result.columns.map((name, i) => [name, row[i]])));
};
const frame = {
  as_of_s: reader.as_of_s,
  start_s: week39.start_s,
  end_s: week39.end_s,
  past: false,
  present: new Set(['tickets', 'ticket_flow', 'plan'] as const),
  account_days: [],
};

const emea = { team: 'emea', assignee_id: 'a1', updated_s: at('Sun 20:00'), first_reply_s: at('Mon 10:00') };

describe('the list of open cases', () => {
  it('has the cases that the backlog of the team counts at the end of the week, oldest first', async () => {
    await lakeOfTest.tickets([
      ticket({ ...emea, ticket_id: 'open', created: 'Tue 09:00' }),
      ticket({ ...emea, ticket_id: 'older', created: 'last Tue 09:00' }),
      ticket({ ...emea, ticket_id: 'solved', created: 'Mon 09:00', resolved: 'Wed 09:00' }),
      ticket({ ...emea, ticket_id: 'solved after the week', created: 'Mon 11:00', resolved: 'next Mon 05:00' }),
      ticket({ ...emea, ticket_id: 'came after the week', created: 'next Mon 01:00' }),
      ticket({ ...emea, ticket_id: 'spam', is_counted: false, is_test: true }),
      ticket({ ...emea, ticket_id: 'of another team', team: 'apac' }),
    ]);
    const list = await rows(openCases.id);
    expect(list.map((row) => row.ticket_id)).toEqual(['older', 'solved after the week', 'open']);
    expect(await lakeOfTest.value(backlog, { where: { team: 'emea' }, as_of: 'next Mon 06:00' })).toMatchObject({
      status: 'known',
      value: list.length,
    });
  });
});

describe('the cases that need someone today', () => {
  it('are chosen from those open now, each with its promise; attention.ts ranks them', async () => {
    const quiet = { ...emea, created: 'Sun 10:00', first_reply_s: at('Sun 11:00') };
    await lakeOfTest.tickets([
      ticket({ ...quiet, ticket_id: 'fine' }),
      ticket({ ...quiet, ticket_id: 'promised' }),
      ticket({ ...quiet, ticket_id: 'kept' }),
      ticket({ ...quiet, ticket_id: 'unowned', assignee_id: null }),
      ticket({ ...quiet, ticket_id: 'unanswered', created: 'Fri 10:00', first_reply_s: null }),
      ticket({ ...quiet, ticket_id: 'handed', handoff_count: 3 }),
      ticket({ ...quiet, ticket_id: 'reopened', reopen_count: 2 }),
      ticket({ ...quiet, ticket_id: 'untouched', created: 'last Mon 09:00', updated_s: at('last Tue 09:00') }),
      ticket({ ...quiet, ticket_id: 'solved since', handoff_count: 9, resolved: 'next Mon 05:00' }),
    ]);
    await lakeOfTest.put(lake.slaResults, [
      { ticket_id: 'promised', metric: 'resolution', applied_s: at('Sun 10:00'), due_s: at('next Mon 05:00') },
      {
        ticket_id: 'kept',
        metric: 'resolution',
        applied_s: at('Sun 10:00'),
        due_s: at('next Mon 05:00'),
        fulfilled_s: at('Sun 12:00'),
      },
    ]);
    const found = await rows(attentionCases.id);
    expect(new Set(found.map((row) => row.ticket_id))).toEqual(
      new Set(['fine', 'handed', 'kept', 'promised', 'reopened', 'unanswered', 'unowned', 'untouched']),
    );
    expect(found.find((row) => row.ticket_id === 'promised')).toMatchObject({
      promise: 'resolution',
      due_s: at('next Mon 05:00'),
    });
  });
});

describe('the tie-out of finance', () => {
  it('counts solved cases and those left out, by the same relation as cost per case', async () => {
    await lakeOfTest.tickets([
      ticket({ team: 'emea', resolved: 'Tue 10:00' }),
      ticket({ team: 'emea', resolved: 'Wed 10:00' }),
      ticket({ team: 'emea', resolved: 'Wed 11:00', is_counted: false }),
      ticket({ team: 'emea', resolved: 'next Mon 00:00' }),
      ticket({ team: 'apac', resolved: 'Wed 10:00' }),
    ]);
    await lakeOfTest.put(lake.costs, [
      {
        line_id: 'c',
        scope: 'support',
        kind: 'salary',
        team: 'emea',
        allocation: 'direct',
        period_start_day: day('2026-09-21'),
        period_end_day: day('2026-09-28'),
        amount_minor: 1000n,
        currency: 'EUR',
      },
    ]);
    expect(await rows(closedCases.id)).toEqual([{ solved: 3, removed: 1 }]);
    expect(await lakeOfTest.value(costPerCase, { where: { team: 'emea' } })).toMatchObject({
      denominator: 2,
      numerator: 1000,
    });
  });

  it('takes plan lines that lie in the period, of the whole organisation', async () => {
    const line = {
      line: 'cost_of_support',
      currency: 'EUR',
      period_start_day: day('2026-09-21'),
      period_end_day: day('2026-09-28'),
      amount_minor: 500n,
    };
    await lakeOfTest.put(lake.plan, [
      { ...line, line_id: 'a' },
      { ...line, line_id: 'b', amount_minor: 250n },
      { ...line, line_id: 'c', team: 'emea' },
      { ...line, line_id: 'd', period_end_day: day('2026-10-01') },
    ]);
    expect(await rows(planLines.id)).toMatchObject([{ line: 'cost_of_support', currency: 'EUR', amount_minor: 750 }]);
  });
});
