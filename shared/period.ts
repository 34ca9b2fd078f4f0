/** A half-open stretch of time, cut in the organisation's zone. */
export interface Period {
  /** "2026-W39", "2026-09", "2026-Q3", "2026-09-01..2026-10-01" or "all". */
  readonly id: string;
  readonly kind: 'week' | 'month' | 'quarter' | 'range' | 'all';
  /** Epoch seconds: start_s <= t < end_s. */
  readonly start_s: number;
  readonly end_s: number;
  /** The same as local days since 1970-01-01, end exclusive. */
  readonly start_day: number;
  readonly end_day: number;
  readonly zone: string;
}
