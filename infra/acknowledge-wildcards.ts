import { CfnElement, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Lake } from './lake.ts';

/**
 * The wildcards of the whole stack. Each stands for names that are made at run time, below one prefix of one bucket or in one
 * database; which role has which is pinned by test/infra/least-privilege.test.ts.
 */
export function acknowledgeWildcards(stack: Stack, lake: Lake, database: string): void {
  const objects: readonly (readonly [bucket: IConstruct, keys: string, reason: string])[] = [
    ...[
      'credentials',
      'cursors',
      'due',
      'files',
      'inputs',
      'issued',
      'leases',
      'load',
      'replay',
      'runs',
      'sends',
      'sources',
      'suppressed',
    ].map(
      (folder) => [lake.state, `${folder}/*`, 'State objects are named by source, run, report and message.'] as const,
    ),
    [lake.inputs, '*', 'People name the files they drop.'],
    [lake.queries, 'results/*', 'Athena names the objects of its answers.'],
    [lake.queries, 'unload/*', 'Athena names the files of its extracts.'],
    [lake.lake, 'raw/*', 'Raw pages are named by source, stream and run.'],
    [lake.lake, 'staged/*', 'Staged objects are named by the hash of their content.'],
    [lake.lake, 'tables/*', 'Iceberg names its own files.'],
    [lake.lake, 'results/*', 'Results are named by run and report.'],
    [lake.lake, 'reports/*', 'Rendered reports are named by run and report.'],
  ];
  for (const [bucket, keys, reason] of objects) {
    const element = bucket.node.defaultChild;
    if (element instanceof CfnElement)
      acknowledge(stack, `AwsSolutions-IAM5[Resource::<${stack.getLogicalId(element)}.Arn>/${keys}]`, reason);
  }
  acknowledge(
    stack,
    `AwsSolutions-IAM5[Resource::arn:${stack.partition}:glue:${stack.region}:<AWS::AccountId>:table/${database}/*]`,
    'The database holds the tables of this stack and nothing else.',
  );
}
