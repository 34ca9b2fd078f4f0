import type { Cut, Frame } from '../relation.ts';
import type { Dimension } from '../value.ts';

const columns: Partial<Record<Dimension, string>> = {
  account_band: 'acc.band',
  segment: 'acc.segment',
  at_risk: `CASE WHEN acc.at_risk THEN 'yes' WHEN NOT acc.at_risk THEN 'no' END`,
};
const own: Partial<Record<Dimension, string>> = { region: 'acc.region', product: 'acc.product' };

/**
 * What was known of the customer at an instant. Account rows are dated by local days, tickets by instants: TypeScript hands in
 * the midnights, because SQL sees no time zone (D5). Of two rows at once the one that began later counts.
 * `withOwn`: region and product too, for facts that have none themselves.
 */
export function accountCut(
  dimension: Dimension,
  account: string,
  at: string,
  frame: Frame,
  withOwn = false,
): Cut | undefined {
  const column = columns[dimension] ?? (withOwn ? own[dimension] : undefined);
  if (column === undefined) return undefined;
  if (!frame.present.has('accounts')) return { sql: `'unknown'`, joins: [] };
  return {
    sql: `coalesce(${column}, 'unknown')`,
    joins: [
      `LEFT JOIN ${versions(frame)} AS acc ON acc.account_id = ${account} AND acc.valid_from_s <= ${at} AND acc.valid_until_s > ${at}`,
    ],
  };
}

const forever_s = 9_000_000_000_000;
const versions = (
  frame: Frame,
): string => `(SELECT ver.account_id, ver.band, ver.segment, ver.region, ver.product, ver.at_risk,
    coalesce(first_day.at_s, 0) AS valid_from_s,
    least(coalesce(last_day.at_s, ${forever_s}), coalesce(next_day.at_s, ${forever_s})) AS valid_until_s
  FROM (SELECT account_id, band, segment, region, product, at_risk, from_day, to_day,
      lead(from_day) OVER (PARTITION BY account_id ORDER BY from_day, source) AS next_from_day FROM accounts) AS ver
  LEFT JOIN ${days(frame)} AS first_day ON first_day.day = ver.from_day
  LEFT JOIN ${days(frame)} AS last_day ON last_day.day = ver.to_day
  LEFT JOIN ${days(frame)} AS next_day ON next_day.day = ver.next_from_day)`;

const days = (frame: Frame): string =>
  `(SELECT day, at_s FROM (VALUES ${[...frame.account_days, [-1_000_000, 0] as const]
    .map(([day, at_s]) => `(${day}, ${at_s})`)
    .join(', ')}) AS known (day, at_s))`;
