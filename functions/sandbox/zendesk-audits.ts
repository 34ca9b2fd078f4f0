import { isoOf } from '../../shared/sandbox/civil.ts';
import { idsOf, numberOf } from '../../shared/sandbox/ids.ts';
import type { History, Party, Status, Ticket } from '../../shared/sandbox/model.ts';
import { mergesOf } from '../../shared/sandbox/merged-people.ts';
import { robotNumber } from '../../shared/sandbox/sources.ts';
import { zendeskFields } from '../../shared/sandbox/zendesk-fields.ts';
import { actionsOf } from './state.ts';

const ids = idsOf.zendesk;

export const zendeskStatus: Readonly<Record<Status, string>> = {
  new: 'new',
  open: 'open',
  pending_customer: 'pending',
  pending_third_party: 'hold',
  solved: 'solved',
  closed: 'closed',
};
export const zendeskPriority = { p1: 'urgent', p2: 'high', p3: 'normal', p4: 'low' } as const;
export const zendeskChannel = { email: 'email', web: 'web', chat: 'chat', phone: 'voice' } as const;
const spokenVia = { email: 'Mail', web: 'Web form', chat: 'Chat', phone: 'Phone call (inbound)' } as const;

/** Rules write as the system user; the AI agent has an account, as one that answers through the interface has. */
export const zendeskUser = (party: Party): number =>
  party === 'system'
    ? -1
    : Number(
        party === 'bot'
          ? ids.person(robotNumber)
          : party.startsWith('c')
            ? ids.contact(numberOf(party))
            : ids.person(numberOf(party)),
      );

type Child = Record<string, unknown>;
export interface Audit {
  readonly id: number;
  readonly ticket_id: number;
  readonly at_s: number;
  readonly json: Record<string, unknown>;
}

/**
 * What the incremental ticket event export says of one ticket: one audit per action, with its child events. Half of the tickets
 * spell a change as { field_name, value }, the other half as a key of its own, because both occur.
 */
export function auditsOf(ticket: Ticket, numberOfTicket: (n: number) => string): readonly Audit[] {
  const named = ticket.n % 2 === 0;
  const state: Record<string, unknown> = {};
  let worked = 0;
  const actions = actionsOf(ticket.history);
  const audits = actions.map(({ at_s, by, items }, ordinal) => {
    const id = ticket.n * 1_000_000 + ordinal * 1000;
    const isCreation = ordinal === 0;
    const children: Child[] = [];
    const set = (field: string, value: unknown, rule: boolean): void => {
      const before = state[field] ?? null;
      if (before === value) return;
      state[field] = value;
      const change = isCreation && !rule ? { event_type: 'Create' } : { event_type: 'Change', previous_value: before };
      const where = rule ? { via: 'Rule', via_reference_id: 360_047 } : {};
      children.push(
        named ? { ...change, field_name: field, value, ...where } : { ...change, [field]: value, ...where },
      );
    };
    const comment = (text: string, isPublic: boolean, author: Party): void => {
      children.push({
        event_type: 'Comment',
        type: 'Comment',
        author_id: zendeskUser(author),
        public: isPublic,
        body: text,
        html_body: `<div class="zd-comment">${text}</div>`,
        comment_present: true,
        comment_public: isPublic,
      });
    };
    const tag = (name: string): void => {
      const before = (state.tags as readonly string[] | undefined) ?? [];
      state.tags = [...before, name];
      children.push({
        event_type: 'Change',
        ...(named ? { field_name: 'tags', value: state.tags } : { tags: state.tags }),
        previous_value: before,
        added_tags: [name],
        removed_tags: [],
      });
    };
    const tell = (one: History): void => {
      const rule = one.by === 'system' && by !== 'system';
      if (one.kind === 'created') {
        comment(one.text, true, by);
        set('subject', ticket.subject, false);
        set('requester_id', Number(ids.contact(ticket.contact.n)), false);
        set('priority', zendeskPriority[ticket.priority], false);
        set('type', ticket.type === 'request' ? 'task' : ticket.type, false);
        for (const field of ['category', 'subcategory', 'product', 'region', 'language'] as const) {
          set(String(zendeskFields[field]), ticket[field], false);
        }
        const first = items.find((other) => other.kind === 'status' && other.by === by);
        set('status', first?.kind === 'status' ? zendeskStatus[first.to] : 'new', false);
      } else if (one.kind === 'replied') {
        const links = one.articles.map((key) => ` https://help.northwind.example/hc/en-us/articles/${key}`).join('');
        comment(one.text + links, true, one.by);
      } else if (one.kind === 'noted') comment(one.text, false, one.by);
      else if (one.kind === 'status') set('status', zendeskStatus[one.to], rule);
      else if (one.kind === 'assigned') {
        set('assignee_id', one.to === null ? null : zendeskUser(one.to), rule);
        if (one.reason !== undefined) set(String(zendeskFields.ai_handoff_reason), one.reason, false);
      } else if (one.kind === 'grouped') set('group_id', Number(ids.group(one.to)), rule);
      else if (one.kind === 'priority') set('priority', zendeskPriority[one.to], rule);
      else if (one.kind === 'tagged') tag(one.tag);
      else if (one.kind === 'escalated') {
        tag('engineering');
        if (ticket.root_cause !== null) set(String(zendeskFields.root_cause), ticket.root_cause, false);
      } else if (one.kind === 'worked') {
        worked += one.seconds;
        set(String(zendeskFields.time_last), String(one.seconds), false);
        set(String(zendeskFields.time_total), String(worked), false);
      } else if (one.kind === 'offered') set('satisfaction_score', 'offered', rule);
      else if (one.kind === 'rated') set('satisfaction_score', one.good ? 'good' : 'bad', rule);
      else if (one.kind === 'merged') {
        tag('closed_by_merge');
        const target = numberOfTicket(one.into);
        comment(`This request was closed and merged into request #${target} "${ticket.subject}".`, false, one.by);
      } else set('status', 'deleted', false);
    };
    items.forEach(tell);
    const merge = items.find((one) => one.kind === 'merged');
    return {
      id,
      ticket_id: Number(ids.ticket(ticket.n)),
      at_s,
      json: {
        id,
        ticket_id: Number(ids.ticket(ticket.n)),
        timestamp: at_s,
        created_at: isoOf(at_s),
        updater_id: zendeskUser(by),
        via: merge ? 'Ticket merge' : by === 'system' ? 'Rule' : spokenVia[ticket.channel],
        ...(merge?.kind === 'merged' ? { via_reference_id: Number(numberOfTicket(merge.into)) } : {}),
        system: { client: 'sandbox', location: 'Northwind' },
        event_type: 'Audit',
        child_events: children.map((child, i) => ({ id: id + 1 + i, via: spokenVia[ticket.channel], ...child })),
      },
    };
  });
  return [...audits, ...requesterChanges(ticket, actions.length)];
}

/** Merging end users moves their tickets: each is told so. */
const requesterChanges = (ticket: Ticket, actions: number): readonly Audit[] =>
  mergesOf(ticket.contact, Infinity)
    .filter(
      ({ at_s }) =>
        at_s > ticket.created_s && !ticket.history.some((one) => one.kind === 'deleted' && one.at_s <= at_s),
    )
    .map(({ at_s, from, into }, i) => {
      const id = ticket.n * 1_000_000 + (actions + i) * 1000;
      const ticket_id = Number(ids.ticket(ticket.n));
      return {
        id,
        ticket_id,
        at_s,
        json: {
          id,
          ticket_id,
          timestamp: at_s,
          created_at: isoOf(at_s),
          updater_id: zendeskUser('p1'),
          via: 'Web form',
          system: { client: 'sandbox', location: 'Northwind' },
          event_type: 'Audit',
          child_events: [
            {
              id: id + 1,
              via: 'Web form',
              event_type: 'Change',
              requester_id: Number(ids.contact(into.n)),
              previous_value: Number(ids.contact(from.n)),
            },
          ],
        },
      };
    });
