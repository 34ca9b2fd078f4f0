import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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
import { scheduleNames, startTimes } from '../shared/run/due.ts';
import type { Deployment } from './config.ts';
import type { Workflow } from './workflow.ts';

/** Who starts what when, in the company's zone: one schedule a time of day, and the weekly tidying. All start the workflow. */
export class Schedules extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, zone, configuration }: Deployment,
    { workflow, failed }: { readonly workflow: Workflow; readonly failed: Queue },
  ) {
    super(scope, id);
    const group = new ScheduleGroup(this, 'Group', { scheduleGroupName: name });
    const timeZone = TimeZone.of(zone);
    // Of this account and this group: nobody else's schedule may use the role (EventBridge Scheduler user guide, "Confused deputy
    // prevention"; the group, never a schedule).
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': group.scheduleGroupArn },
        },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [workflow.alias.functionArn] }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failed.queueArn] }));
    const every = (
      scheduleName: string,
      cron: Omit<CronOptionsWithTimezone, 'timeZone'>,
      input: object,
      description: string,
    ): void => {
      new Schedule(this, scheduleName.slice(name.length + 1), {
        scheduleName,
        scheduleGroup: group,
        description,
        schedule: ScheduleExpression.cron({ ...cron, timeZone }),
        target: new LambdaInvoke(workflow.alias, {
          role: role.withoutPolicyUpdates(),
          input: ScheduleTargetInput.fromObject({ ...input, scheduled_at: ContextAttribute.scheduledTime }),
          deadLetterQueue: failed,
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
        }),
      });
    };
    // Every day at each time that a schedule of casebook.yaml names: the run itself knows what is due (shared/run/due.ts), so what
    // is due at one instant is one run, whatever days it shares.
    for (const [i, time] of startTimes(configuration).entries()) {
      const [hour, minute] = time.split(':').map((part) => String(Number(part)));
      every(
        scheduleNames(name, configuration)[i] ?? time,
        { hour: hour ?? '4', minute: minute ?? '0' },
        { due: true },
        i === 0 ? 'Pulls and loads every source, and makes what is due or was missed' : `Makes what is due at ${time}`,
      );
    }
    every(`${name}-maintenance`, { weekDay: 'SUN', hour: '12', minute: '0' }, { maintain: true }, 'Tidies the tables');
  }
}
