import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectOwnership,
  StorageClass,
  type BucketProps,
  type LifecycleRule,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Deployment } from './config.ts';

/** The buckets, and the key that encrypts everything in them. They outlive the stack: deleting it deletes no data. */
export class Lake extends Construct {
  readonly key: Key;
  /** raw/, staged/, tables/, results/, reports/. */
  readonly lake: Bucket;
  /** Cursors, leases, run records, suppressions, the send ledger. */
  readonly state: Bucket;
  /** Where people drop files. */
  readonly inputs: Bucket;
  /** Answers and extracts of Athena, kept for days; what was removed is gone a day later. */
  readonly queries: Bucket;

  constructor(scope: Construct, id: string, { configuration, limits, name }: Deployment) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: `Everything that ${name} stores`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const log = new Bucket(this, 'AccessLog', {
      ...closed,
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [{ expiration: Duration.days(limits.logDays), ...unfinished }],
    });
    acknowledge(log, 'AwsSolutions-S1', 'The bucket of access logs keeps no log of itself, which would never end.');
    const bucket = (
      name: string,
      lifecycleRules: LifecycleRule[],
      noncurrentDays: number = limits.noncurrentDays,
    ): Bucket =>
      new Bucket(this, name, {
        ...closed,
        encryption: BucketEncryption.KMS,
        encryptionKey: this.key,
        bucketKeyEnabled: true,
        versioned: true,
        objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
        serverAccessLogsBucket: log,
        serverAccessLogsPrefix: `${name.toLowerCase()}/`,
        lifecycleRules: [
          { ...unfinished, noncurrentVersionExpiration: Duration.days(noncurrentDays) },
          ...lifecycleRules,
        ],
      });
    const { keep_raw_days, keep_staged_days } = configuration.aws;
    this.lake = bucket('Lake', [
      { prefix: 'staged/', expiration: Duration.days(keep_staged_days) },
      keep_raw_days === undefined
        ? {
            prefix: 'raw/',
            transitions: [{ storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(30) }],
          }
        : { prefix: 'raw/', expiration: Duration.days(keep_raw_days) },
    ]);
    this.state = bucket('State', []);
    this.inputs = bucket('Inputs', []);
    this.queries = bucket('Queries', [{ expiration: Duration.days(limits.queryResultDays) }], 1);
    for (const [output, { bucketName }] of Object.entries({ Lake: this.lake, State: this.state, Inputs: this.inputs }))
      new CfnOutput(this, `${output}Bucket`, { value: bucketName });
  }
}

const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  removalPolicy: RemovalPolicy.RETAIN,
} as const satisfies BucketProps;

const unfinished = { abortIncompleteMultipartUploadAfter: Duration.days(1) } as const;
