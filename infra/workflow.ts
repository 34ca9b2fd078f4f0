import { CfnElement, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { RunEnv, writeEnv } from '../shared/env.ts';
import { acknowledge } from './acknowledge.ts';
import type { Deployment } from './config.ts';
import { Task, type CodeOf } from './functions.ts';
import type { Lake } from './lake.ts';
import { permissions, type Steps } from './steps.ts';

/**
 * The durable function that orders a run (shared/run/run.ts). It is called by its alias: a run that is under way when a new
 * version is deployed ends on the version it began with.
 */
export class Workflow extends Construct {
  readonly task: Task;
  readonly alias: Alias;

  constructor(
    scope: Construct,
    id: string,
    { limits }: Deployment,
    parts: { readonly code: CodeOf; readonly lake: Lake; readonly steps: Steps; readonly failed: Queue },
  ) {
    super(scope, id);
    const { code, lake, steps, failed } = parts;
    const called = [steps.pull, steps.load, steps.measure, steps.deliver, steps.maintain];
    this.task = new Task(this, 'Run', {
      code: code('run'),
      description: 'Orders a run: pull, load, measure, decide, deliver, record',
      environment: writeEnv(RunEnv, {
        LAKE_BUCKET: lake.lake.bucketName,
        STATE_BUCKET: lake.state.bucketName,
        // By version: the tasks of a run are of the deployment that it began with, as the run itself is.
        PULL_FUNCTION: steps.pull.lambda.currentVersion.functionArn,
        LOAD_FUNCTION: steps.load.lambda.currentVersion.functionArn,
        MEASURE_FUNCTION: steps.measure.lambda.currentVersion.functionArn,
        DELIVER_FUNCTION: steps.deliver.lambda.currentVersion.functionArn,
        MAINTAIN_FUNCTION: steps.maintain.lambda.currentVersion.functionArn,
      }),
      memory: 512,
      minutes: 5,
      failed,
      durableConfig: {
        executionTimeout: Duration.days(limits.workflowDays),
        retentionPeriod: Duration.days(limits.historyDays),
      },
      may: [
        ...permissions(lake).state({ write: ['due', 'runs'], read: ['issued'] }),
        new PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          // Every version: a run that waits calls the ones it began with.
          resources: called.map(({ lambda }) => `${lambda.functionArn}:*`),
        }),
      ],
    });
    const role = this.task.lambda.role ?? this.task;
    for (const { lambda } of called) {
      const element = lambda.node.defaultChild;
      if (element instanceof CfnElement)
        acknowledge(
          role,
          `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(element)}.Arn>:*]`,
          'The versions of one function of this stack.',
        );
    }
    acknowledge(
      role,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicDurableExecutionRolePolicy]',
      'The service’s own policy for checkpoints; CDK adds it and there is no narrower one.',
    );
    this.alias = new Alias(this, 'Live', { aliasName: 'live', version: this.task.lambda.currentVersion });
    new CfnOutput(Stack.of(this), 'RunFunction', { value: this.alias.functionArn });
  }
}
