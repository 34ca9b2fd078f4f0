import { beforeEach, describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import {
  actualPersonDays,
  agentUtilization,
  attritionRateMonthly,
  businessInvolvement,
  newHireRateMonthly,
  outputPerEffort,
  serviceEfficiency,
  teamAvgHeadcount,
  workAbility,
  workCapacityStdDays,
  workEfficiency,
} from '../../shared/metrics/catalogue/all.ts';
import { at, day, period, ticket } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';

const home = testLake();
const september = period('2026-09');
const post = (person_id: string, fields = {}) => ({
  person_id,
  role: 'support',
  team: 'emea',
  level: 'P3',
  fte_milli: 1000,
  start_day: day('2026-01-01'),
  ...fields,
});
const logged = (person_id: string, on: string, activity: string, hours: number, fields = {}) => ({
  entry_id: `${person_id} ${on} ${activity}`,
  person_id,
  work_day: day(on),
  activity,
  worked_s: hours * 3600,
  ...fields,
});

describe('the workforce', () => {
  beforeEach(async () => {
    await home.put(lake.levelCoefficients, [
      { level: 'P3', coef_milli: 1000 },
      { level: 'P4', coef_milli: 1200 },
    ]);
    await home.put(lake.activityWeights, [
      { activity: 'online_support', validity_milli: 1000, counts_as_support: true },
      { activity: 'tool_bug_fix', validity_milli: 500, counts_as_support: true },
    ]);
  });

  it('of a month in which nobody logged anything is no team that did nothing', async () => {
    await home.put(lake.roster, [post('a')]);
    await home.put(lake.timeLog, [logged('a', '2026-08-03', 'online_support', 8)]);
    for (const metric of [actualPersonDays, agentUtilization, businessInvolvement, workEfficiency])
      expect(await home.value(metric, { period: september }), metric.id).toEqual({
        status: 'no_data',
        reason: 'no_input:time_log',
      });
    expect(await home.value(workCapacityStdDays, { period: september })).toMatchObject({ value: 22 });
    const quarter = { period: period('2026-Q3') };
    expect(await home.value(actualPersonDays, quarter)).toMatchObject({ value: 1 });
    expect(await home.extras(actualPersonDays, quarter)).toMatchObject({ months_without_entries: '2026-07, 2026-09' });
  });
  it('loses leave, holidays whole and half, and weekends; part time counts its share', async () => {
    // week 39: five working days for a; half of them for b; a takes Tuesday off, Wednesday is half a holiday
    await home.put(lake.roster, [
      post('a', { calendar_id: 'office' }),
      post('b', { calendar_id: 'office', fte_milli: 500 }),
    ]);
    await home.put(lake.timeLog, [logged('a', '2026-09-22', 'leave', 8), logged('b', '2026-09-26', 'leave', 8)]);
    const configuration = {
      calendars: {
        office: {
          time_zone: 'UTC',
          hours: { 'mon-fri': ['09:00-17:00'] },
          holidays: [{ date: '2026-09-23', hours: ['09:00-13:00'] }, '2026-09-24'],
        },
      },
    };
    // a: Mon 1, Tue 0, Wed 0.5, Thu 0, Fri 1; b: half of 3.5, and leave on a Saturday takes nothing
    expect(await home.value(workCapacityStdDays, { configuration })).toMatchObject({ value: 2.5 + 1.75, n: 2 });
  });
  it('takes the coefficient of each day: a promotion inside the period splits it, also between teams', async () => {
    await home.put(lake.roster, [
      post('a', { end_day: day('2026-09-23'), end_reason: 'moved' }),
      post('a', { start_day: day('2026-09-23'), level: 'P4', team: 'apac' }),
    ]);
    expect(await home.value(workCapacityStdDays)).toMatchObject({ value: 2 + 3 * 1.2 });
    expect(await home.byOne(workCapacityStdDays, 'team')).toEqual({ emea: 2, apac: 3.6 });
    expect(await home.value(workAbility)).toMatchObject({ value: 56 / 50 });
    expect(await home.byOne(teamAvgHeadcount, 'team')).toEqual({ emea: 2 / 7, apac: 5 / 7 });
    expect(await home.value(teamAvgHeadcount)).toMatchObject({ value: 1 });
  });
  it('does not count a person twice when the earlier row has no end', async () => {
    await home.put(lake.roster, [post('a'), post('a', { start_day: day('2026-09-23'), team: 'apac' })]);
    expect(await home.value(teamAvgHeadcount)).toMatchObject({ value: 1 });
  });
  it('counts neither leads nor engineers as capacity, nor their time as involvement', async () => {
    await home.put(lake.roster, [post('a'), post('lead', { role: 'lead' })]);
    await home.put(lake.timeLog, [
      logged('a', '2026-09-21', 'online_support', 4),
      logged('lead', '2026-09-21', 'online_support', 8),
    ]);
    expect(await home.value(actualPersonDays)).toMatchObject({ value: 1.5, n: 2 });
    expect(await home.value(businessInvolvement)).toMatchObject({ value: 0.5 / 5 });
    expect(await home.value(agentUtilization)).toMatchObject({ value: 4 / 40 });
  });
  it('weighs efficiency by coefficient: a ratio of sums', async () => {
    await home.put(lake.roster, [post('a', { level: 'P4' }), post('b')]);
    await home.put(lake.timeLog, [
      logged('a', '2026-09-21', 'online_support', 2),
      logged('b', '2026-09-21', 'tool_bug_fix', 6),
    ]);
    expect(await home.value(workEfficiency)).toMatchObject({ value: (2 * 1.2 + 3) / (2 * 1.2 + 6) });
  });
  it('is no data where nobody worked', async () => {
    await home.put(lake.roster, [post('a', { start_day: day('2026-10-01') })]);
    await home.put(lake.timeLog, [logged('a', '2026-10-02', 'online_support', 2)]);
    expect(await home.value(workAbility)).toEqual({ status: 'no_data', reason: 'zero_denominator' });
    expect(await home.value(workCapacityStdDays)).toMatchObject({ status: 'known', value: 0 });
    expect(await home.value(attritionRateMonthly)).toEqual({ status: 'no_data', reason: 'zero_denominator' });
  });
  it('shows each month of a quarter and their mean; a move is no leaving, a short gap no joining', async () => {
    await home.put(lake.roster, [
      ...['a', 'b', 'c', 'd'].map((person) => post(person)),
      post('leaver', { end_day: day('2026-08-01'), end_reason: 'left' }),
      post('mover', { end_day: day('2026-09-01'), end_reason: 'moved' }),
      post('mover', { start_day: day('2026-09-01'), team: 'apac' }),
      post('back', { end_day: day('2026-06-01'), end_reason: 'left' }),
      post('back', { start_day: day('2026-08-01') }),
      post('late', { end_day: day('2026-01-20'), end_reason: 'left' }),
      post('late', { start_day: day('2026-08-01') }),
    ]);
    const quarter = { period: period('2026-Q3') };
    // July: a-d, leaver, mover = 6; August and September: a-d, mover, back, late = 7; late was away for more than 90 days
    const leaving = { rate_2026: 1 / 7 };
    expect(await home.extras(attritionRateMonthly, quarter)).toEqual({
      people: 1,
      'rate_2026-07': 0,
      'rate_2026-08': leaving.rate_2026,
      'rate_2026-09': 0,
      moved: 1,
    });
    const { value } = (await home.value(attritionRateMonthly, quarter)) as { value: number };
    expect(value).toBeCloseTo(1 / 21, 12);
    expect(await home.extras(newHireRateMonthly, quarter)).toEqual({
      people: 1,
      'rate_2026-07': 0,
      'rate_2026-08': 1 / 7,
      'rate_2026-09': 0,
    });
  });
  it('credits the roster alone, splits the days of a channel by logged time, and needs a time log for that', async () => {
    await home.put(lake.roster, [post('a', { start_day: day('2026-09-21'), end_day: day('2026-09-25') })]);
    await home.put(lake.memberships, [
      { helpdesk_source: '*', helpdesk_person_id: 'u', person_id: 'a', team: 'emea', from_s: 0 },
    ]);
    await home.tickets([
      ticket({ ticket_id: 'e1', channel: 'email', resolved: 'Tue 09:00', resolved_by: 'u' }),
      ticket({ ticket_id: 'e2', channel: 'email', resolved: 'Tue 09:00', resolved_by: 'u' }),
      ticket({ ticket_id: 'p1', channel: 'phone', resolved: 'Tue 09:00', resolved_by: 'u' }),
      ticket({ ticket_id: 'x1', channel: 'phone', resolved: 'Tue 09:00', resolved_by: 'stranger' }),
    ]);
    expect(await home.value(serviceEfficiency)).toMatchObject({ value: 3 / 4 });
    expect(await home.extras(serviceEfficiency)).toMatchObject({ not_credited: 1 });
    expect((await home.all(serviceEfficiency, { by: ['channel'] }))[0]).toMatchObject({
      value: { reason: 'no_input:time_log' },
    });
    const on = { ticket_source: 'helpdesk' };
    await home.put(lake.timeLog, [
      logged('a', '2026-09-21', 'online_support', 3, { ...on, ticket_id: 'e1' }),
      logged('a', '2026-09-22', 'online_support', 1, { ...on, ticket_id: 'p1' }),
    ]);
    expect(await home.byOne(serviceEfficiency, 'channel')).toEqual({ email: 2 / 3, phone: 1 });
    expect(await home.value(outputPerEffort)).toMatchObject({ value: 6, denominator: 0.5 });
    expect(await home.extras(outputPerEffort)).toMatchObject({ time_log_coverage: 4 / 32 });
    expect(await home.byOne(serviceEfficiency, 'team')).toEqual({ emea: 0.75, unknown: 'zero_denominator' });
  });
  it('stops at what is known: a running period counts the days up to as_of', async () => {
    await home.put(lake.roster, [post('a')]);
    expect(await home.value(workCapacityStdDays, { period: september, as_of: '2026-09-02T12:00:00Z' })).toMatchObject({
      value: 2,
    });
    expect(at('2026-09-02T12:00:00Z')).toBeLessThan(september.end_s);
  });
});
