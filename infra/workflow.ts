import { CfnOutput, Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { RunEnv, writeEnv } from '../shared/env.ts';
import { acknowledge } from './acknowledge.ts';
import type { Deployment } from './config.ts';
import { failedCalls, Task, type CodeOf } from './functions.ts';
import type { Lake } from './lake.ts';
import { permissions, type Steps } from './steps.ts';

/**
 * The durable function that orders a run (shared/pipeline/run.ts). It is called by its alias: a run that is under way when a new
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
    const called = [steps.pull, steps.load, steps.measure, steps.deliver];
    this.task = new Task(this, 'Run', {
      code: code('run'),
      description: 'Orders a run: pull, load, measure, decide, deliver, record',
      environment: writeEnv(RunEnv, {
        LAKE_BUCKET: lake.lake.bucketName,
        STATE_BUCKET: lake.state.bucketName,
        PULL_FUNCTION: steps.pull.lambda.functionArn,
        LOAD_FUNCTION: steps.load.lambda.functionArn,
        MEASURE_FUNCTION: steps.measure.lambda.functionArn,
        DELIVER_FUNCTION: steps.deliver.lambda.functionArn,
      }),
      memory: 512,
      minutes: 5,
      failed,
      durableConfig: {
        executionTimeout: Duration.days(limits.workflowDays),
        retentionPeriod: Duration.days(limits.historyDays),
      },
      may: [
        ...permissions(lake).state,
        new PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          resources: called.map(({ lambda }) => lambda.functionArn),
        }),
      ],
    });
    const role = this.task.lambda.role ?? this.task;
    acknowledge(
      role,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicDurableExecutionRolePolicy]',
      'The service’s own policy for checkpoints; CDK adds it and there is no narrower one.',
    );
    this.alias = new Alias(this, 'Live', { aliasName: 'live', version: this.task.lambda.currentVersion });
    this.alias.configureAsyncInvoke({ retryAttempts: 0, onFailure: failedCalls(failed) });
    new CfnOutput(this, 'RunFunction', { value: this.alias.functionArn });
  }
}
