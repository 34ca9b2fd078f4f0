import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { FeedbackEnv, UnsubscribeEnv, writeEnv } from '../shared/env.ts';
import type { Deployment } from './config.ts';
import { Task, type CodeOf } from './functions.ts';
import type { Lake } from './lake.ts';
import type { Mail } from './mail.ts';
import type { Secrets } from './secrets.ts';
import { permissions } from './steps.ts';

/**
 * Bounces and complaints from SES, and the unsubscribe link of every mail (RFC 8058): both end in a suppression. Two functions:
 * whoever floods the public one takes nothing from the other.
 */
export class Feedback extends Construct {
  readonly task: Task;
  readonly unsubscribe: Task;
  readonly url: string;

  constructor(
    scope: Construct,
    id: string,
    { limits }: Deployment,
    parts: {
      readonly code: CodeOf;
      readonly lake: Lake;
      readonly secrets: Secrets;
      readonly mail: Mail;
      readonly failed: Queue;
    },
  ) {
    super(scope, id);
    const { code, lake, secrets, mail, failed } = parts;
    const state = { STATE_BUCKET: lake.state.bucketName };
    this.task = new Task(this, 'Task', {
      code: code('feedback'),
      description: 'Stops mail to those who complain or do not exist',
      environment: writeEnv(FeedbackEnv, state),
      memory: 256,
      minutes: 1,
      failed,
      may: permissions(lake).state({ write: ['sends', 'suppressed'] }),
    });
    this.unsubscribe = new Task(this, 'Unsubscribe', {
      code: code('unsubscribe'),
      description: 'Answers the unsubscribe link of a mail',
      environment: writeEnv(UnsubscribeEnv, { ...state, SECRET_PREFIX: secrets.prefix }),
      memory: 256,
      minutes: 1,
      reservedConcurrentExecutions: limits.unsubscribeConcurrency,
      may: [
        ...permissions(lake).state({ write: ['suppressed'] }),
        new PolicyStatement({
          actions: ['secretsmanager:GetSecretValue'],
          resources: [secrets.unsubscribe.secretFullArn ?? secrets.unsubscribe.secretArn],
        }),
      ],
    });
    // Open to everybody by its nature: mail programs call it. The signed token in the address is the permission.
    this.url = this.unsubscribe.lambda.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
    new Rule(this, 'MailEvents', {
      description: 'What SES says became of a mail',
      eventPattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': [mail.configurationSet] } } },
      },
      targets: [
        new LambdaFunction(this.task.lambda, {
          deadLetterQueue: failed,
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
        }),
      ],
    });
    new CfnOutput(Stack.of(this), 'UnsubscribeUrl', { value: this.url });
  }
}
