import { dayOf } from '../../time/zone.ts';
import { numberOf } from '../answers.ts';
import type { FactRow } from '../queries.ts';
import type { Ask, MetricQueries } from '../model.ts';

export interface AccountEvent {
  readonly account: string;
  readonly day: number;
  readonly kind: string;
  readonly row: FactRow;
}

/** Events of customers, ascending; those of the period, or all that are known with `ever`. Later than as_of is not known. */
export async function accountEvents(
  queries: MetricQueries,
  { period }: Ask,
  kinds: readonly string[],
  ever = false,
): Promise<readonly AccountEvent[]> {
  const last = dayOf(queries.context.as_of_s, queries.context.organisation.time_zone);
  const rows = await queries.rows(
    `account events: ${kinds.join(', ')}`,
    `SELECT event_id, account_id, at_day, kind, milestone, amount_minor, currency, product FROM account_events
WHERE kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')}) AND at_day <= ${last}${
      ever ? '' : ` AND at_day >= ${period.start_day} AND at_day < ${period.end_day}`
    } ORDER BY at_day, event_id`,
  );
  return rows.map((row) => ({
    account: String(row.account_id),
    day: numberOf(row.at_day) ?? 0,
    kind: String(row.kind),
    row,
  }));
}
