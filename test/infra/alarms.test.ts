import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MailStatus, RunRecord } from '../../shared/run/record.ts';
import { summaryOf } from '../../shared/run/run-summary.ts';
import { alarming, type Line, type Point } from '../support/cloudwatch.ts';
import { resourcesOf, synthesised } from '../support/template.ts';

const { template } = synthesised();
const names = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm'))
  .map(({ Properties }) => String(Properties.AlarmName).replace(/^casebook-/, ''))
  .toSorted();

/** A day on which everything went well, and the daily pull of every day. */
const pulled: Line = { log: 'StepsLoadLog', says: { event: 'load_finished', run: '20251006T020000Z-pull' } };
const record = (change: Partial<RunRecord> = {}): RunRecord => ({
  run: '20251006T050000Z-reports',
  started_s: 0,
  finished_s: 1,
  as_of_s: 0,
  is_dry: false,
  status: 'sent',
  sources: [],
  reports: [],
  ...change,
});
const ended = (change: Partial<RunRecord> = {}): Line => ({
  log: 'WorkflowRunLog',
  says: { event: 'run_finished', ...summaryOf(record(change)) },
});
const mailed = (status: MailStatus): Line =>
  ended({
    reports: [
      {
        report: 'lead-weekly',
        period: '2025-W40',
        slice: 'all',
        status: 'failed',
        revision: 1,
        subject: null,
        reasons: [],
        results_key: null,
        folder: null,
        mails: [{ recipient: 'a@example.com', status, id: null, message: null }],
      },
    ],
  });
const of = (metric: string, dimensions: Record<string, string>, value = 1): Point => ({ metric, value, dimensions });
const failing = (task: string): Point => of('Errors', { FunctionName: task });

/** For each alarm what causes it, as the functions say it or AWS counts it. */
const causes: Readonly<Record<string, { readonly lines?: readonly Line[]; readonly points?: readonly Point[] }>> = {
  'run-failed': { lines: [ended({ status: 'failed' })] },
  'run-died': { points: [of('DurableExecutionFailed', { FunctionName: 'WorkflowRun' })] },
  'report-held': { lines: [ended({ status: 'held' })] },
  'report-missed': { lines: [{ log: 'WorkflowRunLog', says: { event: 'report_missed', report: 'lead-weekly' } }] },
  'maintenance-failed': {
    lines: [{ log: 'WorkflowRunLog', says: { event: 'maintenance_finished', tables_failed: 1, tables: 'x: y' } }],
  },
  'source-failed': { lines: [ended({ sources: [{ source: 'desk', ok: false, message: 'refused' }] })] },
  'mail-owed': { lines: [mailed('owed')] },
  'mail-unknown': { lines: [mailed('unknown')] },
  'mail-refused': { lines: [mailed('refused')] },
  'mail-bounced': { lines: [{ log: 'FeedbackTaskLog', says: { event: 'mail_bounced' } }] },
  'mail-complained': { lines: [{ log: 'FeedbackTaskLog', says: { event: 'mail_complained' } }] },
  'bounce-rate': { points: [of('Reputation.BounceRate', {}, 0.04)] },
  'complaint-rate': { points: [of('Reputation.ComplaintRate', {}, 0.001)] },
  'event-lost': { points: [of('ApproximateNumberOfMessagesVisible', { QueueName: 'Failed' })] },
  'pull-error': { points: [failing('StepsPull')] },
  'load-error': { points: [failing('StepsLoad')] },
  'measure-error': { points: [failing('StepsMeasure')] },
  'deliver-error': { points: [failing('StepsDeliver')] },
  'maintain-error': { points: [failing('StepsMaintain')] },
  'feedback-error': { points: [failing('FeedbackTask')] },
  'unsubscribe-error': { points: [failing('FeedbackUnsubscribe')] },
  'pull-throttled': { points: [of('Throttles', { FunctionName: 'StepsPull' }, 12)] },
  'scan-cost': {
    points: ['SUCCEEDED', 'CANCELED'].map((QueryState) =>
      of('ProcessedBytes', { QueryState, QueryType: 'DML', WorkGroup: 'casebook' }, 150e9),
    ),
  },
};

describe('an alarm', () => {
  it('is silent on a good day', () => {
    expect(alarming(template, { lines: [pulled, ended()] })).toEqual([]);
  });
  it.each(Object.entries(causes))('%s: fires by its cause, and no other does', (name, { lines = [], points = [] }) => {
    expect(alarming(template, { lines: [pulled, ...lines], points })).toEqual([name]);
  });
  it.each([
    ['is still owed', 'owed', []],
    ['was refused', 'refused', ['mail-refused']],
    ['got no answer', 'unknown', ['mail-unknown']],
  ] as const)('of a mail of an earlier run that %s now tells what is new', (_, status, fired) => {
    const mail = { recipient: 'a@example.com', status, id: null, message: null };
    const retried = [{ report: 'lead-weekly', period: '2025-W39', slice: 'all', ...mail }];
    expect(alarming(template, { lines: [pulled, ended({ retried })] })).toEqual(fired);
  });
  it.each(['DurableExecutionTimedOut', 'DurableExecutionStopped'])('run-died: fires by %s, too', (metric) => {
    const points = [of(metric, { FunctionName: 'WorkflowRun' })];
    expect(alarming(template, { lines: [pulled], points })).toEqual(['run-died']);
  });
  it('pull-late: fires when the daily pull has not ended for 26 hours, whatever else ran', () => {
    const at = (hour: number) => ({ ...pulled, hour });
    const report: Line = { log: 'StepsLoadLog', says: { event: 'load_finished', run: '20251006T050000Z-reports' } };
    expect(alarming(template, { lines: [at(25)] })).toEqual([]);
    expect(alarming(template, { lines: [at(26), report, ended()] })).toEqual(['pull-late']);
    expect(alarming(template, {})).toEqual(['pull-late']);
  });
  it('is caused in this test, each of them', () => {
    expect([...Object.keys(causes), 'pull-late'].toSorted()).toEqual(names);
  });
});

describe('the runbook', () => {
  const runbook = readFileSync('infra/RUNBOOK.md', 'utf8');
  const sections = Object.fromEntries(
    runbook.split(/^## /m).map((text) => [text.split('\n')[0]!, text.slice(text.indexOf('\n'))] as const),
  );
  it.each(names)('%s: says what happened and what to do, for a person at night', (name) => {
    const text = sections[name]!;
    expect(text.trim().length).toBeGreaterThan(60);
  });
});
