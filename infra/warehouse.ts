import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Deployment } from './config.ts';
import { kept, type Lake } from './lake.ts';

/**
 * The Glue database and the Athena work group. The tables are made and widened by the load function (shared/lake/tables.ts is
 * the one list of columns), because CloudFormation cannot evolve an Iceberg table.
 */
export class Warehouse extends Construct {
  readonly database: string;
  readonly workGroup: string;
  readonly #lake: Lake;

  constructor(scope: Construct, id: string, { database, name, configuration }: Deployment, lake: Lake) {
    super(scope, id);
    this.#lake = lake;
    this.database = database;
    this.workGroup = name;
    // It outlives the stack with the files of its tables: without it, they could be neither read nor made anew at their places.
    const glue = new CfnDatabase(this, 'Database', {
      catalogId: Stack.of(this).account,
      databaseInput: { name: database, description: 'Support tickets and what follows from them (Casebook)' },
    });
    glue.applyRemovalPolicy(kept);
    new CfnWorkGroup(this, 'WorkGroup', {
      name,
      description: 'Every query of Casebook',
      // A work group that ever ran a query is deleted only so (Athena API, DeleteWorkGroup: RecursiveDeleteOption).
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: configuration.aws.scan_limit_mb * 1_000_000,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${lake.queries.bucketName}/results/`,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: lake.key.keyArn },
        },
      },
    });
  }

  /** What reading takes. */
  reads(): PolicyStatement[] {
    const { lake, queries, key } = this.#lake;
    return [
      new PolicyStatement({
        actions: [
          'athena:StartQueryExecution',
          'athena:GetQueryExecution',
          'athena:GetQueryResults',
          'athena:StopQueryExecution',
        ],
        resources: [this.#arn('athena', 'workgroup', this.workGroup)],
      }),
      new PolicyStatement({
        actions: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartitions'],
        resources: this.#glue(),
      }),
      // Athena looks at the database "default" whatever a statement names, and makes it where it is missing
      // (Athena user guide, "Configure access to databases and tables in the AWS Glue Data Catalog").
      new PolicyStatement({
        actions: ['glue:GetDatabase', 'glue:GetDatabases', 'glue:CreateDatabase'],
        resources: [
          Stack.of(this).formatArn({ service: 'glue', resource: 'catalog' }),
          this.#arn('glue', 'database', 'default'),
        ],
      }),
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [lake.arnForObjects('tables/*')] }),
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
        resources: [queries.arnForObjects('results/*')],
      }),
      new PolicyStatement({
        actions: ['s3:ListBucket', 's3:GetBucketLocation'],
        resources: [queries.bucketArn, lake.bucketArn],
      }),
      new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] }),
    ];
  }

  /** What creating, widening, merging into and tidying tables takes, besides reading. */
  writes(): PolicyStatement[] {
    const { lake } = this.#lake;
    return [
      new PolicyStatement({ actions: ['glue:CreateTable', 'glue:UpdateTable'], resources: this.#glue() }),
      new PolicyStatement({
        actions: ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
        resources: [lake.arnForObjects('tables/*')],
      }),
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [lake.arnForObjects('staged/*')] }),
    ];
  }

  /** What reading a large extract takes besides: Athena writes its files, the function reads and removes them. */
  unloads(): PolicyStatement[] {
    return [
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
        resources: [this.#lake.queries.arnForObjects('unload/*')],
      }),
    ];
  }

  #glue(): string[] {
    return [
      Stack.of(this).formatArn({ service: 'glue', resource: 'catalog' }),
      this.#arn('glue', 'database', this.database),
      this.#arn('glue', 'table', `${this.database}/*`),
    ];
  }

  #arn(service: string, resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({ service, resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  }
}
