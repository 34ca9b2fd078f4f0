import { ConfigurationSchema, type Configuration } from '../../shared/config/configuration.ts';
import { tickets as ticketsTable, ticketFlow } from '../../shared/lake/tables.ts';
import type { Value } from '../../shared/lake/table.ts';
import { parsePeriod, type Period } from '../../shared/period.ts';

/** Week 39 of 2026 in UTC: Monday is 21 September. "Mon 09:00", "next Tue 10:00" (a week later), "last Fri 17:00", or ISO. */
const monday_s = Date.UTC(2026, 8, 21) / 1000;
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
export function at(text: string): number {
  const match = /^(last |next )?(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (!match) {
    const ms = Date.parse(text);
    if (Number.isNaN(ms)) throw new Error(`no such time: ${text}`);
    return ms / 1000;
  }
  const week = match[1] === 'last ' ? -7 : match[1] === 'next ' ? 7 : 0;
  const day = weekdays.indexOf(match[2]!) + week;
  return monday_s + day * 86_400 + Number(match[3]) * 3600 + Number(match[4]) * 60 + Number(match[5] ?? 0);
}
/** A day such as '2026-09-21' as days since 1970-01-01. */
export const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000;

export const configurationOf = (more: Record<string, unknown> = {}): Configuration =>
  ConfigurationSchema.parse({
    organisation: { name: 'Example', time_zone: 'UTC', currency: 'EUR', ...(more.organisation as object) },
    sources: [{ id: 'helpdesk', connector: 'event-log' }],
    ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== 'organisation')),
  });

const calendar = { zone: 'UTC', fiscal_year_start_month: 1, now_s: at('2027-06-01T00:00:00Z') };
export const period = (id: string): Period => parsePeriod(id, calendar);
export const week39 = period('2026-W39');

type Times =
  | 'created'
  | 'first_reply'
  | 'first_resolved'
  | 'resolved'
  | 'closed'
  | 'first_reopened'
  | 'first_followup'
  | 'escalated'
  | 'first_tier_raise'
  | 'started'
  | 'first_assigned'
  | 'removed'
  | 'article_linked';
export type TicketText = Partial<Record<Times, string | null>> & Readonly<Record<string, Value | undefined>>;

let serial = 0;
/** A ticket that counts, with every field unknown but those the test is about; a time 'Mon 09:00' fills the column <name>_s. */
export function ticket(fields: TicketText = {}): Readonly<Record<string, Value | undefined>> {
  const { created = 'Mon 09:00', first_reply, first_resolved, resolved, closed, first_reopened, ...rest } = fields;
  const { first_followup, escalated, first_tier_raise, started, first_assigned, removed, article_linked, ...given } =
    rest;
  const named = {
    created,
    first_reply,
    first_resolved,
    resolved,
    closed,
    first_reopened,
    first_followup,
    escalated,
    first_tier_raise,
    started,
    first_assigned,
    removed,
    article_linked,
  };
  const times = Object.fromEntries(
    Object.entries(named).map(([name, text]) => [`${name}_s`, typeof text === 'string' ? at(text) : null]),
  ) as Record<string, number | null>;
  const since = (end: string, start = 'created_s'): number | null =>
    times[end] == null || times[start] == null ? null : times[end] - times[start];
  serial += 1;
  return {
    source: 'helpdesk',
    // in the order of making as text, too, however many tickets the other files of a worker made
    ticket_id: `t${String(serial).padStart(8, '0')}`,
    number: String(serial),
    version_key: '1',
    is_counted: true,
    created_month: '2026-09',
    ...times,
    reply_s: since('first_reply_s'),
    resolve_s: since('resolved_s'),
    first_resolve_s: since('first_resolved_s'),
    cycle_s: since('resolved_s', 'started_s'),
    ...given,
  };
}

/** The steps in and out of the backlog that a list of tickets implies: created, resolved, removed; reopenings are given. */
export const flowOf = (tickets: readonly Readonly<Record<string, Value | undefined>>[]) =>
  tickets.flatMap((one) =>
    (
      [
        ['created', one.created_s],
        ['resolved', one.resolved_s],
        ['removed', one.removed_s],
      ] as const
    )
      .filter(([, at_s]) => at_s !== null && at_s !== undefined)
      .map(([kind, at_s], seq) => ({
        source: one.source,
        ticket_id: one.ticket_id,
        at_s,
        seq,
        kind,
        version_key: '1',
      })),
  );
export const tables = { tickets: ticketsTable, ticketFlow };
