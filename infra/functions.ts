import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type CfnFunction,
  Function,
  LoggingFormat,
  Runtime,
  type Code,
  type FunctionProps,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { HandlerName } from './handlers.ts';

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
      /** Takes the asynchronous calls that failed; only for functions that are called so. */
      readonly failed?: IQueue;
    } & Pick<FunctionProps, 'durableConfig' | 'reservedConcurrentExecutions'>,
  ) {
    super(scope, id);
    const { code, description, environment, memory, minutes, may, failed, durableConfig, ...rest } = props;
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
    // A durable execution that ends FAILED, STOPPED or TIMED_OUT sends its event to a dead-letter queue; destinations know of none
    // (Lambda developer guide, "Best practices for Lambda durable functions"). CDK's own ways would allow more on the queue.
    const failedCalls: Pick<FunctionProps, 'retryAttempts' | 'onFailure'> =
      failed === undefined || durableConfig !== undefined
        ? {}
        : { retryAttempts: 0, onFailure: { bind: () => ({ destination: failed.queueArn }) } };
    this.lambda = new Function(this, 'Function', {
      ...rest,
      ...(durableConfig === undefined ? {} : { durableConfig }),
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
      // A run that waits for an approval goes on with the code it began with, days after the next deployment.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      ...failedCalls,
    });
    if (durableConfig !== undefined && failed !== undefined)
      (this.lambda.node.defaultChild as CfnFunction).deadLetterConfig = { targetArn: failed.queueArn };
    else
      acknowledge(
        this.lambda,
        'Serverless-LambdaDLQ',
        'Called by the workflow or by a reader, who see the failure; or failed calls go to a destination, which says more.',
      );
    acknowledge(this.lambda, 'Serverless-LambdaTracing', 'The workflow’s own history shows every step and its time.');
    if (failed !== undefined)
      role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failed.queueArn] }));
    for (const statement of may) role.addToPolicy(statement);
  }
}
