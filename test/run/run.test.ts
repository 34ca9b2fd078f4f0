import { describe, expect, it } from 'vitest';
import { InternalError } from '../../shared/errors.ts';
import { localSteps } from '../../shared/run/local-steps.ts';
import { nobodyApproved, run, RunRequest } from '../../shared/run/run.ts';
import type { DeliverAnswer, MeasureAnswer } from '../../shared/run/task-answers.ts';
import type { RunRecord } from '../../shared/run/record.ts';
import { memoryState } from '../support/memory-state.ts';

const request = RunRequest.parse({ run: 'r1', started_s: 100, as_of_s: 100 });
const job = { report: 'lead-weekly', period: '2026-W39', slice: 'emea' };
const good: MeasureAnswer = {
  results_key: 'results/x',
  revision: 1,
  is_unchanged: false,
  is_quiet: false,
  needs_approval: false,
  holds: [],
};
const sent: DeliverAnswer = {
  folder: 'reports/x',
  subject: 'Subject',
  mails: [{ recipient: 'a@example.com', status: 'sent', id: '1', message: null }],
};

type Task = (input: never) => Promise<unknown>;
function home(tasks: Readonly<Record<string, Task>> = {}) {
  const state = memoryState();
  const calls: string[] = [];
  const all: Record<string, Task> = {
    plan: () => Promise.resolve({ sources: ['desk', 'log'], jobs: [job] }),
    pull: () => Promise.resolve({ is_done: true, wait_s: 0, message: '5 records', has_failed: false }),
    load: () => Promise.resolve({ is_done: true, message: 'loaded' }),
    measure: () => Promise.resolve(good),
    deliver: () => Promise.resolve(sent),
    notify: () => Promise.resolve(null),
    retry: () => Promise.resolve({ mails: [], wait_s: null }),
    record: (input) => Promise.resolve(input),
    ...tasks,
  };
  const counted = Object.fromEntries(
    Object.entries(all).map(([name, task]) => [
      name,
      (input: never) => {
        calls.push(name);
        return task(input);
      },
    ]),
  );
  const pauses: number[] = [];
  const parts = {
    state,
    clock: { now_s: () => 100 },
    pause: { sleep: (ms: number) => Promise.resolve(void pauses.push(ms)), random: () => 0 },
  };
  const start = (decision?: 'approved' | 'rejected'): Promise<RunRecord> =>
    run(
      request,
      localSteps('r1', parts, counted, () => Promise.resolve(decision)),
    );
  return { start, calls, pauses };
}

describe('a run', () => {
  it('pulls, loads, measures, delivers and records', async () => {
    const { start, calls } = home();
    expect(await start()).toMatchObject({ status: 'sent', reports: [{ ...job, status: 'sent', subject: 'Subject' }] });
    expect(calls).toEqual([
      'plan',
      'record',
      'pull',
      'pull',
      'load',
      'load',
      'load',
      'measure',
      'deliver',
      'retry',
      'record',
    ]);
  });

  it('waits, without sleeping in a task, when a helpdesk asks for it, and goes on', async () => {
    let turn = 0;
    const { start, pauses } = home({
      pull: () => Promise.resolve({ is_done: ++turn > 2, wait_s: 60, message: '', has_failed: false }),
    });
    expect((await start()).status).toBe('sent');
    expect(pauses).toEqual([60_000, 60_000]);
  });

  it('reports a source that fails and still reads the other; what the gate says of it decides', async () => {
    const { start, calls } = home({
      pull: ({ source }: { source: string }) =>
        source === 'desk'
          ? Promise.reject(new Error('503'))
          : Promise.resolve({ is_done: true, wait_s: 0, message: 'ok', has_failed: false }),
    });
    const record = await start();
    expect(record.sources).toEqual([
      { source: 'desk', ok: false, message: '503' },
      { source: 'log', ok: true, message: 'ok; loaded' },
    ]);
    expect(calls.filter((name) => name === 'load')).toHaveLength(3);
  });

  it('holds a report for the reasons of the gate, tells the owner and sends nothing', async () => {
    const { start, calls } = home({ measure: () => Promise.resolve({ ...good, holds: ['ledger differs by 1 cent'] }) });
    expect(await start()).toMatchObject({
      status: 'held',
      reports: [{ status: 'held', reasons: ['ledger differs by 1 cent'] }],
    });
    expect(calls).toContain('notify');
    expect(calls).not.toContain('deliver');
  });

  it('sends only what a person approved, where approval is asked for', async () => {
    const measure: Task = () => Promise.resolve({ ...good, needs_approval: true });
    expect((await home({ measure }).start('approved')).status).toBe('sent');
    expect((await home({ measure }).start('rejected')).reports[0]).toMatchObject({ status: 'held' });
    expect((await home({ measure }).start()).reports[0]).toMatchObject({
      status: 'held',
      reasons: [nobodyApproved],
    });
  });

  it('is failed, never silent, when a mail is refused or its fate is unknown', async () => {
    const { start } = home({
      deliver: () =>
        Promise.resolve({
          ...sent,
          mails: [{ recipient: 'a@example.com', status: 'unknown', id: null, message: 'no answer' }],
        }),
    });
    expect(await start()).toMatchObject({
      status: 'failed',
      reports: [{ status: 'failed', reasons: ['a@example.com: no answer'] }],
    });
  });

  it('resumes after the last finished step, whichever task was killed', async () => {
    for (const victim of ['plan', 'pull', 'load', 'measure', 'deliver', 'retry', 'record']) {
      let isKilled = false;
      const crash = new InternalError('killed');
      const kill =
        (task: Task): Task =>
        async (input) => {
          const value = await task(input);
          if (isKilled) return value;
          isKilled = true;
          throw crash;
        };
      const plain: Record<string, Task> = {
        plan: () => Promise.resolve({ sources: ['desk'], jobs: [job] }),
        pull: () => Promise.resolve({ is_done: true, wait_s: 0, message: 'ok', has_failed: false }),
        load: () => Promise.resolve({ is_done: true, message: 'loaded' }),
        measure: () => Promise.resolve(good),
        deliver: () => Promise.resolve(sent),
        record: (input) => Promise.resolve(input),
        retry: () => Promise.resolve({ mails: [], wait_s: null }),
      };
      const { start } = home({ ...plain, [victim]: kill(plain[victim] as Task) });
      await start().catch(() => undefined);
      const second = await start();
      expect(second.status, victim).toBe('sent');
    }
  });
});
