import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import threads from 'node:worker_threads';
import { withDurableExecution } from '@aws/durable-execution-sdk-js';
import { LocalDurableTestRunner, WaitingOperationStatus } from '@aws/durable-execution-sdk-js-testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { durableSteps } from '../../functions/run/durable-steps.ts';
import { CredentialsError, RateLimited, WarehouseError } from '../../shared/errors.ts';
import { localSteps } from '../../shared/run/local-steps.ts';
import type { RunRecord } from '../../shared/run/record.ts';
import { nobodyApproved, run, RunRequest } from '../../shared/run/run.ts';
import type { DeliverAnswer, MeasureAnswer } from '../../shared/run/task-answers.ts';
import { answerCall, type Tasks } from '../../shared/run/task-call.ts';
import { memoryState } from '../support/memory-state.ts';

const request = RunRequest.parse({ run: 'r1', started_s: 100, as_of_s: 100 });
const job = { report: 'lead-weekly', period: '2026-W39', slice: 'emea' };
const measured: MeasureAnswer = {
  results_key: 'results/x',
  revision: 1,
  is_unchanged: false,
  is_quiet: false,
  needs_approval: false,
  holds: [],
};
const delivered = (status: 'sent' | 'already_sent'): DeliverAnswer => ({
  folder: 'reports/x',
  subject: 'Subject',
  mails: [{ recipient: 'a@example.com', status, id: '1', message: null }],
});

/** What the functions do, and how often each was called; `sent` is the ledger of a mail system that cannot send twice. */
function functions(given: Tasks = {}) {
  const calls: string[] = [];
  const sent: string[] = [];
  const tasks: Tasks = {
    plan: () => Promise.resolve({ sources: ['desk', 'log'], jobs: [job] }),
    record: (input) => Promise.resolve(input),
    pull: () => Promise.resolve({ is_done: true, wait_s: 0, message: 'read', has_failed: false }),
    load: () => Promise.resolve({ is_done: true, message: 'loaded' }),
    measure: () => Promise.resolve(measured),
    deliver: () => {
      const isFirst = sent.length === 0;
      if (isFirst) sent.push('a@example.com');
      return Promise.resolve(delivered(isFirst ? 'sent' : 'already_sent'));
    },
    notify: () => Promise.resolve(null),
    retry: () => Promise.resolve({ mails: [], wait_s: null }),
    ...given,
  };
  const counted: Tasks = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      (input: unknown) => {
        calls.push(name);
        return task(input);
      },
    ]),
  );
  return { tasks: counted, calls, sent };
}

const elsewhere = ['pull', 'load', 'measure', 'deliver', 'notify', 'retry'];

/** The workflow as it is deployed: plan and record in its own function, everything else in others. */
function deployed(tasks: Tasks) {
  const own = Object.fromEntries(Object.entries(tasks).filter(([name]) => !elsewhere.includes(name)));
  const homes = { own, elsewhere: Object.fromEntries(elsewhere.map((name) => [name, `${name}-function`])) };
  const handler = withDurableExecution((event: RunRequest, context) => run(event, durableSteps(context, homes)));
  const runner = new LocalDurableTestRunner<RunRecord>({ handlerFunction: handler });
  for (const name of elsewhere)
    runner.registerFunction(`${name}-function`, (event: unknown) => answerCall(event, tasks));
  return runner;
}
const finished = async (tasks: Tasks): Promise<RunRecord> =>
  (await deployed(tasks).run({ payload: request })).getResult()!;

/** The runner skips its own waits, but not the deadlines of callbacks: see the file that is loaded beside its server. */
beforeAll(async () => {
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(file: string | URL, options: threads.WorkerOptions = {}) {
      super(file, {
        ...options,
        execArgv: ['--import', join(import.meta.dirname, '../support/skip-callback-hours.mjs')],
      });
    }
  };
  syncBuiltinESMExports();
  await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
  threads.Worker = Worker;
  syncBuiltinESMExports();
});
afterAll(() => LocalDurableTestRunner.teardownTestEnvironment());

describe('the workflow as a durable function', () => {
  it('ends as the embedded home ends', async () => {
    const parts = {
      state: memoryState(),
      clock: { now_s: () => 100 },
      pause: { sleep: () => Promise.resolve(), random: () => 0 },
    };
    const here = await run(
      request,
      localSteps('r1', parts, functions().tasks, () => Promise.resolve(undefined)),
    );
    expect(here.status).toBe('sent');
    expect(await finished(functions().tasks)).toEqual(here);
  });

  it('replays its body, but calls each function once', async () => {
    const { tasks, calls } = functions();
    const result = await deployed(tasks).run({ payload: request });
    expect(result.getInvocations().length).toBeGreaterThan(1);
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

  // Every step boundary: before a task did its work, and after it did but before the answer arrived.
  const names = ['pull', 'load', 'measure', 'deliver'] as const;
  it.each(names.flatMap((name) => [[name, 'before'] as const, [name, 'after'] as const]))(
    'survives that %s dies once, %s its work: sent, once',
    async (name, when) => {
      const { tasks, sent } = functions();
      let deaths = 0;
      const dying: Tasks = {
        ...tasks,
        [name]: async (input: unknown) => {
          if (when === 'before' && deaths++ === 0) throw new Error('Runtime exited with error: signal: killed');
          const answer = await tasks[name]!(input);
          if (when === 'after' && deaths++ === 0) throw new Error('Task timed out after 900.00 seconds');
          return answer;
        },
      };
      const record = await finished(dying);
      expect(record.status).toBe('sent');
      expect(record.sources.every(({ ok }) => ok)).toBe(true);
      expect(sent).toEqual(['a@example.com']);
      expect(deaths).toBeGreaterThan(0);
    },
  );

  it('ends failed, with a record that says so, when a function dies each time', async () => {
    const { tasks, calls } = functions({ measure: () => Promise.reject(new Error('out of memory')) });
    const record = await finished(tasks);
    expect(record).toMatchObject({ status: 'failed', reports: [{ status: 'failed', reasons: ['out of memory'] }] });
    expect(calls.filter((name) => name === 'measure')).toHaveLength(6);
    expect(calls).not.toContain('deliver');
    expect(calls.at(-1)).toBe('record');
  });

  it('waits for a query that finds no place, and fails the report when it never does', async () => {
    let tries = 0;
    const busy: Tasks = {
      measure: () => (++tries < 4 ? Promise.reject(new WarehouseError('Athena is busy')) : Promise.resolve(measured)),
    };
    expect((await finished(functions(busy).tasks)).status).toBe('sent');
    expect(tries).toBe(4);
    const broken = functions({ measure: () => Promise.reject(new WarehouseError('COLUMN_NOT_FOUND')) });
    expect(await finished(broken.tasks)).toMatchObject({
      status: 'failed',
      reports: [{ reasons: ['COLUMN_NOT_FOUND'] }],
    });
  });

  it('goes on with the other helpdesks when one refuses, without asking it again', async () => {
    const { tasks, calls } = functions({
      pull: (input) =>
        (input as { source: string }).source === 'desk'
          ? Promise.reject(new CredentialsError('Zendesk refused the token.'))
          : Promise.resolve({ is_done: true, wait_s: 0, message: 'read', has_failed: false }),
    });
    const record = await finished(tasks);
    expect(record.sources).toContainEqual({ source: 'desk', ok: false, message: 'Zendesk refused the token.' });
    expect(record.sources).toContainEqual({ source: 'log', ok: true, message: 'read; loaded' });
    expect(calls.filter((name) => name === 'pull')).toHaveLength(2);
    expect(record.reports[0]!.status).toBe('sent');
  });

  it('waits out an hour of a helpdesk’s throttling, however it is said', async () => {
    let turns = 0;
    const { tasks } = functions({
      pull: () => {
        turns++;
        if (turns === 1) return Promise.reject(new RateLimited('wait', 60));
        return Promise.resolve({ is_done: turns > 6, wait_s: 900, message: 'read', has_failed: false });
      },
    });
    expect((await finished(tasks)).status).toBe('sent');
    expect(turns).toBeGreaterThan(6);
  });

  it('loads a large source in turns, and goes on only when the last is done', async () => {
    let turns = 0;
    const { tasks, calls } = functions({
      load: (input) =>
        Promise.resolve({
          is_done: (input as { source: string }).source !== 'desk' || ++turns === 40,
          message: 'loaded',
        }),
    });
    expect((await finished(tasks)).status).toBe('sent');
    expect(turns).toBe(40);
    expect(calls.indexOf('measure')).toBeGreaterThan(calls.lastIndexOf('load'));
  });

  it('holds what a gate held, and tells the owner once', async () => {
    const { tasks, calls, sent } = functions({
      measure: () => Promise.resolve({ ...measured, holds: ['The data is old.'] }),
    });
    expect(await finished(tasks)).toMatchObject({
      status: 'held',
      reports: [{ status: 'held', reasons: ['The data is old.'] }],
    });
    expect(calls.filter((name) => name === 'notify')).toHaveLength(1);
    expect(sent).toEqual([]);
  });

  describe('with an approval', () => {
    const asking = () => {
      const tokens: string[] = [];
      const notices: (readonly string[])[] = [];
      const made = functions({
        measure: () => Promise.resolve({ ...measured, needs_approval: true }),
        notify: (input) => {
          const { token, reasons } = input as { token?: string; reasons: readonly string[] };
          if (token === undefined) notices.push(reasons);
          else tokens.push(token);
          return Promise.resolve(null);
        },
      });
      return { ...made, tokens, notices };
    };
    it.each([
      ['approved', 'sent', ['a@example.com']],
      ['rejected', 'held', []],
    ] as const)('that is %s: %s', async (decision, status, mails) => {
      const { tasks, sent, tokens } = asking();
      const runner = deployed(tasks);
      const operation = runner.getOperation('approval');
      const running = runner.run({ payload: request });
      await operation.waitForData(WaitingOperationStatus.STARTED);
      await operation.sendCallbackSuccess(decision);
      expect((await running).getResult()!.status).toBe(status);
      expect(sent).toEqual(mails);
      expect(tokens).toHaveLength(1);
      expect(tokens[0]!.length).toBeGreaterThan(20);
    });
    it('that nobody gives for three days: held, with the reason in the record and in a mail, and nothing sent', async () => {
      const { tasks, calls, sent, tokens, notices } = asking();
      const result = await deployed(tasks).run({ payload: request });
      const deadlines = result
        .getHistoryEvents()
        .flatMap(({ CallbackStartedDetails: callback }) => (callback === undefined ? [] : [callback.Timeout]));
      expect(deadlines).toEqual([3 * 86_400]);
      expect(result.getResult()).toMatchObject({
        status: 'held',
        reports: [{ status: 'held', reasons: [nobodyApproved] }],
      });
      expect(tokens).toHaveLength(1);
      expect(notices).toEqual([[nobodyApproved]]);
      expect(sent).toEqual([]);
      expect(calls).not.toContain('deliver');
      expect(calls.at(-1)).toBe('record');
    });
  });

  it('fails, rather than lose it, when a result is too large for a checkpoint', async () => {
    const { tasks } = functions({ load: () => Promise.resolve({ is_done: true, message: 'x'.repeat(100_001) }) });
    const result = await deployed(tasks).run({ payload: request });
    expect(result.getStatus()).toBe('FAILED');
    expect(result.getError().errorMessage).toContain('pass large results by object key');
  });
});
