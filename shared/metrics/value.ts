import type { FactKind } from '../knowledge/fact-kind.ts';
import type { TableName } from '../lake/tables.ts';

/** The ways a number may be cut (METRICS.md section 1). `part`, `hours` and `base_metric` name the pieces of a composite metric. */
export const dimensions = [
  'source',
  'channel',
  'priority',
  'type',
  'category',
  'product',
  'brand',
  'queue',
  'team',
  'tier',
  'region',
  'language',
  'account',
  'account_band',
  'handled_by',
  'person',
  'status',
  'age_band',
  'level',
  'skill_stack',
  'location',
  'part',
  'hours',
  'base_metric',
  'group_dimension',
  'kind',
  'grade',
  'author',
  'article',
  'kano',
  'scenario',
  'tool',
  'surface',
  'intent',
  'segment',
  'at_risk',
  'cost_kind',
  'revenue_kind',
  'initiative',
  'promise',
  'policy',
  'group',
] as const;
export type Dimension = (typeof dimensions)[number];

/** A part of the whole, such as { channel: 'email' }; {} is everything. A null value in the data is the text 'unknown'. */
export type Segment = Readonly<Partial<Record<Dimension, string>>>;

export type Unit = 'count' | 'rate' | 'seconds' | 'days' | 'currency' | 'score' | 'points';

/** Why a number cannot be given (METRICS.md section 2). */
export type Reason =
  | `no_input:${TableName}`
  | 'empty_population'
  | 'zero_denominator'
  | 'no_targets'
  | 'not_defined'
  | 'missing_rate'
  | 'missing_weight'
  | 'ledger_mismatch'
  | 'below_minimum_n'
  | 'incomplete_source'
  | 'failed'
  /** The source does not tell it of any case, or of too few (policies.least_told_share). */
  | `not_told:${FactKind}`;

export interface Known {
  readonly status: 'known';
  /** Unrounded, in the metric's unit (currency: minor units). */
  readonly value: number;
  /** Members of the population. */
  readonly n: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** 95 %. */
  readonly interval: readonly [low: number, high: number] | null;
}
export interface Immature {
  readonly status: 'immature';
  /** The rate over the ripe members; null if none is ripe. Never compared with a goal. */
  readonly provisional: number | null;
  /** Ripe members. */
  readonly n: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly unripe: number;
  /** When the youngest member is ripe. */
  readonly from_s: number;
}
export interface NoData {
  readonly status: 'no_data';
  readonly reason: Reason;
}
export type MetricValue = Known | Immature | NoData;
