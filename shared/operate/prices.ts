/**
 * List prices of AWS in USD, on demand, without the free tier. From secondary sources, as known in November 2026 for Frankfurt
 * (eu-central-1), where a price differs by region; verify before relying on them. `casebook cost` prints this date.
 */
export const prices = {
  as_of: '2026-11',
  region: 'eu-central-1',
  /** A terabyte scanned by Athena; every query counts for at least `athena_floor_bytes`. */
  athena_tb: 5,
  athena_floor_bytes: 10_000_000,
  s3_gb_month: 0.0245,
  s3_put: 0.0054 / 1000,
  s3_get: 0.00043 / 1000,
  /** Lambda on arm64. */
  lambda_gb_s: 0.0000133334,
  lambda_call: 0.2 / 1e6,
  /** A step, wait, callback or call of a durable execution. */
  durable_operation: 8 / 1e6,
  ses_mail: 0.1 / 1000,
  secret_month: 0.4,
  kms_key_month: 1,
  kms_request: 0.03 / 10_000,
  alarm_month: 0.1,
  metric_month: 0.3,
  log_gb: 0.63,
} as const;
export type Prices = { readonly [K in keyof typeof prices]: (typeof prices)[K] extends number ? number : string };

/** USD of one statement of Athena by what it scanned, on demand; every statement counts for at least the floor. */
export const queryUsd = (scanned_bytes: number): number =>
  (Math.max(scanned_bytes, prices.athena_floor_bytes) * prices.athena_tb) / 1e12;
