import type { Row } from '../../lake/table.ts';
import type { aiUsage } from '../../lake/tables.ts';
import { localDayOf, monthOf, monthsBetween, nextMonth } from '../civil.ts';
import type { Organisation, Ticket } from '../model.ts';
import { randomOf } from '../random.ts';
import { type Served, ticketAt } from '../served.ts';

type Usage = Partial<Row<typeof aiUsage>>;

/** What the vendor takes for a resolution, minor units. */
const price = 99;
/** Since then the vendor names the conversations; before it billed by month. */
const byConversationSince = '2026-01';

interface Billed {
  /** null: a conversation that no helpdesk has. */
  readonly ticket: Ticket | null;
  readonly day: number;
}

/**
 * What the vendor of the AI agent says it resolved: what it did resolve, whether or not the customer came back, a third of what it
 * handed over, and one conversation a month that nobody knows.
 */
function billedOf(org: Organisation): readonly Billed[] {
  const known = bills.get(org);
  if (known !== undefined) return known;
  const claimed = org.tickets.flatMap((ticket): readonly Billed[] => {
    const solved = ticket.is_bot_only
      ? ticket.history.find((one) => one.kind === 'status' && one.to === 'solved')
      : undefined;
    const handed = ticket.history.find((one) => one.kind === 'assigned' && one.reason !== undefined);
    const isClaimed = handed !== undefined && randomOf(org.seed, 'false claims', ticket.n).chance(1 / 3);
    const at_s = solved?.at_s ?? (isClaimed ? handed.at_s : undefined);
    return at_s === undefined ? [] : [{ ticket, day: localDayOf(org.zone, at_s) }];
  });
  const billed = [...claimed, ...monthsOf(org).map((month) => ({ ticket: null, day: month }))];
  bills.set(org, billed);
  return billed;
}
/** Every month of the ledger asks for its part. */
const bills = new WeakMap<Organisation, readonly Billed[]>();

const monthsOf = (org: Organisation): readonly number[] =>
  monthsBetween(localDayOf(org.zone, org.start_s), localDayOf(org.zone, org.end_s));
const isIn =
  (month: number) =>
  ({ day }: Billed): boolean =>
    day >= month && day < nextMonth(month);

/** The bill of a month, which the ledger books. */
export const billedIn = (org: Organisation, month: number): number => price * billedOf(org).filter(isIn(month)).length;

export function aiUsageRows(org: Organisation, sources: readonly Served[]): readonly Usage[] {
  const billed = billedOf(org);
  const line = (name: string, start: number, end: number, n: number): Usage => ({
    line_id: `AI-${name}`,
    vendor: 'assistant',
    period_start_day: start,
    period_end_day: end,
    billed: n,
    amount_minor: BigInt(price * n),
    currency: org.currency,
  });
  return monthsOf(org).flatMap((month): readonly Usage[] => {
    const own = billed.filter(isIn(month));
    if (monthOf(month) < byConversationSince) return [line(monthOf(month), month, nextMonth(month), own.length)];
    return own.map(({ ticket, day }) => ({
      ...line(ticket === null ? `${monthOf(month)}-lost` : String(ticket.n), day, day + 1, 1),
      ...(ticket === null
        ? { ticket_source: sources[0]?.id ?? null, ticket_id: `lost-${monthOf(month)}` }
        : ticketAt(sources, ticket)),
    }));
  });
}
