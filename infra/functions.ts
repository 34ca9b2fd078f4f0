import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Function,
  LoggingFormat,
  Runtime,
  type Code,
  type FunctionProps,
  type IDestination,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** The handlers below functions/, by folder. */
export const handlers = ['run', 'pull', 'load', 'measure', 'deliver', 'feedback', 'maintain'] as const;
export type HandlerName = (typeof handlers)[number];
/** Where the code of a handler is: a bundle, or a stand-in when only the template matters. */
export type CodeOf = (handler: HandlerName) => Code;

/** One function with its own role, log group and nothing else; what it may do is added by name. */
export class Task extends Construct {
  readonly lambda: Function;
  readonly log: LogGroup;

  constructor(
    scope: Construct,
    id: string,
    props: {
      readonly code: Code;
      readonly description: string;
      readonly environment: Record<string, string>;
      readonly memory: number;
      readonly minutes: number;
      readonly may: readonly PolicyStatement[];
      /** Takes the asynchronous calls that failed. */
      readonly failed: IQueue;
    } & Pick<FunctionProps, 'durableConfig' | 'reservedConcurrentExecutions'>,
  ) {
    super(scope, id);
    const { code, description, environment, memory, minutes, may, failed, ...rest } = props;
    this.log = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [this.log.logGroupArn],
      }),
    );
    this.lambda = new Function(this, 'Function', {
      ...rest,
      code,
      description,
      role,
      environment: { ...environment, NODE_OPTIONS: '--enable-source-maps' },
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memory,
      timeout: Duration.minutes(minutes),
      logGroup: this.log,
      loggingFormat: LoggingFormat.JSON,
      retryAttempts: 0,
      onFailure: failedCalls(failed),
    });
    acknowledge(this.lambda, 'Serverless-LambdaDLQ', 'Failed calls go to the failure destination, which says more.');
    acknowledge(this.lambda, 'Serverless-LambdaTracing', 'The workflow’s own history shows every step and its time.');
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failed.queueArn] }));
    for (const statement of may) role.addToPolicy(statement);
  }
}

/** The queue for asynchronous calls that failed. CDK's own destination would also allow reading the queue's attributes. */
export const failedCalls = (queue: IQueue): IDestination => ({ bind: () => ({ destination: queue.queueArn }) });
