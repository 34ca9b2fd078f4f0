import { describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import { backlog, backlogForecast, staffRequired, volumeForecast } from '../../shared/metrics/catalogue/all.ts';
import type { AnyRow } from '../../shared/lake/table.ts';
import { at, day, ticket } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';

const home = testLake();
const day_s = 86_400;

/** Three cases a week, on Mondays at ten, over the weeks before the end of week 39, the last first. */
const threeAWeek = (weeks: number, fields: Parameters<typeof ticket>[0] = {}): readonly AnyRow[] =>
  Array.from({ length: 3 * weeks }, (_, i) => {
    const created_s = at('Mon 10:00') - Math.floor(i / 3) * 7 * day_s;
    return { ...ticket(fields), created_s, resolved_s: created_s + 3600, first_resolved_s: created_s + 3600 };
  });
const whole = { source: 'helpdesk', complete_until_s: at('2026-10-15T00:00:00Z') };

describe('forecasts', () => {
  it('are made of 21 weeks of every source that is asked about: weeks before the data of one are not its weeks', async () => {
    await home.tickets(threeAWeek(21));
    const began = (whole_from_s: number) => ({
      more: { reach: [whole, { ...whole, source: 'second', whole_from_s }] },
    });
    const early = began(at('Mon 00:00') - 300 * day_s);
    const late = began(at('Mon 00:00') - 30 * day_s);
    for (const metric of [volumeForecast, backlogForecast]) {
      expect(await home.value(metric, early)).toMatchObject({ status: 'known' });
      expect(await home.value(metric, late)).toEqual({ status: 'no_data', reason: 'below_minimum_n' });
      expect(await home.value(metric, { ...late, where: { source: 'helpdesk' } })).toMatchObject({ status: 'known' });
    }
    expect(await home.value(volumeForecast, early)).toMatchObject({ value: 3 });
  });

  it('of a backlog that nobody knows are not known, either', async () => {
    await home.tickets([
      ...threeAWeek(21),
      ...Array.from({ length: 100 }, () => ({
        ...ticket({ tells_resolution: false }),
        status: 'solved',
        created_s: at('Mon 10:00') - 7 * day_s,
      })),
    ]);
    const [first] = await home.all(backlogForecast);
    expect(first).toMatchObject({ value: { status: 'no_data', reason: 'not_told:resolution' }, not_told: 100 });
  });

  it('of cases whose creation is not told are not made', async () => {
    await home.tickets([...threeAWeek(21), ...threeAWeek(21, { tells_creation: false })]);
    const [few] = await home.all(volumeForecast);
    expect(few).toMatchObject({ value: { value: 3 }, not_told: 3 });
    await home.tickets(threeAWeek(21, { tells_creation: false }));
    expect(await home.value(volumeForecast)).toEqual({ status: 'no_data', reason: 'not_told:creation' });
  });

  it('begin with the open cases that the backlog counts', async () => {
    const open = (n: number, fields: Parameters<typeof ticket>[0]) =>
      Array.from({ length: n }, () => ({ ...ticket(fields), created_s: at('Mon 10:00') - 7 * day_s }));
    await home.tickets([...threeAWeek(21), ...open(5, {}), ...open(2, { tells_resolution: false, status: 'solved' })]);
    expect(await home.value(backlog)).toMatchObject({ value: 5 });
    expect((await home.all(backlogForecast))[0]).toMatchObject({ extras: { open: 5 }, not_told: 2 });
  });
});

describe('people for a queue', () => {
  const calls = (fields: Parameters<typeof ticket>[0] = {}, weeks = 8) =>
    threeAWeek(weeks, { channel: 'phone', touch_s: 600, ...fields });

  it('are those of the busiest half-hour of eight weeks, by the time that is told of most of the calls', async () => {
    await home.tickets([...calls({}, 8), ...threeAWeek(9)]);
    // three calls of ten minutes in half an hour are one person's hour: three desks at most 85 % busy and 80 % within 20 s, of whom 30 % are away
    expect((await home.all(staffRequired)).map(({ segment, value, not_told }) => [segment, value, not_told])).toEqual([
      [{ channel: 'phone' }, expect.objectContaining({ status: 'known', value: 5, n: 24 }), undefined],
    ]);
  });

  it('take the time from the time log, too', async () => {
    const own = calls({ touch_s: null });
    await home.tickets([...own, ...threeAWeek(9)]);
    await home.put(
      lake.timeLog,
      own.map((one, i) => ({
        entry_id: `${i}`,
        person_id: 'a',
        ticket_id: one['ticket_id'],
        work_day: day('2026-09-21'),
        worked_s: 600,
      })),
    );
    expect((await home.all(staffRequired))[0]).toMatchObject({ value: { status: 'known', value: 5 } });
  });

  it('are not known by the time of few calls, nor by fewer than eight weeks', async () => {
    await home.tickets([...calls({ touch_s: null }, 8), ...calls({}, 1), ...threeAWeek(9)]);
    expect((await home.all(staffRequired))[0]).toMatchObject({
      value: { status: 'no_data', reason: 'not_told:time_worked' },
      not_told: 24,
    });
    const late = { more: { reach: [{ ...whole, whole_from_s: at('Mon 00:00') - 14 * day_s }] } };
    expect(await home.value(staffRequired, late)).toEqual({ status: 'no_data', reason: 'below_minimum_n' });
  });

  it('are not known where most calls have days for times', async () => {
    const days = { tells_time_of_day: false };
    await home.tickets([...calls({}, 8), ...threeAWeek(9), ...calls(days, 8), ...calls(days, 8)]);
    expect((await home.all(staffRequired))[0]).toMatchObject({
      value: { status: 'no_data', reason: 'not_told:time_of_day' },
      not_told: 48,
    });
  });

  it('of a week that runs are made of the days that are over', async () => {
    await home.tickets([...calls({}, 9), ...threeAWeek(10)]);
    // at Monday eleven the calls of that Monday are not yet one of eight Mondays
    expect((await home.all(staffRequired, { as_of: 'Mon 10:15', newest: 'Mon 10:15' }))[0]).toMatchObject({
      value: { value: 5, n: 24 },
    });
  });
});
