import { AlarmStatusWidget, Dashboard as Board, GraphWidget, SingleValueWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import type { Deployment } from './config.ts';
import type { Feedback } from './feedback.ts';
import type { Steps } from './steps.ts';
import type { Workflow } from './workflow.ts';

/** One page: is anything wrong, what was sent, how long it took, what it scanned. */
export class Dashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name }: Deployment,
    parts: { readonly alarms: Alarms; readonly workflow: Workflow; readonly steps: Steps; readonly feedback: Feedback },
  ) {
    super(scope, id);
    const { alarms, workflow, steps, feedback } = parts;
    const { finished, failedRuns, held, sent, bounced, complained, scans, costPerRun } = alarms.metrics;
    const present = <T>(metrics: readonly (T | undefined)[]): T[] => metrics.filter((metric) => metric !== undefined);
    const week = { period: Duration.days(7), width: 12, height: 4 };
    const tasks = [workflow.task, ...steps.all, feedback.task, feedback.unsubscribe];
    new Board(this, 'Board', {
      dashboardName: name,
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: alarms.alarms, width: 24, height: 5 })],
        [
          new SingleValueWidget({
            title: 'Runs: finished, failed, held',
            metrics: present([finished, failedRuns, held]),
            ...week,
          }),
          new SingleValueWidget({
            title: 'Mails: sent, bounced, complaints',
            metrics: present([sent, bounced, complained]),
            ...week,
          }),
        ],
        [
          new GraphWidget({
            title: 'Duration',
            left: tasks.map(({ lambda }) => lambda.metricDuration({ statistic: 'Maximum' })),
            width: 12,
          }),
          new GraphWidget({
            title: 'Athena a day: bytes scanned, and USD a run',
            left: present([scans]),
            right: present([costPerRun]),
            width: 12,
          }),
        ],
      ],
    });
  }
}
