import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
  type IMetric,
  type MetricOptions,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { logEvents, type LogEvent } from '../shared/run/log-events.ts';
import type { Deployment } from './config.ts';
import type { Feedback } from './feedback.ts';
import type { Task } from './functions.ts';
import type { Steps } from './steps.ts';
import type { Workflow } from './workflow.ts';

/** What wakes somebody. Every alarm has an id, which is its anchor in RUNBOOK.md. */
export class Alarms extends Construct {
  readonly alarms: Alarm[] = [];
  readonly metrics: Readonly<Record<string, IMetric>>;
  readonly topic: Topic;
  readonly #name: string;

  constructor(
    scope: Construct,
    id: string,
    { name, configuration, limits }: Deployment,
    parts: {
      readonly key: IKey;
      readonly workflow: Workflow;
      readonly steps: Steps;
      readonly feedback: Feedback;
      readonly failed: Queue;
    },
  ) {
    super(scope, id);
    this.#name = name;
    const { workflow, steps, feedback, failed, key } = parts;
    this.topic = new Topic(this, 'Topic', { displayName: name, masterKey: key, enforceSSL: true });
    acknowledge(
      this.topic,
      'Serverless-SNSRedrivePolicy',
      'An alarm mail that cannot be delivered has no other place to go.',
    );
    // The topic has a policy of its own, so the one that every topic begins with is gone: without this, no alarm would tell anybody
    // (CloudWatch user guide, "Notifying users on alarm changes"; SNS developer guide, "Enable compatibility with encrypted topics").
    const ofAlarms = {
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    };
    this.topic.addToResourcePolicy(
      new PolicyStatement({ ...ofAlarms, actions: ['sns:Publish'], resources: [this.topic.topicArn] }),
    );
    key.addToResourcePolicy(
      new PolicyStatement({ ...ofAlarms, actions: ['kms:Decrypt', 'kms:GenerateDataKey*'], resources: ['*'] }),
    );
    if (configuration.aws.alarm_email !== undefined)
      this.topic.addSubscription(new EmailSubscription(configuration.aws.alarm_email));

    const counted = (
      task: Task,
      event: LogEvent,
      of: MetricOptions & { where?: string; value?: string; isShared?: boolean } = {},
    ): Metric => {
      const { where, value, isShared = false, ...options } = of;
      const metricName = [event, where?.split('"')[1]?.replace(/\W/g, '')].filter(Boolean).join('_');
      new MetricFilter(this, `Count-${metricName}-${value ?? ''}${isShared ? `-${task.node.id}` : ''}`, {
        logGroup: task.log,
        metricNamespace: `Casebook/${name}`,
        metricName: metricName + (value === undefined ? '' : `_${value.slice(2)}`),
        filterPattern: FilterPattern.literal(`{ $.event = "${logEvents[event]}"${where ? ` && ${where}` : ''} }`),
        metricValue: value ?? '1',
      });
      return new Metric({
        namespace: `Casebook/${name}`,
        metricName: metricName + (value === undefined ? '' : `_${value.slice(2)}`),
        statistic: 'Sum',
        period: Duration.hours(1),
        ...options,
      });
    };

    const finished = counted(workflow.task, 'run_finished');
    const failedRuns = counted(workflow.task, 'run_finished', { where: '$.status = "failed"' });
    const held = counted(workflow.task, 'run_finished', { where: '$.status = "held"' });
    const sent = counted(workflow.task, 'run_finished', { value: '$.mails_sent' });
    const owed = counted(workflow.task, 'run_finished', { value: '$.mails_owed' });
    const unknown = counted(workflow.task, 'run_finished', { value: '$.mails_unknown' });
    const refused = counted(workflow.task, 'run_finished', { value: '$.mails_refused' });
    const badSources = counted(workflow.task, 'run_finished', { value: '$.sources_failed' });
    const pulled = counted(steps.load, 'load_finished', { where: '$.run = "*-pull"' });
    const missed = counted(workflow.task, 'report_missed');
    const untidy = counted(workflow.task, 'maintenance_finished', { value: '$.tables_failed' });
    const bounced = counted(feedback.task, 'mail_bounced');
    const complained = counted(feedback.task, 'mail_complained');
    const day = Duration.days(1);
    // One metric of all functions that ask Athena.
    const [usd] = [steps.load, steps.measure, steps.maintain].map((task) =>
      counted(task, 'query', { value: '$.usd', isShared: true }),
    );
    const costPerRun = new MathExpression({
      expression: 'IF(runs > 0, usd / runs, usd)',
      usingMetrics: { usd: (usd ?? finished).with({ period: day }), runs: finished.with({ period: day }) },
      label: 'USD of Athena a run',
      period: day,
    });
    // Athena says it for each combination of these, and for no work group alone (Athena user guide, "Monitor Athena queries with
    // CloudWatch metrics"); what was cancelled half way was read and is paid.
    const scanned = Object.fromEntries(
      ['SUCCEEDED', 'FAILED', 'CANCELED'].flatMap((QueryState) =>
        ['DML', 'DDL', 'UTILITY'].map((QueryType) => [
          `${QueryState}_${QueryType}`.toLowerCase(),
          new Metric({
            namespace: 'AWS/Athena',
            metricName: 'ProcessedBytes',
            dimensionsMap: { QueryState, QueryType, WorkGroup: name },
            statistic: 'Sum',
            period: day,
          }),
        ]),
      ),
    );
    const scans = new MathExpression({
      expression: Object.keys(scanned)
        .map((id) => `FILL(${id}, 0)`)
        .join(' + '),
      usingMetrics: scanned,
      label: 'Bytes that Athena read',
      period: day,
    });
    const reputation = (metricName: string) =>
      new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Average', period: Duration.hours(1) });
    this.metrics = {
      finished,
      failedRuns,
      held,
      sent,
      owed,
      unknown,
      refused,
      badSources,
      bounced,
      complained,
      scans,
      costPerRun,
    };

    // A workflow that fails answers FAILED without an error of the function: Errors stays 0 (Lambda developer guide, "Monitoring
    // durable functions").
    const durable = (metricName: string) =>
      workflow.task.lambda.metric(metricName, { statistic: 'Sum', period: Duration.hours(1) });
    this.#at('run-failed', 'A run ended failed: a report was not made or not sent to somebody.', failedRuns, 1);
    this.#at(
      'run-died',
      'The workflow itself ended with an error, without a record.',
      new MathExpression({
        expression: 'FILL(failed, 0) + FILL(timed_out, 0) + FILL(stopped, 0)',
        usingMetrics: {
          failed: durable('DurableExecutionFailed'),
          timed_out: durable('DurableExecutionTimedOut'),
          stopped: durable('DurableExecutionStopped'),
        },
        label: 'Workflows that ended without success',
        period: Duration.hours(1),
      }),
      1,
    );
    // Of the daily pull alone: no other schedule keeps it green. Hour by hour, because an alarm over one day looks at days of UTC.
    this.#at('pull-late', 'The daily pull has not ended for 26 hours.', pulled, 1, {
      evaluationPeriods: 26,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
    this.#at('report-missed', 'A schedule did not start a report; the daily pull makes it.', missed, 1);
    this.#at('maintenance-failed', 'Some tables were not tidied.', untidy, 1);
    this.#at('report-held', 'A gate held a report; nothing was sent.', held, 1);
    this.#at('source-failed', 'A helpdesk could not be read, or its pages could not be loaded.', badSources, 1);
    this.#at(
      'mail-owed',
      'A mail could not be handed over for as long as a run waits; the next run tries it again.',
      owed,
      1,
    );
    this.#at('mail-unknown', 'A mail was handed over and no answer came; it is not sent again by itself.', unknown, 1);
    this.#at('mail-refused', 'The mail system refused a mail for good.', refused, 1);
    this.#at('mail-bounced', 'A reader’s address does not exist; mail to it was stopped.', bounced, 1);
    this.#at('mail-complained', 'A reader marked a report as spam; mail to them was stopped.', complained, 1);
    this.#at(
      'bounce-rate',
      'Bounces of the account near the rate at which AWS reviews it.',
      reputation('Reputation.BounceRate'),
      0.03,
    );
    this.#at(
      'complaint-rate',
      'Complaints of the account near the rate at which AWS reviews it.',
      reputation('Reputation.ComplaintRate'),
      0.0005,
    );
    this.#at(
      'event-lost',
      'A start, a bounce or a call could not be delivered and waits in the queue.',
      failed.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      1,
    );
    for (const [step, task] of Object.entries({
      pull: steps.pull,
      load: steps.load,
      measure: steps.measure,
      deliver: steps.deliver,
      maintain: steps.maintain,
      feedback: feedback.task,
      unsubscribe: feedback.unsubscribe,
    }))
      this.#at(
        `${step}-error`,
        `The function ${step} ended with an error.`,
        task.lambda.metricErrors({ period: Duration.hours(1) }),
        1,
      );
    this.#at(
      'pull-throttled',
      'More pulls were asked for than may run at once.',
      steps.pull.lambda.metricThrottles({ period: Duration.hours(1) }),
      10,
    );
    this.#at(
      'scan-cost',
      'Athena scanned more in a day than a healthy month should.',
      scans,
      limits.alarmScannedGigabytes * 1e9,
    );
  }

  /** At or above the threshold once; no data is fine unless the alarm says otherwise. */
  #at(
    id: string,
    what: string,
    metric: IMetric,
    threshold: number,
    options: Partial<Pick<AlarmProps, 'evaluationPeriods' | 'comparisonOperator' | 'treatMissingData'>> = {},
  ): void {
    const alarm = new Alarm(this, id, {
      alarmName: `${this.#name}-${id}`,
      alarmDescription: `${what} What to do: infra/RUNBOOK.md#${id}`,
      metric,
      threshold,
      evaluationPeriods: options.evaluationPeriods ?? 1,
      comparisonOperator: options.comparisonOperator ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: options.treatMissingData ?? TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    this.alarms.push(alarm);
  }
}
