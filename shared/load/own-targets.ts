import type { Configuration } from '../config/configuration.ts';
import type { TicketAttributes } from '../facts/context.ts';
import type { OwnTargets } from '../facts/context.ts';
import { literal } from '../lake/literal.ts';
import type { Warehouse } from '../ports.ts';
import { dayOf } from '../time/zone.ts';

/** What casebook.yaml promises of the cases of one source. */
export interface OwnTargetsOf {
  /** `calendar_id`: of the case's team; null: it has none. */
  of(attributes: TicketAttributes, calendar_id: string | null): OwnTargets | null;
  /** Names the rules: when it changes, every ticket is derived again. */
  readonly rules: unknown;
}
export const noTargets: OwnTargetsOf = { of: () => null, rules: null };

/**
 * A source that tells promises itself keeps its own word: none of ours is beside it. Bands of accounts are those in force on the day
 * on which a case was created.
 */
export async function ownTargetsOf(
  source: string,
  { promises, organisation }: Pick<Configuration, 'promises' | 'organisation'>,
  warehouse: Warehouse,
): Promise<OwnTargetsOf> {
  const own = promises.filter(({ match }) => match.source?.includes(source) ?? true);
  if (own.length === 0 || (await tellsPromises(source, warehouse))) return noTargets;
  const bands = own.some(({ match }) => match.account_band !== undefined) ? await bandsOf(warehouse) : [];
  const byAccount = Map.groupBy(bands, ({ account_id }) => account_id);
  const bandOf = ({ account_id, created_s }: TicketAttributes): string | null => {
    if (account_id === null || created_s === null) return null;
    const day = dayOf(created_s, organisation.time_zone);
    return byAccount.get(account_id)?.find(({ from_day, to_day }) => from_day <= day && day < to_day)?.band ?? null;
  };
  return {
    rules: [own, bands],
    of(attributes, calendar_id) {
      const found = own.find(({ match: { priority, account, account_band, channel } }) =>
        [
          [priority, attributes.priority],
          [account, attributes.account_id],
          [channel, attributes.channel],
          [account_band, account_band === undefined ? null : bandOf(attributes)],
        ].every(([wanted, value]) => wanted === undefined || (typeof value === 'string' && wanted?.includes(value))),
      );
      const calendar = found?.calendar ?? calendar_id;
      if (found === undefined || calendar === null) return null;
      const { policy, first_reply, next_reply, wait, resolution } = found;
      return { policy, calendar_id: calendar, first_reply, next_reply, wait, resolution };
    },
  };
}

/** Whether the helpdesk says what it promised, as rows or as events of clocks. */
async function tellsPromises(source: string, warehouse: Warehouse): Promise<boolean> {
  const { rows } = await warehouse.query(
    `promises of ${source}`,
    `SELECT count(*) AS n FROM sla_results WHERE source = ${literal(source)} AND NOT coalesce(is_own, FALSE)
UNION ALL SELECT count(*) AS n FROM ticket_events WHERE source = ${literal(source)} AND kind = 'sla_applied'`,
  );
  return rows.some(([n]) => Number(n) > 0);
}

interface Band {
  readonly account_id: string;
  readonly band: string;
  readonly from_day: number;
  readonly to_day: number;
}
async function bandsOf(warehouse: Warehouse): Promise<readonly Band[]> {
  const { rows } = await warehouse.query(
    'bands of accounts',
    `SELECT account_id, band, coalesce(from_day, 0) AS from_day, coalesce(to_day, 9999999) AS to_day FROM accounts
WHERE account_id IS NOT NULL AND band IS NOT NULL ORDER BY account_id, from_day`,
  );
  return rows.map(([account_id, band, from_day, to_day]) => ({
    account_id: String(account_id),
    band: String(band),
    from_day: Number(from_day),
    to_day: Number(to_day),
  }));
}
