import type { Remedy } from '../../errors.ts';

/** One kind of failure as Athena words it, what helps, and where that is told. */
interface Failure {
  readonly text: RegExp;
  readonly remedy: Remedy;
  readonly source: string;
}

/**
 * What is done about a statement that failed, by the text of its reason; the first that fits counts. Athena's own flag
 * (`Retryable`) and category decide where no text does. The texts are those of public reports, whole, in
 * test/adapters/aws/athena-failures.test.ts.
 */
export const failures: readonly Failure[] = [
  // More runs of the same statement come to an end.
  { text: /_MORE_RUNS_NEEDED/, remedy: 'more_runs', source: 'dbt-labs/dbt-athena#531; Athena user guide, VACUUM' },
  // Too much for one statement: the same again fails the same and is paid again.
  { text: /bytes scanned limit/i, remedy: 'halve', source: 'Athena user guide, workgroups-setting-control-limits' },
  { text: /TOO_MANY_OPEN_PARTITIONS/, remedy: 'halve', source: 'aws/aws-sdk-pandas#3222; dbt-labs/dbt-adapters#1783' },
  { text: /Query exhausted resources/i, remedy: 'halve', source: 'dbt-labs/dbt-adapters#1820' },
  { text: /Query timeout/i, remedy: 'halve', source: 'dbt-labs/dbt-adapters#1813; Athena user guide, service limits' },
  // A person has to do something.
  { text: /non-empty location/i, remedy: 'never', source: 'dbt-labs/dbt-adapters#1739' },
  {
    text: /Access ?Denied|not authorized|Insufficient (?:Lake Formation )?permission|Status Code: 40[13]\b|KMS.{0,40}(?:disabled|denied)/i,
    remedy: 'never',
    source: 'AWS re:Post, "Access denied" in Athena',
  },
  // A busy service.
  {
    text: /reduce your request rate|SlowDown|Status Code: 50[023]\b|Service ?Unavailable|Rate exceeded|Throttl|TooManyRequests/i,
    remedy: 'again',
    source: 'Athena user guide, "Prevent Amazon S3 throttling"; Glue API, ThrottlingException',
  },
  { text: /ICEBERG_COMMIT_ERROR/, remedy: 'again', source: 'dbt-labs/dbt-athena#655: another writer was first' },
  { text: /_CANNOT_OPEN_SPLIT|_WRITER_(?:OPEN|CLOSE|DATA)_ERROR/, remedy: 'again', source: 'as S3 throttling' },
  {
    text: /INTERNAL_ERROR/,
    remedy: 'again',
    source: 'Athena user guide, troubleshooting: INTERNAL_ERROR_QUERY_ENGINE',
  },
];

/** What Athena says of a failed execution. */
export interface Failed {
  readonly reason: string;
  /** Athena's own opinion; undefined: none. */
  readonly retryable?: boolean | undefined;
  /** 1 the service, 2 the statement, 3 something else (Athena API, AthenaError). */
  readonly category?: number | undefined;
}

export function remedyFor({ reason, retryable, category }: Failed): Remedy {
  const known = failures.find(({ text }) => text.test(reason));
  if (known) return known.remedy;
  return retryable === true || category === 1 ? 'again' : 'never';
}
