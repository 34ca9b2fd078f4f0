import { CfnOutput, Duration, Stack, Tags } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { acknowledgeWildcards } from './acknowledge-wildcards.ts';
import { Alarms } from './alarms.ts';
import { Budget } from './budget.ts';
import { costTag, type Deployment } from './config.ts';
import { Dashboard } from './dashboard.ts';
import { Feedback } from './feedback.ts';
import type { CodeOf } from './functions.ts';
import { Lake } from './lake.ts';
import { Mail } from './mail.ts';
import { Schedules } from './schedules.ts';
import { Secrets } from './secrets.ts';
import { Steps } from './steps.ts';
import { Warehouse } from './warehouse.ts';
import { Workflow } from './workflow.ts';

/** Casebook in one AWS account and region. */
export class CasebookStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, code: CodeOf) {
    super(scope, deployment.stack, {
      env: { region: deployment.region },
      description: 'Casebook: support metrics from helpdesks, computed exactly, mailed to the people who act on them',
    });
    const lake = new Lake(this, 'Storage', deployment);
    const warehouse = new Warehouse(this, 'Warehouse', deployment, lake);
    const secrets = new Secrets(this, 'Secrets', deployment, lake.key);
    const mail = new Mail(this, 'Mail', deployment);
    const failed = new Queue(this, 'Failed', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    new CfnOutput(this, 'FailedQueue', { value: failed.queueUrl });
    for (const rule of ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'])
      acknowledge(failed, rule, 'This is the dead-letter queue.');
    acknowledgeWildcards(this, lake, deployment.database);
    const feedback = new Feedback(this, 'Feedback', deployment, { code, lake, secrets, mail, failed });
    const steps = new Steps(this, 'Steps', deployment, {
      code,
      lake,
      warehouse,
      secrets,
      mail,
      unsubscribeUrl: feedback.url,
    });
    const workflow = new Workflow(this, 'Workflow', deployment, { code, lake, steps, failed });
    new Schedules(this, 'Schedules', deployment, { workflow, failed });
    const alarms = new Alarms(this, 'Alarms', deployment, { key: lake.key, workflow, steps, feedback, failed });
    new Dashboard(this, 'Dashboard', deployment, { alarms, workflow, steps, feedback });
    new Budget(this, 'Budget', deployment);
    const { tags, permissions_boundary } = deployment.configuration.aws;
    for (const [key, value] of Object.entries({ ...tags, [costTag]: deployment.name }))
      Tags.of(this).add(key, value, { excludeResourceTypes: ['AWS::CloudWatch::Dashboard'] });
    if (permissions_boundary !== undefined)
      PermissionsBoundary.of(this).apply(
        permissions_boundary.startsWith('arn:')
          ? ManagedPolicy.fromManagedPolicyArn(this, 'Boundary', permissions_boundary)
          : ManagedPolicy.fromManagedPolicyName(this, 'Boundary', permissions_boundary),
      );
  }
}
