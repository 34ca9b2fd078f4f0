import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
  type CronOptionsWithTimezone,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Deployment } from './config.ts';
import type { Steps } from './steps.ts';
import type { Workflow } from './workflow.ts';

/** Who starts what when, in the company's zone: one schedule a report, the daily pull, the weekly tidying. */
export class Schedules extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, zone, schedules, configuration }: Deployment,
    parts: { readonly workflow: Workflow; readonly steps: Steps; readonly failed: Queue },
  ) {
    super(scope, id);
    const group = new ScheduleGroup(this, 'Group', { scheduleGroupName: name });
    const timeZone = TimeZone.of(zone);
    const every = (
      of: string,
      cron: Omit<CronOptionsWithTimezone, 'timeZone'>,
      target: IFunction,
      input: object,
      description: string,
    ): void => {
      // A role for each target, so that no schedule may start what another starts.
      const role = new Role(this, `${of}-role`, {
        // Of this account and this group: nobody else's schedule may use the role (EventBridge Scheduler user guide, "Confused
        // deputy prevention"; the group, never a schedule).
        assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
          conditions: {
            StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': group.scheduleGroupArn },
          },
        }),
      });
      role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }));
      new Schedule(this, of, {
        scheduleName: `${name}-${of}`,
        scheduleGroup: group,
        description,
        schedule: ScheduleExpression.cron({ ...cron, timeZone }),
        target: new LambdaInvoke(target, {
          role: role.withoutPolicyUpdates(),
          input: ScheduleTargetInput.fromObject({ ...input, scheduled_at: ContextAttribute.scheduledTime }),
          deadLetterQueue: parts.failed,
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
        }),
      });
      role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [parts.failed.queueArn] }));
    };
    for (const { report, cron } of schedules)
      every(report, cron, parts.workflow.alias, { report }, `Makes and sends ${report}`);
    const [hour, minute] = configuration.aws.pull_at.split(':').map((part) => String(Number(part)));
    every(
      'daily-pull',
      { hour: hour ?? '4', minute: minute ?? '0' },
      parts.workflow.alias,
      { report: null },
      'Pulls and loads every source',
    );
    every(
      'maintenance',
      { weekDay: 'SUN', hour: '12', minute: '0' },
      parts.steps.maintain.lambda,
      {},
      'Compacts the tables',
    );
  }
}
