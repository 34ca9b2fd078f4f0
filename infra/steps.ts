import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { DeliverEnv, LoadEnv, MaintainEnv, MeasureEnv, PullEnv, writeEnv } from '../shared/env.ts';
import type { Deployment } from './config.ts';
import { Task, type CodeOf } from './functions.ts';
import type { Lake } from './lake.ts';
import type { Mail } from './mail.ts';
import type { Secrets } from './secrets.ts';
import type { Warehouse } from './warehouse.ts';

/** The functions that do the work of a run. Each may touch what it works on, and nothing else. */
export class Steps extends Construct {
  readonly pull: Task;
  readonly load: Task;
  readonly measure: Task;
  readonly deliver: Task;
  readonly maintain: Task;

  constructor(
    scope: Construct,
    id: string,
    deployment: Deployment,
    parts: {
      readonly code: CodeOf;
      readonly lake: Lake;
      readonly warehouse: Warehouse;
      readonly secrets: Secrets;
      readonly mail: Mail;
      readonly unsubscribeUrl: string;
    },
  ) {
    super(scope, id);
    const { code, lake, warehouse, secrets, mail } = parts;
    const { limits } = deployment;
    const buckets = { LAKE_BUCKET: lake.lake.bucketName, STATE_BUCKET: lake.state.bucketName };
    const inputs = { INPUTS_BUCKET: lake.inputs.bucketName };
    const athena = { DATABASE: warehouse.database, WORK_GROUP: warehouse.workGroup };
    const may = permissions(lake);

    this.pull = new Task(this, 'Pull', {
      code: code('pull'),
      description: 'Walks one helpdesk and keeps its pages',
      environment: writeEnv(PullEnv, { ...buckets, ...inputs, SECRET_PREFIX: secrets.prefix }),
      memory: 512,
      minutes: limits.pullTimeoutMinutes,
      reservedConcurrentExecutions: limits.pullConcurrency,
      may: [
        ...may.state({ write: ['credentials', 'cursors', 'files', 'leases'] }),
        ...may.readWrite(lake.lake, 'raw'),
        ...may.read(lake.inputs),
        ...reading(secrets.ofSources),
      ],
    });
    this.load = new Task(this, 'Load', {
      code: code('load'),
      description: 'Makes rows and facts of raw pages and merges them into the tables',
      environment: writeEnv(LoadEnv, { ...buckets, ...inputs, ...athena }),
      memory: 2048,
      minutes: 15,
      may: [
        ...may.state({ write: ['cursors', 'inputs', 'load', 'replay', 'sources'] }),
        ...may.read(lake.lake, 'raw'),
        ...may.readWrite(lake.lake, 'staged'),
        ...may.read(lake.inputs),
        ...warehouse.reads(),
        ...warehouse.unloads(),
        ...warehouse.writes(),
      ],
    });
    this.measure = new Task(this, 'Measure', {
      code: code('measure'),
      description: 'Measures one report',
      environment: writeEnv(MeasureEnv, { ...buckets, ...athena }),
      memory: 1024,
      minutes: 15,
      may: [
        ...may.state({ read: ['inputs', 'issued', 'sources'] }),
        ...may.readWrite(lake.lake, 'results'),
        ...warehouse.reads(),
      ],
    });
    this.deliver = new Task(this, 'Deliver', {
      code: code('deliver'),
      description: 'Renders one report and sends it, once to each reader',
      environment: writeEnv(DeliverEnv, {
        ...buckets,
        SECRET_PREFIX: secrets.prefix,
        CONFIGURATION_SET: mail.configurationSet,
        UNSUBSCRIBE_URL: parts.unsubscribeUrl,
      }),
      memory: 1024,
      minutes: 10,
      may: [
        ...may.state({ write: ['issued', 'sends'], read: ['runs', 'suppressed'] }),
        ...may.read(lake.lake, 'results'),
        ...may.readWrite(lake.lake, 'reports'),
        ...reading([secrets.unsubscribe, ...secrets.ofDelivery]),
        ...mail.sends(),
      ],
    });
    this.maintain = new Task(this, 'Maintain', {
      code: code('maintain'),
      description: 'Tidies one table, as far as time allows',
      environment: writeEnv(MaintainEnv, { LAKE_BUCKET: lake.lake.bucketName, ...athena }),
      memory: 256,
      minutes: 15,
      may: [...warehouse.reads(), ...warehouse.writes()],
    });
    mail.acknowledgeQuota(this.deliver);
  }

  get all(): readonly Task[] {
    return [this.pull, this.load, this.measure, this.deliver, this.maintain];
  }
}

/** Folders of the state bucket that a role changes, and others that it only reads. */
export interface Folders {
  readonly write?: readonly string[];
  readonly read?: readonly string[];
}

/** Statements for objects: below one prefix of one bucket, with the key that encrypts them. */
export function permissions(lake: Lake): {
  state(folders: Folders): readonly PolicyStatement[];
  read(bucket: Bucket, zone?: string): readonly PolicyStatement[];
  readWrite(bucket: Bucket, zone?: string): readonly PolicyStatement[];
} {
  const crypt = (...actions: string[]) => new PolicyStatement({ actions, resources: [lake.key.keyArn] });
  // Asked with a prefix, only below these. Without the permission S3 answers "denied" instead of "no such object" to GetObject,
  // which comes without a prefix: hence IfExists (AmazonS3 API, GetObject, "Permissions").
  const list = (bucket: Bucket, folders?: readonly string[]) =>
    new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      ...(folders === undefined
        ? {}
        : { conditions: { StringLikeIfExists: { 's3:prefix': folders.map((folder) => `${folder}/*`) } } }),
    });
  const objects = (bucket: Bucket, folders: readonly string[], ...actions: string[]) =>
    folders.length === 0
      ? []
      : [new PolicyStatement({ actions, resources: folders.map((folder) => bucket.arnForObjects(folder)) })];
  const below = (folders: readonly string[]): readonly string[] => folders.map((folder) => `${folder}/*`);
  return {
    state: ({ write = [], read = [] }) => [
      ...objects(lake.state, below(write), 's3:GetObject', 's3:PutObject', 's3:DeleteObject'),
      ...objects(lake.state, below(read), 's3:GetObject'),
      list(lake.state, [...write, ...read]),
      crypt('kms:Decrypt', 'kms:GenerateDataKey'),
    ],
    read: (bucket, zone) => [
      ...objects(bucket, zone === undefined ? ['*'] : [`${zone}/*`], 's3:GetObject'),
      list(bucket),
      crypt('kms:Decrypt'),
    ],
    readWrite: (bucket, zone) => [
      ...objects(bucket, zone === undefined ? ['*'] : [`${zone}/*`], 's3:GetObject', 's3:PutObject'),
      list(bucket),
      crypt('kms:Decrypt', 'kms:GenerateDataKey'),
    ],
  };
}

const reading = (secrets: readonly Secret[]): readonly PolicyStatement[] =>
  secrets.length === 0
    ? []
    : [
        new PolicyStatement({
          actions: ['secretsmanager:GetSecretValue'],
          resources: secrets.map((secret) => secret.secretFullArn ?? secret.secretArn),
        }),
      ];
