import type { Ask, MetricQueries, Part } from '../model.ts';
import { countOf } from '../measure.ts';
import { shareOf } from '../outcome.ts';
import { ratings } from '../relations/surveys.ts';
import { sql, type Sql } from '../sql.ts';

const { t } = ratings;
const labelled = (condition: Sql<keyof typeof t>) => countOf(ratings, 'answered_s', condition);
const bad = sql`${t.label} = 'bad'`;

/** Bad ratings of each rated person without those that the product caused; the policy says whether the denominator loses them too. */
export async function individualRatings(queries: MetricQueries, ask: Ask): Promise<readonly Part[]> {
  const found = await queries.measure(ask, {
    rated: labelled(sql`${t.label} IS NOT NULL`),
    bad: labelled(bad),
    byProduct: labelled(sql`${bad} AND ${t.cause} = 'product'`),
    unknownCause: labelled(sql`${bad} AND ${t.cause} IS NULL`),
  });
  const without = queries.context.policies.bad_rate_denominator === 'without_product';
  return found.map(({ segment, measured: { rated, bad, byProduct, unknownCause } }) => ({
    segment,
    value: shareOf(bad.n - byProduct.n, without ? rated.n - byProduct.n : rated.n),
    extras: { unknown_cause: unknownCause.n, removed_product: byProduct.n },
  }));
}
