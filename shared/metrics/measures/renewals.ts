import { zonedDayStart_s } from '../../time/zone.ts';
import { numberOf } from '../answers.ts';
import type { Ask, MetricQueries, Part } from '../model.ts';
import { ripeShare } from '../outcome.ts';
import { ticketsAsOf } from '../relations/tickets.ts';
import { bySegment, isIn } from '../segments.ts';
import { accountEvents } from './account-events.ts';
import { accountsOf, segmentOfAccount } from './accounts.ts';

const lookback_days = 180;
const grace_days = 30;

/** Renewals decided, at the latest 30 days after the due day, by what support the customer had in the 180 days before. */
export async function renewals(queries: MetricQueries, ask: Ask): Promise<readonly Part[]> {
  const { as_of_s, organisation } = queries.context;
  const { start_day, end_day } = ask.period;
  const start_s = (day: number): number => zonedDayStart_s(day, organisation.time_zone);
  const [events, accounts, tickets] = await Promise.all([
    accountEvents(queries, ask, ['renewal_due', 'renewed'], true),
    accountsOf(queries),
    queries.rows(
      'tickets of customers',
      `SELECT t.account_id, t.created_s, t.resolved_s FROM ${ticketsAsOf(queries.frame(ask))}
WHERE t.is_counted AND t.account_id IN (SELECT account_id FROM account_events WHERE kind = 'renewal_due' AND at_day >= ${start_day} AND at_day < ${end_day})
  AND t.created_s >= ${start_s(start_day - lookback_days)} AND t.created_s < ${start_s(end_day)} ORDER BY t.account_id, t.created_s, t.ticket_id`,
    ),
  ]);
  const own = Map.groupBy(tickets, (row) => String(row.account_id));
  const dues = events.filter(({ kind }) => kind === 'renewal_due');
  const members = dues
    .filter(({ day }) => day >= start_day && day < end_day)
    .map(({ account, day }) => {
      const last = Math.max(
        -Infinity,
        ...dues.filter((one) => one.account === account && one.day < day).map((one) => one.day),
      );
      const isRenewed = events.some(
        (one) =>
          one.kind === 'renewed' &&
          one.account === account &&
          one.day > last + grace_days &&
          one.day <= day + grace_days,
      );
      const contacts = (own.get(account) ?? []).filter((row) => {
        const created_s = numberOf(row.created_s) ?? 0;
        return created_s >= start_s(day - lookback_days) && created_s < start_s(day);
      });
      return {
        segment: segmentOfAccount(accounts.get(account), day),
        isRenewed,
        ripe_s: start_s(day + grace_days),
        contacts: contacts.length,
        open: contacts.filter((row) => row.resolved_s === null).length,
      };
    });
  const parts: readonly (readonly [name: string, is: (one: (typeof members)[number]) => boolean])[] = [
    ['had_ticket', ({ contacts }) => contacts > 0],
    ['no_ticket', ({ contacts }) => contacts === 0],
    ['all_resolved', ({ contacts, open }) => contacts > 0 && open === 0],
    ['some_unresolved', ({ open }) => open > 0],
  ];
  return bySegment(
    ask,
    members.filter(({ segment }) => isIn(ask.where, segment)),
    ({ segment }) => segment,
  ).flatMap(({ segment, rows }) =>
    parts.map(([part, is]) => {
      const inPart = rows.filter(is);
      const ripe = inPart.filter(({ ripe_s }) => ripe_s <= as_of_s);
      const young = inPart.filter(({ ripe_s }) => ripe_s > as_of_s);
      const from_s = young.length === 0 ? null : Math.max(...young.map(({ ripe_s }) => ripe_s));
      const hits = ripe.filter(({ isRenewed }) => isRenewed).length;
      return {
        segment: { ...segment, part },
        value: ripeShare(hits, ripe.length, young.length, from_s, 'zero_denominator'),
        extras: { immature: young.length },
      };
    }),
  );
}
