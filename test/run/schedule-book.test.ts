import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../shared/config/read.ts';
import { serveLoop, type Health } from '../../functions/cli/serve-loop.ts';
import { nextOccurrence, occurrences } from '../../shared/run/due.ts';
import { known } from '../../shared/run/registry.ts';
import { isAnythingDue, settleDue, takeDue } from '../../shared/run/schedule-book.ts';
import { companyYaml } from '../support/aws/company.ts';
import { writeJson } from '../../shared/state.ts';
import { memoryState } from '../support/memory-state.ts';

const at = (text: string): number => Date.parse(text) / 1000;
/** The company in Berlin, with reports that are due at these times. */
const scheduled = (lines: Readonly<Record<string, string>>) =>
  readConfiguration(
    companyYaml.replace(
      /reports:\n.*\n/,
      `reports:\n${Object.entries(lines)
        .map(([id, schedule]) => `  - { id: ${id}, schedule: "${schedule}", recipients: [a@example.com] }\n`)
        .join('')}`,
    ),
    'casebook.yaml',
    known,
  );
const weekly = scheduled({
  'executive-weekly': 'mon 07:00',
  'lead-weekly': 'mon 07:00',
  'executive-quarterly': 'day 5 07:00',
});

describe('a machine that was off for half a year', () => {
  it('makes what was due in the last hundred days, in order, and says what it skips', async () => {
    const state = memoryState();
    await takeDue(state, weekly, at('2026-04-01T00:00:00Z'));
    const { runs, skipped } = await takeDue(state, weekly, at('2026-10-05T06:00:00Z'));
    const weeks = (of: readonly { readonly period: string }[]) =>
      [...new Set(of.map(({ period }) => period))].filter((period) => period.includes('W'));
    // 27 Mondays from 6 April to 5 October; 100 days before is 27 June.
    expect(weeks(skipped)).toHaveLength(12);
    expect(weeks(runs)).toHaveLength(15);
    expect([...weeks(skipped), ...weeks(runs)]).toEqual([...weeks(skipped), ...weeks(runs)].toSorted());
    expect((await takeDue(state, weekly, at('2026-10-05T07:00:00Z'))).skipped).toEqual([]);
  });
});

describe('times at which reports are due', () => {
  it('each with the period it is then about, in order', () => {
    expect(occurrences(weekly, at('2026-10-01T00:00:00Z'), at('2026-10-12T05:00:00Z'))).toEqual([
      { report: 'executive-quarterly', period: '2026-Q3', due_s: at('2026-10-05T05:00:00Z') },
      { report: 'executive-weekly', period: '2026-W40', due_s: at('2026-10-05T05:00:00Z') },
      { report: 'lead-weekly', period: '2026-W40', due_s: at('2026-10-05T05:00:00Z') },
      { report: 'executive-quarterly', period: '2026-Q3', due_s: at('2026-10-08T05:00:00Z'), is_second: true },
      { report: 'executive-weekly', period: '2026-W41', due_s: at('2026-10-12T05:00:00Z') },
      { report: 'lead-weekly', period: '2026-W41', due_s: at('2026-10-12T05:00:00Z') },
    ]);
  });
  it('follow the wall clock of the company: 07:00 is 05:00 UTC in summer and 06:00 UTC in winter', () => {
    const days = occurrences(weekly, at('2026-10-18T00:00:00Z'), at('2026-10-27T00:00:00Z'));
    expect(days.map(({ due_s }) => new Date(due_s * 1000).toISOString().slice(0, 16))).toEqual([
      '2026-10-19T05:00',
      '2026-10-19T05:00',
      '2026-10-26T06:00',
      '2026-10-26T06:00',
    ]);
  });
  it('come once when the clock shows the hour twice, and once when it skips it', () => {
    const night = scheduled({ 'lead-weekly': 'sun 02:30' });
    const on = (day: string) => occurrences(night, at(`${day}T00:00:00+01:00`) - 3600, at(`${day}T23:00:00+01:00`));
    // Berlin, 25 October 2026: 02:30 is at 00:30 and at 01:30 UTC
    expect(on('2026-10-25').map(({ due_s }) => due_s)).toEqual([at('2026-10-25T00:30:00Z')]);
    // 29 March 2026: 02:00 becomes 03:00, the run comes at 03:30
    expect(on('2026-03-29').map(({ due_s }) => due_s)).toEqual([at('2026-03-29T01:30:00Z')]);
  });
  it('come a second time for a quarterly that goes out before its windows end, on the day when they have', () => {
    const of = (lines: Readonly<Record<string, string>>, until = '2026-10-31T00:00:00Z') =>
      occurrences(scheduled(lines), at('2026-10-01T00:00:00Z'), at(until)).map(({ due_s, is_second, period }) => [
        new Date(due_s * 1000).toISOString().slice(0, 10),
        is_second ?? false,
        period,
      ]);
    expect(of({ 'executive-quarterly': 'day 5 07:00' })).toEqual([
      ['2026-10-05', false, '2026-Q3'],
      ['2026-10-08', true, '2026-Q3'],
    ]);
    // seven days after the last case of September everything is told
    expect(of({ 'executive-quarterly': 'day 7 07:00' })).toHaveLength(2);
    expect(of({ 'executive-quarterly': 'day 8 07:00' })).toEqual([['2026-10-08', false, '2026-Q3']]);
    expect(of({ 'finance-monthly': 'day 5 07:00' })).toHaveLength(1);
  });
  it('the second time only where the report was issued with a goal that can be decided then', async () => {
    const quarterly = scheduled({ 'executive-quarterly': 'day 5 07:00' });
    const second_s = at('2026-10-08T05:00:00Z');
    const taken = async (issued: object | undefined) => {
      const state = memoryState();
      await takeDue(state, quarterly, second_s - 60);
      if (issued !== undefined)
        await writeJson(state, 'issued/executive-quarterly/all/2026-Q3.json', { revision: 1, ...issued });
      const { runs } = await takeDue(state, quarterly, second_s + 60);
      // taken or left, it is not open for good
      for (const run of runs) await settleDue(state, run);
      expect(await isAnythingDue(state, quarterly, second_s + 120)).toBe(false);
      return runs.map(({ reports, period }) => [...reports, period]);
    };
    expect(await taken({ decided_s: second_s - 7200 })).toEqual([['executive-quarterly', '2026-Q3']]);
    expect(await taken({ decided_s: second_s + 7200 })).toEqual([]);
    expect(await taken({})).toEqual([]);
    expect(await taken(undefined)).toEqual([]);
  });
  it('say which is next', () => {
    expect(nextOccurrence(weekly, at('2026-10-05T05:00:00Z'))?.due_s).toBe(at('2026-10-12T05:00:00Z'));
    expect(nextOccurrence(scheduled({ 'lead-weekly': 'mon 07:00' }), at('2026-10-05T04:59:59Z'))?.report).toBe(
      'lead-weekly',
    );
  });
});

describe('the book of the schedule', () => {
  const look = (state: ReturnType<typeof memoryState>, time: string) => takeDue(state, weekly, at(time));
  it('looks an hour back the first time: cron calls a little late', async () => {
    const { runs } = await look(memoryState(), '2026-10-05T05:00:40Z');
    expect(runs.map(({ reports, period }) => [reports.join(), period])).toEqual([
      ['executive-quarterly', '2026-Q3'],
      ['executive-weekly,lead-weekly', '2026-W40'],
    ]);
    expect((await look(memoryState(), '2026-10-05T09:00:00Z')).runs).toEqual([]);
  });
  it('gives what was missed once and in order, and nothing a second time', async () => {
    const state = memoryState();
    await look(state, '2026-10-07T00:00:00Z');
    const { runs } = await look(state, '2026-10-20T00:00:00Z');
    expect(runs.map(({ period }) => period)).toEqual(['2026-W41', '2026-W42']);
    for (const run of runs) await settleDue(state, run);
    expect((await look(state, '2026-10-20T00:01:00Z')).runs).toEqual([]);
  });
  it('keeps what was not done, until a day has gone', async () => {
    const state = memoryState();
    await look(state, '2026-10-12T04:00:00Z');
    await look(state, '2026-10-12T05:00:00Z');
    expect((await look(state, '2026-10-13T05:00:00Z')).runs).toHaveLength(1);
    const late = await look(state, '2026-10-13T05:00:01Z');
    expect([late.runs, late.givenUp.map(({ report }) => report)]).toEqual([[], ['executive-weekly', 'lead-weekly']]);
  });
  it('does not go back when the clock of the machine does', async () => {
    const state = memoryState();
    for (const run of (await look(state, '2026-10-12T05:00:00Z')).runs) await settleDue(state, run);
    await look(state, '2026-10-12T04:00:00Z');
    expect((await look(state, '2026-10-12T05:01:00Z')).runs).toEqual([]);
  });
});

/** Two weeks of `casebook serve` in simulated time; `asleep`: the machine is off in between. `fails`: the runs that fail. */
async function served(from: string, to: string, asleep: readonly [string, string] | null, fails = 0) {
  const [state, ran, pulls]: [ReturnType<typeof memoryState>, string[], number[]] = [memoryState(), [], []];
  let now_s = at(from);
  let failing = fails;
  const stop = new AbortController();
  const health: Health = { status: 'idle', last: null };
  const pause = {
    random: () => 0.5,
    sleep: (ms: number) => {
      now_s += ms / 1000;
      if (asleep !== null && now_s >= at(asleep[0]) && now_s < at(asleep[1])) now_s = at(asleep[1]);
      if (now_s >= at(to)) stop.abort();
      return Promise.resolve();
    },
  };
  const work = {
    isDue: () => isAnythingDue(state, weekly, now_s),
    pull: () => Promise.resolve(pulls.push(now_s) > 0 ? 0 : 1),
    async runDue() {
      let worst = 0;
      for (const run of (await takeDue(state, weekly, now_s)).runs) {
        const isFailing = failing-- > 0;
        ran.push(`${new Date(now_s * 1000).toISOString().slice(0, 16)} ${run.period}${isFailing ? ' failed' : ''}`);
        if (isFailing) worst = 1;
        else await settleDue(state, run);
      }
      return worst;
    },
  };
  await serveLoop({ clock: { now_s: () => now_s }, pause }, { work, pullEvery_s: 6 * 3600, health }, stop.signal);
  return { ran, pulls, health };
}

describe('casebook serve', () => {
  it('runs each report at its hour on both sides of a change of the clock', async () => {
    const { ran, health } = await served('2026-10-18T12:00:00Z', '2026-10-27T12:00:00Z', null);
    expect(ran).toEqual(['2026-10-19T05:00 2026-W42', '2026-10-26T06:00 2026-W43']);
    expect(health).toMatchObject({ status: 'idle', last: { exit: 0 } });
  });
  it('after two days asleep runs what it missed, once, when it wakes', async () => {
    const asleep = ['2026-10-25T12:00:00Z', '2026-10-27T12:00:00Z'] as const;
    const { ran } = await served('2026-10-18T12:00:00Z', '2026-10-29T12:00:00Z', asleep);
    expect(ran).toEqual(['2026-10-19T05:00 2026-W42', '2026-10-27T12:00 2026-W43']);
  });
  it('asleep across the change of the clock too', async () => {
    const asleep = ['2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z'] as const;
    const { ran } = await served('2026-10-20T12:00:00Z', '2026-10-28T12:00:00Z', asleep);
    expect(ran).toEqual(['2026-10-26T12:00 2026-W43']);
  });
  it('tries again every quarter of an hour what could not be done, and says so in its health meanwhile', async () => {
    const { ran } = await served('2026-10-18T12:00:00Z', '2026-10-19T12:00:00Z', null, 2);
    expect(ran).toEqual([
      '2026-10-19T05:00 2026-W42 failed',
      '2026-10-19T05:15 2026-W42 failed',
      '2026-10-19T05:30 2026-W42',
    ]);
  });
  it('reads the sources every six hours between', async () => {
    const { pulls } = await served('2026-10-20T00:00:00Z', '2026-10-21T00:30:00Z', null);
    expect(pulls).toHaveLength(4);
  });
});
