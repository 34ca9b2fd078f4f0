import type { Configuration } from '../config/configuration.ts';
import type { TicketAttributes } from '../facts/context.ts';
import type { OwnPromise } from '../facts/context.ts';
import { literal } from '../lake/literal.ts';
import type { Warehouse } from '../ports.ts';
import { dayOf } from '../time/zone.ts';

/** What casebook.yaml promises of the cases of one source. */
export interface OwnTargetsOf {
  /** `calendar_id`: of the case's team; null: it has none. */
  of(attributes: TicketAttributes, calendar_id: string | null): OwnPromise;
  /** Names the rules: when it changes, every ticket is derived again. */
  readonly rules: unknown;
}
export const noTargets: OwnTargetsOf = { of: () => null, rules: null };

/**
 * The first entry that may match a case holds where it does match; where a case does not tell what the entry asks for, what it was
 * promised is not told: the entries after it are for other cases. A source that tells promises itself keeps its own word: none of ours is beside it. Bands of accounts are those in force on the day
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
  /** null: not told. The company's own list says all bands: a customer who is in none then has none. */
  const bandOf = ({ account_id, created_s }: TicketAttributes): string | null => {
    if (account_id === null || created_s === null) return null;
    const day = dayOf(created_s, organisation.time_zone);
    return byAccount.get(account_id)?.find(({ from_day, to_day }) => from_day <= day && day < to_day)?.band ?? '';
  };
  /** Whether the case has one of the values of every field given; null: it may, and does not tell. */
  const matches = ({ match }: (typeof own)[number], attributes: TicketAttributes): boolean | null => {
    const fields: readonly (readonly [wanted: readonly string[] | undefined, value: string | null])[] = [
      [match.priority, attributes.priority],
      [match.account, attributes.account_id],
      [match.channel, attributes.channel],
      [match.account_band, bandOf(attributes)],
    ];
    const asked = fields.filter(([wanted]) => wanted !== undefined);
    if (asked.some(([wanted, value]) => value !== null && wanted?.includes(value) !== true)) return false;
    return asked.some(([, value]) => value === null) ? null : true;
  };
  return {
    rules: [own, bands],
    of(attributes, calendar_id) {
      for (const entry of own) {
        const isMatch = matches(entry, attributes);
        if (isMatch === null) return 'not_told';
        const calendar = entry.calendar ?? calendar_id;
        const { policy, first_reply, next_reply, wait, resolution } = entry;
        if (isMatch)
          return calendar === null
            ? null
            : { policy, calendar_id: calendar, first_reply, next_reply, wait, resolution };
      }
      return null;
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
