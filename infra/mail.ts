import { ArnFormat, CfnOutput, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Deployment } from './config.ts';

/** Sending: the verified domain with DKIM and its own MAIL FROM, and what becomes of each mail. */
export class Mail extends Construct {
  readonly configurationSet: string;
  readonly #identity: string;
  readonly #sender: string;

  constructor(scope: Construct, id: string, { name, sender, configuration }: Deployment) {
    super(scope, id);
    this.configurationSet = name;
    this.#sender = sender.address;
    const set = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: name,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    set.addEventDestination('Feedback', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.DELIVERY_DELAY,
      ],
    });
    this.#identity = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'identity',
      resourceName: sender.domain,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    if (configuration.aws.sender_identity === 'create') this.#verify(sender.domain, set);
  }

  /** One identity an account: a second stage with the same sender uses the first one's (`aws.sender_identity: existing`). */
  #verify(domain: string, set: ConfigurationSet): void {
    const identity = new EmailIdentity(this, 'Sender', {
      identity: Identity.domain(domain),
      configurationSet: set,
      mailFromDomain: `bounce.${domain}`,
    });
    identity.dkimRecords.forEach((record, i) => {
      new CfnOutput(Stack.of(this), `Dkim${i + 1}`, {
        description: 'CNAME record to add to the DNS of the sender',
        value: `${record.name} CNAME ${record.value}`,
      });
    });
    new CfnOutput(Stack.of(this), 'MailFrom', {
      description: 'MX record to add to the DNS of the sender',
      value: `bounce.${domain} MX 10 feedback-smtp.${Stack.of(this).region}.amazonses.com`,
    });
  }

  /** Sending as the configured sender through the configuration set, and asking how fast that may be. */
  sends(): PolicyStatement[] {
    const stack = Stack.of(this);
    const arn = (resource: string, resourceName: string): string =>
      stack.formatArn({ service: 'ses', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
    return [
      new PolicyStatement({
        actions: ['ses:SendRawEmail'],
        resources: [this.#identity, arn('configuration-set', this.configurationSet)],
        conditions: { StringEquals: { 'ses:FromAddress': this.#sender } },
      }),
      new PolicyStatement({ actions: ['ses:GetSendQuota'], resources: ['*'] }),
    ];
  }

  /** GetSendQuota knows no resource. */
  acknowledgeQuota(at: Construct): void {
    acknowledge(at, 'AwsSolutions-IAM5[Resource::*]', 'ses:GetSendQuota has no resource to name.');
  }
}
