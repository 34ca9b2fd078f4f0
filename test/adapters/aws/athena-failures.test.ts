import { describe, expect, it } from 'vitest';
import { failures, remedyFor } from '../../../shared/adapters/aws/athena-failures.ts';
import type { Remedy } from '../../../shared/errors.ts';

/** Texts of public reports, with Athena's category and flag where they were told. */
const reports: readonly (readonly [text: string, remedy: Remedy, category?: number, retryable?: boolean])[] = [
  ['ICEBERG_COMMIT_ERROR: Failed to commit Iceberg update to table: casebook.tickets', 'again', 1],
  [
    "ICEBERG_COMMIT_ERROR: Failed to commit Iceberg update to the table: . If a data manifest file was generated at 's3://b/m.csv', you may need to manually clean the data from locations specified in the manifest. Athena will not delete data in your account.",
    'again',
    2,
  ],
  [
    'HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split s3://x/y: Please reduce your request rate. (Service: Amazon S3; Status Code: 503; Error Code: SlowDown)',
    'again',
  ],
  [
    'ICEBERG_CANNOT_OPEN_SPLIT: Error opening Iceberg split s3://x/y: Please reduce your request rate. (Service: S3, Status Code: 503)',
    'again',
  ],
  ['ICEBERG_FILESYSTEM_ERROR: Failed to create manifest: Please reduce your request rate', 'again'],
  [
    'HIVE_METASTORE_ERROR: Rate exceeded (Service: AWSGlue; Status Code: 400; Error Code: ThrottlingException)',
    'again',
  ],
  ['GENERIC_INTERNAL_ERROR: Encountered an exception', 'again', 1],
  ['INTERNAL_ERROR_QUERY_ENGINE', 'again', 1],
  ['Query exhausted resources at this scale factor', 'halve', 1, true],
  ['Query timeout', 'halve', 1, true],
  ['Bytes scanned limit was exceeded', 'halve', 2],
  ['ICEBERG_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100 open writers for partitions', 'halve', 2],
  ['HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100 open writers for partitions/buckets', 'halve', 2],
  [
    'ICEBERG_VACUUM_MORE_RUNS_NEEDED: Removed 20000 files in this round of vacuum, but there are more files remaining. Please run another VACUUM command to process the remaining files.',
    'more_runs',
  ],
  [
    'ICEBERG_OPTIMIZE_MORE_RUNS_NEEDED: Processed 100 partitions in this round of optimization, but there are more partitions remaining. Please run another OPTIMIZE command to process the remaining partitions in the table.',
    'more_runs',
  ],
  ['ICEBERG_FILESYSTEM_ERROR: Cannot create a table on a non-empty location: s3://b/tables/x/', 'never', 1, true],
  ["line 1:8: mismatched input '\"'. Expecting: '*'", 'never', 2],
  ["COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved", 'never', 2],
  ["TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.casebook.x' does not exist", 'never', 2],
  ['Insufficient permissions to execute the query. User is not authorized to perform: glue:GetDatabase', 'never', 2],
  ['Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: 1)', 'never', 1, true],
  ['HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split s3://x/y: Access Denied (Status Code: 403)', 'never', 1],
  ['Insufficient Lake Formation permission(s): Required Select on tickets', 'never', 2],
  ['something that nobody has met before', 'never', 2, false],
  ['something that nobody has met before', 'again', 1, false],
  ['something that nobody has met before', 'again', 3, true],
];

describe('a failed statement', () => {
  it.each(reports.map((report) => [report[0], report[1], report] as const))(
    '%s: %s',
    (reason, remedy, [, , category, retryable]) => {
      expect(remedyFor({ reason, category, retryable })).toBe(remedy);
    },
  );
  it('is met by every line of the table', () => {
    for (const { text } of failures) expect(reports.some(([reason]) => text.test(reason))).toBe(true);
    for (const { source } of failures) expect(source).not.toBe('');
  });
});
