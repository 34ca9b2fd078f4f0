import { SecretValue } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { secretNames } from '../shared/config/references.ts';
import { notSet } from '../shared/operate/secret-names.ts';
import { unsubscribeSecret } from '../shared/run/suppression.ts';
import { acknowledge } from './acknowledge.ts';
import type { Deployment } from './config.ts';
import { kept } from './lake.ts';

/** One entry for each `${secret:name}` and `${env:NAME}` of casebook.yaml, empty until the operator fills it, and our own. */
export class Secrets extends Construct {
  readonly prefix: string;
  readonly ofSources: readonly Secret[];
  /** Those of channels, and of what is told about mails. */
  readonly ofDelivery: readonly Secret[];
  /** Signs the links in the mails; made by AWS, seen by nobody. */
  readonly unsubscribe: Secret;

  constructor(scope: Construct, id: string, { name, secrets, configuration }: Deployment, key: IKey) {
    super(scope, id);
    this.prefix = `${name}/`;
    this.ofSources = secrets.map(
      (secret) =>
        new Secret(this, secret, {
          secretName: this.prefix + secret,
          description: `"${secret}" of casebook.yaml; set its value by hand`,
          secretStringValue: SecretValue.unsafePlainText(notSet),
          encryptionKey: key,
          removalPolicy: kept,
        }),
    );
    const { reports, delivery } = configuration;
    const told = secretNames([reports, delivery.webhook, delivery.signing_key]);
    this.ofDelivery = this.ofSources.filter((_, i) => told.includes(secrets[i] ?? ''));
    this.unsubscribe = new Secret(this, 'Unsubscribe', {
      secretName: this.prefix + unsubscribeSecret,
      description: 'Signs the unsubscribe links; a new value makes the links of old mails invalid',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      encryptionKey: key,
      removalPolicy: kept,
    });
    for (const secret of this.ofSources)
      acknowledge(secret, 'AwsSolutions-SMG4', 'The helpdesk issues this token; AWS cannot rotate it.');
    acknowledge(
      this.unsubscribe,
      'AwsSolutions-SMG4',
      'Rotation would break the unsubscribe links of mails already sent.',
    );
  }
}
