import { Validations } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deployment } from '../../infra/config.ts';
import { CasebookStack } from '../../infra/stack.ts';
import { logEvents } from '../../shared/run/log-events.ts';
import { sizes } from '../../shared/operate/cost.ts';
import { known } from '../../shared/run/registry.ts';
import { companyYaml } from '../support/aws/company.ts';
import { plain, resourcesOf, synthesised, testApp } from '../support/template.ts';

const { template } = synthesised();
const all = (type: string) => Object.values(resourcesOf(template, type));

describe('the stack', () => {
  it('is the same template each time', () => {
    expect(JSON.stringify(synthesised().template.toJSON())).toBe(JSON.stringify(template.toJSON()));
  });
  it('passes cdk-nag, with every exception acknowledged at its place', () => {
    const app = testApp();
    new CasebookStack(app, deployment(companyYaml, 'casebook.yaml', known), () =>
      Code.fromInline('exports.handler = 0'),
    );
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    expect(() => app.synth()).not.toThrow();
  });
  it('is refused by cdk-nag when somebody widens a role', () => {
    const app = testApp();
    const stack = new CasebookStack(app, deployment(companyYaml, 'casebook.yaml', known), () =>
      Code.fromInline('exports.handler = 0'),
    );
    const role = stack.node.findChild('Steps').node.findChild('Pull').node.findChild('Role') as Role;
    role.addToPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).toThrow(/validation/i);
  });
});

describe('storage', () => {
  it('blocks public access on every bucket', () => {
    expect(all('AWS::S3::Bucket')).toHaveLength(5);
    template.allResourcesProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });
  it('encrypts every bucket, with the key of the stack but for the access log', () => {
    const algorithms = all('AWS::S3::Bucket').map(
      (bucket) => /"SSEAlgorithm":"([^"]+)"/.exec(JSON.stringify(bucket))?.[1],
    );
    expect(algorithms.map(String).toSorted()).toEqual(
      ['AES256', 'aws:kms', 'aws:kms', 'aws:kms', 'aws:kms'].toSorted(),
    );
  });
  it('refuses plain HTTP on every bucket', () => {
    const policies = JSON.stringify(all('AWS::S3::BucketPolicy'));
    for (const id of Object.keys(resourcesOf(template, 'AWS::S3::Bucket')))
      expect(all('AWS::S3::BucketPolicy').some((policy) => JSON.stringify(policy).includes(`"Ref":"${id}"`))).toBe(
        true,
      );
    expect(policies.match(/"aws:SecureTransport":"false"/g)).toHaveLength(5);
  });
  it('keeps old versions of every bucket but the access log', () => {
    expect(all('AWS::S3::Bucket').filter((bucket) => 'VersioningConfiguration' in bucket.Properties)).toHaveLength(4);
  });
  it('expires staged objects by the configuration, and raw pages only when it says so', () => {
    const rules = (yaml: string) => JSON.stringify(resourcesOf(synthesised(yaml).template, 'AWS::S3::Bucket'));
    expect(rules(companyYaml)).toContain('"ExpirationInDays":30,"Prefix":"staged/"');
    expect(rules(companyYaml)).not.toMatch(/"ExpirationInDays":\d+,"Prefix":"raw\/"/);
    expect(rules(`${companyYaml}\naws: { keep_raw_days: 400, keep_staged_days: 9 }`)).toContain(
      '"ExpirationInDays":400,"Prefix":"raw/"',
    );
  });
});

describe('schedules', () => {
  const schedulesOf = (yaml: string) =>
    Object.values(resourcesOf(synthesised(yaml).template, 'AWS::Scheduler::Schedule')).map(
      ({ Properties }) => Properties as Record<string, unknown>,
    );
  const expressions = (yaml: string) =>
    Object.fromEntries(schedulesOf(yaml).map(({ Name, ScheduleExpression }) => [Name, ScheduleExpression]));

  it('are one a time of day, in the company’s zone, to the minute, and one a week for the tables', () => {
    expect(expressions(companyYaml)).toEqual({
      'casebook-at-0700': 'cron(0 7 * * ? *)',
      'casebook-daily-pull': 'cron(0 4 * * ? *)',
      'casebook-maintenance': 'cron(0 12 ? * SUN *)',
    });
    for (const schedule of schedulesOf(companyYaml)) {
      expect(schedule.ScheduleExpressionTimezone).toBe('Europe/Berlin');
      expect(schedule.FlexibleTimeWindow).toEqual({ Mode: 'OFF' });
    }
  });
  it('are shared by what is due at one time, and by the pull at its time', () => {
    const yaml = companyYaml
      .replace('delivery:', '  - { id: executive-quarterly, schedule: "day 5 07:00" }\ndelivery:')
      .concat('aws: { pull_at: "07:00" }\n');
    expect(Object.keys(expressions(yaml)).toSorted()).toEqual(['casebook-daily-pull', 'casebook-maintenance']);
  });
  it('start the alias, say when they were due, and keep what could not be delivered', () => {
    const alias = Object.keys(resourcesOf(template, 'AWS::Lambda::Alias'));
    expect(alias).toHaveLength(1);
    const report = schedulesOf(companyYaml).find(({ Name }) => Name === 'casebook-at-0700')! as never as {
      Target: { Arn: unknown; Input: string; DeadLetterConfig: unknown; RetryPolicy: unknown };
    };
    expect(plain(report.Target.Arn)).toBe(`<${alias[0]}>`);
    expect(JSON.parse(report.Target.Input)).toEqual({
      due: true,
      scheduled_at: '<aws.scheduler.scheduled-time>',
    });
    expect(report.Target.DeadLetterConfig).toBeDefined();
    expect(report.Target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
  });
});

describe('functions', () => {
  it('are eight, on arm64 and Node 24, each with a role and a log of its own', () => {
    const functions = all('AWS::Lambda::Function').map(({ Properties }) => Properties as Record<string, unknown>);
    expect(functions).toHaveLength(8);
    for (const one of functions) {
      expect(one.Runtime).toBe('nodejs24.x');
      expect(one.Architectures).toEqual(['arm64']);
    }
    expect(new Set(functions.map(({ Role }) => plain(Role))).size).toBe(8);
    expect(
      new Set(functions.map(({ LoggingConfig }) => plain((LoggingConfig as { LogGroup: unknown }).LogGroup))).size,
    ).toBe(8);
    for (const group of all('AWS::Logs::LogGroup')) expect(group.Properties.RetentionInDays).toBe(90);
  });
  it('have one that is durable', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      DurableConfig: { ExecutionTimeout: 8 * 86_400, RetentionPeriodInDays: 30 },
    });
  });
  it('may pull four helpdesks at once', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Walks one helpdesk and keeps its pages',
      ReservedConcurrentExecutions: 4,
    });
  });
  it('keep every asynchronous call that failed; those that the workflow or a reader calls are not called so', () => {
    const configs = all('AWS::Lambda::EventInvokeConfig');
    expect(configs).toHaveLength(1);
    for (const { Properties } of configs)
      expect(Properties).toMatchObject({ MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: {} } });
  });
});

describe('the warehouse', () => {
  it('enforces its work group: engine 3, result location, scan limit', () => {
    template.hasResourceProperties('AWS::Athena::WorkGroup', {
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 10_000_000_000,
        EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
        ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_KMS' } },
      },
    });
  });
});

describe('mail', () => {
  it('is signed, encrypted on its way, and answered by events', () => {
    template.hasResourceProperties('AWS::SES::ConfigurationSet', {
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
    template.hasResourceProperties('AWS::SES::EmailIdentity', {
      EmailIdentity: 'example.com',
      MailFromAttributes: { MailFromDomain: 'bounce.example.com' },
    });
    template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: { MatchingEventTypes: Match.arrayWith(['bounce', 'complaint', 'reject']) },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.ses'], detail: { mail: { tags: { 'ses:configuration-set': ['casebook'] } } } },
    });
  });
  it('can be sent only as the configured sender', () => {
    const policies = JSON.stringify(all('AWS::IAM::Policy'));
    expect(policies).toContain('{"StringEquals":{"ses:FromAddress":"metrics@example.com"}}');
  });
});

describe('alarms', () => {
  const alarms = all('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties as Record<string, string>);
  it('have each an anchor in the runbook, and tell somebody', () => {
    const runbook = readFileSync('infra/RUNBOOK.md', 'utf8');
    const anchors = new Set([...runbook.matchAll(/^## (\S+)$/gm)].map(([, anchor]) => anchor));
    const wanted = alarms.map(({ AlarmDescription }) => /RUNBOOK\.md#(\S+)$/.exec(AlarmDescription ?? '')?.[1]);
    expect(wanted.length).toBeGreaterThan(15);
    expect(wanted.filter((anchor) => anchor === undefined || !anchors.has(anchor))).toEqual([]);
    expect([...anchors].filter((anchor) => !wanted.includes(anchor))).toEqual([]);
    for (const alarm of alarms) expect(alarm.AlarmActions).toHaveLength(1);
  });
  it('are as many as the estimate of costs says, with their metrics', () => {
    expect(alarms).toHaveLength(sizes.alarms);
    const names = all('AWS::Logs::MetricFilter').map(({ Properties }) =>
      JSON.stringify(Properties.MetricTransformations),
    );
    expect(new Set(names.map((text) => /"MetricName":"([^"]+)"/.exec(text)![1])).size).toBe(sizes.metrics);
  });
  it('count log lines that the functions write', () => {
    const patterns = all('AWS::Logs::MetricFilter').map(({ Properties }) => String(Properties.FilterPattern));
    expect(patterns.length).toBeGreaterThan(8);
    for (const pattern of patterns) expect(Object.keys(logEvents)).toContain(/\$\.event = "(\w+)"/.exec(pattern)?.[1]);
  });
  it('have the cost of a run beside them: what every function paid Athena, over the runs of the day', () => {
    const paid = all('AWS::Logs::MetricFilter').filter(({ Properties }) =>
      JSON.stringify(Properties.MetricTransformations).includes('"MetricValue":"$.usd"'),
    );
    expect(paid).toHaveLength(3);
    expect(JSON.stringify(all('AWS::CloudWatch::Dashboard'))).toContain('IF(runs > 0, usd / runs, usd)');
  });
  it('say that the daily pull did not come, whatever else ran', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'casebook-pull-late',
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
      Period: 3600,
      EvaluationPeriods: 26,
    });
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ $.event = "load_finished" && $.run = "*-pull" }',
    });
  });
});

describe('an account with rules of its own', () => {
  const withAws = (aws: string) => synthesised(`${companyYaml}\naws: { ${aws} }`).template;
  const rolesOf = (made: typeof template) => Object.values(resourcesOf(made, 'AWS::IAM::Role'));

  it('bounds every role, by the name of a policy of the account or by any ARN', () => {
    const named = rolesOf(withAws('permissions_boundary: Bound/Developer'));
    expect(named.length).toBeGreaterThan(7);
    for (const { Properties } of named)
      expect(plain(Properties.PermissionsBoundary)).toBe('arn:aws:iam::<AWS::AccountId>:policy/Bound/Developer');
    const arn = 'arn:aws:iam::111122223333:policy/Bound';
    for (const { Properties } of rolesOf(withAws(`permissions_boundary: "${arn}"`)))
      expect(Properties.PermissionsBoundary).toBe(arn);
    for (const { Properties } of rolesOf(template)) expect(Properties.PermissionsBoundary).toBeUndefined();
  });
  it('sees its tags on everything that can carry one, beside the one that splits the bill', () => {
    const made = withAws('tags: { owner: support, "cost:centre": "47" }');
    for (const type of [
      'AWS::S3::Bucket',
      'AWS::Lambda::Function',
      'AWS::IAM::Role',
      'AWS::SQS::Queue',
      'AWS::SNS::Topic',
    ])
      for (const { Properties } of Object.values(resourcesOf(made, type)))
        expect(
          Object.fromEntries(
            (Properties.Tags as unknown as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]),
          ),
        ).toMatchObject({ owner: 'support', 'cost:centre': '47', casebook: 'casebook' });
  });
  it('has two stages side by side: whatever has a fixed name begins with the name of its stack', () => {
    const made = withAws('stack: acme-test, sender_identity: existing');
    const fixed = Object.values(made.toJSON().Resources as Record<string, { Properties?: Record<string, unknown> }>)
      .flatMap(({ Properties = {} }) =>
        ['BucketName', 'Name', 'AlarmName', 'DashboardName', 'ScheduleGroupName'].map((key) => Properties[key]),
      )
      .filter((name) => name !== undefined && !['live'].includes(plain(name)));
    expect(fixed.length).toBeGreaterThan(30);
    expect(fixed.map(plain).filter((name) => !name.startsWith('acme-test'))).toEqual([]);
    expect(resourcesOf(made, 'AWS::SES::EmailIdentity')).toEqual({});
    expect(JSON.stringify(resourcesOf(made, 'AWS::IAM::Policy'))).toContain('identity/example.com');
  });
  it.each([['eusc-de-east-1', 'aws-eusc']])('is in %s: every ARN is of the partition %s', (region, partition) => {
    const text = JSON.stringify(withAws(`region: ${region}, allow_region: true`).toJSON());
    expect(text).toContain(`arn:${partition}:`);
    expect(text).not.toMatch(/arn:aws:/);
  });
});

describe('secrets', () => {
  it('have an entry for each reference of casebook.yaml, none of them with a secret in the template', () => {
    const yaml = companyYaml.replace(
      'calendars:',
      `  - { id: help, connector: zendesk, subdomain: example, email: "\${env:ZENDESK_EMAIL}", token: "\${secret:zendesk-token}" }\ncalendars:`,
    );
    const secrets = Object.values(resourcesOf(synthesised(yaml).template, 'AWS::SecretsManager::Secret'));
    expect(secrets.map(({ Properties }) => String(Properties.Name)).toSorted()).toEqual([
      'casebook/ZENDESK_EMAIL',
      'casebook/casebook-unsubscribe',
      'casebook/zendesk-token',
    ]);
    expect(JSON.stringify(secrets)).toContain('this secret has not been set');
  });
});
