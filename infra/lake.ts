import { Aws, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
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

/**
 * What holds data outlives the stack, but not a first deployment that fails: it would be in the way of the second one
 * (AWSCloudFormation, DeletionPolicy: RetainExceptOnCreate). A later deployment takes it back by its fixed name
 * (`cdk deploy --import-existing-resources`).
 */
export const kept = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/** The buckets, and the key that encrypts everything in them. They outlive the stack: deleting it deletes no data. */
export class Lake extends Construct {
  readonly key: IKey;
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
    const { keep_raw_days, keep_staged_days, key_arn } = configuration.aws;
    this.key =
      key_arn === undefined
        ? new Key(this, 'Key', {
            description: `Everything that ${name} stores`,
            enableKeyRotation: true,
            removalPolicy: kept,
          })
        : Key.fromKeyArn(this, 'Key', key_arn);
    const nameOf = (bucket: string): string => `${name}-${bucket}-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
    const log = new Bucket(this, 'AccessLog', {
      ...closed,
      bucketName: nameOf('logs'),
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [{ expiration: Duration.days(limits.logDays), ...unfinished }],
    });
    acknowledge(log, 'AwsSolutions-S1', 'The bucket of access logs keeps no log of itself, which would never end.');
    const bucket = (
      of: string,
      lifecycleRules: LifecycleRule[],
      noncurrentDays: number = limits.noncurrentDays,
    ): Bucket =>
      new Bucket(this, of, {
        ...closed,
        bucketName: nameOf(of.toLowerCase()),
        encryption: BucketEncryption.KMS,
        encryptionKey: this.key,
        bucketKeyEnabled: true,
        versioned: true,
        objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
        serverAccessLogsBucket: log,
        serverAccessLogsPrefix: `${of.toLowerCase()}/`,
        lifecycleRules: [
          {
            ...unfinished,
            noncurrentVersionExpiration: Duration.days(noncurrentDays),
            // VACUUM deletes thousands of files a week; each leaves a marker that every listing reads for ever
            // (AmazonS3 user guide, "Removing expired object delete markers").
            expiredObjectDeleteMarker: true,
          },
          ...lifecycleRules,
        ],
      });
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
      new CfnOutput(Stack.of(this), `${output}Bucket`, { value: bucketName });
  }
}

const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  removalPolicy: kept,
} as const satisfies BucketProps;

const unfinished = { abortIncompleteMultipartUploadAfter: Duration.days(1) } as const;
