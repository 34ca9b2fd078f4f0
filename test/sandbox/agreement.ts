import type { Value } from '../../shared/lake/table.ts';
import { idsOf, type Vendor } from '../../shared/sandbox/ids.ts';
import { standingFor } from '../../shared/sandbox/merged-people.ts';
import type { Organisation } from '../../shared/sandbox/model.ts';
import { truthOf } from '../../shared/sandbox/truth.ts';

/** Facts that are compared, as columns of the table tickets. */
export const comparedFacts = [
  'created_s',
  'channel',
  'priority',
  'status',
  'category',
  'product',
  'requester_id',
  'account_id',
  'first_reply_s',
  'first_resolved_s',
  'resolved_s',
  'closed_s',
  'reopen_count',
  'handoff_count',
  'group_change_count',
  'reply_count',
  'customer_reply_count',
  'note_count',
  'escalated_s',
  'touch_s',
  'merged_into_id',
  'followup_of_id',
  'team',
  'is_counted',
] as const;
export type Fact = (typeof comparedFacts)[number];
export type Facts = Readonly<Record<Fact, Value>>;

/** What Casebook should say of every ticket, straight from the organisation, in the vendor's ids. */
export function expectedFacts(org: Organisation, vendor: Vendor, as_of_s: number): ReadonlyMap<string, Facts> {
  const ids = idsOf[vendor];
  return new Map(
    org.tickets
      .filter(({ created_s }) => created_s <= as_of_s)
      .map((ticket) => {
        const truth = truthOf(ticket, as_of_s);
        const priority = ticket.history.reduce(
          (now, one) => (one.kind === 'priority' && one.at_s <= as_of_s ? one.to : now),
          ticket.priority,
        );
        const facts: Facts = {
          created_s: truth.created_s,
          channel: ticket.channel,
          priority,
          status: truth.status,
          category: ticket.category,
          product: ticket.product,
          requester_id: ids.contact(standingFor(ticket.contact, as_of_s).n),
          account_id: ids.account(Number(ticket.contact.account.slice(1))),
          first_reply_s: truth.first_reply_s,
          first_resolved_s: truth.first_resolved_s,
          resolved_s: truth.resolved_s,
          closed_s: truth.closed_s,
          reopen_count: truth.reopen_count,
          handoff_count: truth.handoff_count,
          group_change_count: truth.group_change_count,
          reply_count: truth.reply_count,
          customer_reply_count: truth.customer_reply_count,
          note_count: truth.note_count,
          escalated_s: ticket.history.find(({ kind, at_s }) => kind === 'escalated' && at_s <= as_of_s)?.at_s ?? null,
          touch_s: truth.touch_s === 0 ? null : truth.touch_s,
          merged_into_id: truth.merged_into === null ? null : ids.ticket(truth.merged_into),
          followup_of_id: ticket.followup_of === null ? null : ids.ticket(ticket.followup_of),
          team: ticket.team,
          is_counted:
            !ticket.is_test &&
            !ticket.is_outbound &&
            !(ticket.is_bot_only && (truth.resolved_s !== null || truth.deleted_s !== null)) &&
            truth.deleted_s === null &&
            truth.merged_into === null,
        };
        return [ids.ticket(ticket.n), facts] as const;
      }),
  );
}
