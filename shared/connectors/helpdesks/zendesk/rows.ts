import { z } from 'zod';
import { deleted, linked, type TicketStatus } from '../../../events/event.ts';
import { aiStated } from '../../ai-stated.ts';
import type { RowContext, Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { createdRow, contactRow, groupRow, lastRow, personRow, ratingRow } from '../../rows.ts';
import {
  flagOrNull,
  id,
  idOrNull,
  list,
  notice,
  numberOrNull,
  record,
  textOrNull,
  texts,
  time,
  timeNeeded,
} from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import { ticketRow } from '../../ticket-row.ts';
import type { ZendeskConfiguration } from './configuration.ts';
import { mappingsOf } from './words.ts';

type Rows = Stream['rows'];

/** The fields of a ticket that Casebook reads. */
export const Ticket = z.object({
  id,
  created_at: timeNeeded,
  updated_at: time,
  generated_timestamp: time,
  status: textOrNull,
  custom_status_id: idOrNull,
  priority: textOrNull,
  type: textOrNull,
  via: record,
  brand_id: idOrNull,
  group_id: idOrNull,
  assignee_id: idOrNull,
  requester_id: idOrNull,
  submitter_id: idOrNull,
  organization_id: idOrNull,
  problem_id: idOrNull,
  tags: texts,
  custom_fields: list,
  support_type: textOrNull,
});

/** What the export says of a ticket now, and that it was created. */
export function ticketRows(c: ZendeskConfiguration): Rows {
  const words = mappingsOf(c);
  const { mappings: m } = c;
  const wanted = keysOf([...Object.values(m.fields), ...m.custom_fields]);
  return (item, context): readonly StagedRow[] => {
    const t = Ticket.parse(item);
    const updated_s = t.updated_at ?? t.created_at;
    const fields = fieldsOf(t.custom_fields, wanted);
    const source = record.parse(t.via.source);
    const rel = textOrNull.parse(source.rel);
    const brand = t.brand_id === null ? null : (m.brand[t.brand_id] ?? t.brand_id);
    const isDeleted = t.status === 'deleted';
    const ownStatus = t.custom_status_id !== null ? words.status.values[t.custom_status_id] : undefined;
    const status_raw = ownStatus === undefined ? t.status : t.custom_status_id;
    const status = context.map('status', status_raw, words.status);
    const version = versionOf(t.generated_timestamp ?? updated_s, context.received_s);
    const ticket = ticketRow(
      { m, words, context },
      {
        ticket_id: t.id,
        version,
        status: t.tags.includes('closed_by_merge') ? 'merged' : status,
        status_raw,
        channel_raw: textOrNull.parse(t.via.channel),
        priority_raw: t.priority,
        type_raw: t.type,
        tags: t.tags,
        isOutbound: rel === 'outbound',
        group_id: t.group_id,
        field: (name) => fields.get(name),
        otherwise: c.product_by_brand ? { product: brand } : {},
      },
      {
        url: pageOf(c, t.id),
        created_s: t.created_at,
        updated_s,
        brand,
        status_id: t.custom_status_id,
        assignee_id: t.assignee_id,
        requester_id: t.requester_id,
        account_id: t.organization_id,
        is_spam: false,
        followup_of_id: rel === 'follow_up' ? idOrNull.parse(record.parse(source.from).ticket_id) : null,
        deleted_s: isDeleted ? updated_s : null,
        ...statedOf(t.support_type, status),
      },
    );
    const rows: StagedRow[] = [
      ticket,
      createdRow(
        t.id,
        t.created_at,
        {
          actor: t.submitter_id === null || t.submitter_id.startsWith('-') ? 'automation' : null,
          actor_id: t.submitter_id,
        },
        { channel: ticket.row.channel, isOutbound: ticket.row.is_outbound },
        version,
      ),
    ];
    if (isDeleted) rows.push(deletion(t.id, updated_s, null, 'row', context));
    if (t.problem_id !== null)
      rows.push({
        table: 'ticket_links',
        version,
        row: { ticket_id: t.id, type: 'problem', target_system: 'zendesk', target_key: t.problem_id },
      });
    return rows;
  };
}

/**
 * A ticket of the AI agent’s own was never handed over; once it is, it is an agent’s ticket and says no more of the AI agent
 * (support.zendesk.com, 9204149016346). Whether what it finished was solved is verified elsewhere and not told.
 */
const statedOf = (support_type: string | null, status: TicketStatus | null) =>
  support_type === 'ai_agent'
    ? aiStated(true, status === 'solved' || status === 'closed' ? 'contained' : null)
    : aiStated(null, null);

const pageOf = (c: ZendeskConfiguration, ticket: string): string | null =>
  c.subdomain === undefined ? null : `https://${c.subdomain}.zendesk.com/agent/tickets/${ticket}`;

/** Ids as the configuration writes them and as Zendesk does, where they are numbers. */
const keysOf = (ids: readonly string[]): ReadonlySet<unknown> => new Set(ids.flatMap((key) => [key, Number(key)]));

/** The wanted custom fields as text; lists joined. Hundreds of others are normal: they are not looked at. */
function fieldsOf(fields: readonly unknown[], wanted: ReadonlySet<unknown>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const field of fields) {
    const { id: key, value } = (field ?? {}) as { id?: unknown; value?: unknown };
    if (typeof key === 'object' && key !== null) notice(key, 'the id of a field');
    if (!wanted.has(key)) continue;
    const shown = Array.isArray(value)
      ? value.join(', ')
      : textOrNull.parse(typeof value === 'boolean' ? String(value) : value);
    if (shown !== null) found.set(String(key), shown);
  }
  return found;
}

/**
 * One name for a deletion, whichever of the three streams tells it. Of those that tell the same instant the one that knows more
 * wins, whatever the order in which they were read.
 */
export const deletionVersion = (at_s: number, from: 'row' | 'history' | 'list', received_s: number): string =>
  versionOf(at_s * 4 + ['row', 'history', 'list'].indexOf(from), received_s);

function deletion(
  ticket_id: string,
  at_s: number,
  actor_id: string | null,
  from: 'row' | 'list',
  { received_s }: RowContext,
): StagedRow {
  return lastRow(
    { ticket_id, event_id: `deleted.${ticket_id}`, at_s },
    { actor: actor_id === null || actor_id.startsWith('-') ? 'automation' : null, actor_id },
    deleted({}),
    deletionVersion(at_s, from, received_s),
  );
}

const Deleted = z.object({ id, deleted_at: timeNeeded, actor: record });
export const deletedRows: Rows = (item, context): readonly StagedRow[] => {
  const { id: ticket_id, deleted_at, actor } = Deleted.parse(item);
  return [deletion(ticket_id, deleted_at, idOrNull.parse(actor.id), 'list', context)];
};

const User = z.object({
  id,
  role: textOrNull,
  role_type: numberOrNull,
  email: textOrNull,
  organization_id: idOrNull,
  default_group_id: idOrNull,
  created_at: time,
  updated_at: time,
  suspended: flagOrNull,
});
/** role_type of a light agent: reads and notes, never replies. */
const lightAgent = 1;

/** Agents become people, end users contacts. An agent who leaves becomes an end user: the row of the time as staff stays. */
export function userRows(c: ZendeskConfiguration): Rows {
  return (item, { received_s }): readonly StagedRow[] => {
    const user = User.parse(item);
    const updated_s = user.updated_at ?? user.created_at ?? 0;
    const version = versionOf(updated_s, received_s);
    if (user.role === 'agent' || user.role === 'admin') {
      const role = user.role_type === lightAgent ? 'light' : 'staff';
      const groups = user.default_group_id === null ? [] : [user.default_group_id];
      return [
        personRow(user.id, { email: user.email, role, is_bot: c.mappings.bots.includes(user.id), groups }, version),
      ];
    }
    const rows: StagedRow[] = [
      contactRow(
        { contact_id: user.id, account_id: user.organization_id, email: user.email, created_s: user.created_at },
        version,
      ),
    ];
    // only former staff has a default group: from now on their words are a customer's
    if (user.default_group_id !== null)
      rows.push(
        personRow(user.id, { email: user.email, role: 'customer', is_bot: false, from_s: updated_s }, version),
        // until then they were staff, in whatever role: what was read while they were here knows better
        personRow(user.id, { email: user.email, is_bot: false, groups: null }, versionOf(0, received_s)),
      );
    return rows;
  };
}

const Group = z.object({ id, name: textOrNull, updated_at: time });
export function groupRows(c: ZendeskConfiguration): Rows {
  const { tier } = mappingsOf(c);
  return (item, { received_s }): readonly StagedRow[] => {
    const group = Group.parse(item);
    return [groupRow(group.id, group.name, tier, versionOf(group.updated_at ?? 0, received_s))];
  };
}

const Rating = z.object({
  id,
  ticket_id: idOrNull,
  assignee_id: idOrNull,
  requester_id: idOrNull,
  score: textOrNull,
  reason: textOrNull,
  created_at: time,
  updated_at: time,
});
/** Offered is a survey sent, not answered. A changed answer is a record of its own: the latest of a ticket wins later. */
export function ratingRows(c: ZendeskConfiguration): Rows {
  const causes = {
    values: { service: 'service', product: 'product', process: 'process', ...c.mappings.survey_cause },
    otherwise: null,
  };
  return (item, context): readonly StagedRow[] => {
    const rating = Rating.parse(item);
    // nobody was asked
    if (rating.score === 'unoffered') return [];
    const label = rating.score?.startsWith('good') ? 'good' : rating.score?.startsWith('bad') ? 'bad' : null;
    const updated_s = rating.updated_at ?? rating.created_at;
    return [
      ratingRow(
        [0, 1],
        {
          survey_id: rating.id,
          ticket_id: rating.ticket_id,
          respondent_id: rating.requester_id,
          person_id: rating.assignee_id,
          score: label === null ? null : label === 'good' ? 1 : 0,
          label,
          cause: label === 'bad' ? context.map('survey_cause', rating.reason, causes) : null,
          offered_s: rating.created_at,
          answered_s: label === null ? null : updated_s,
          updated_s,
        },
        versionOf(updated_s ?? 0, context.received_s),
        context,
      ),
    ];
  };
}

const JiraLink = z.object({
  id,
  ticket_id: id,
  issue_key: textOrNull,
  issue_id: idOrNull,
  created_at: time,
  updated_at: time,
});
/** The Jira app’s links: the clearest sign of an escalation to development. */
export const jiraLinkRows: Rows = (item, { received_s }): readonly StagedRow[] => {
  const link = JiraLink.parse(item);
  const target = link.issue_key ?? link.issue_id;
  const version = versionOf(link.updated_at ?? link.created_at ?? 0, received_s);
  if (target === null) throw new Error('issue_key: expected the key of an issue');
  const rows: StagedRow[] = [
    {
      table: 'ticket_links',
      version,
      row: {
        ticket_id: link.ticket_id,
        type: 'engineering',
        target_system: 'jira',
        target_key: target,
        created_s: link.created_at,
      },
    },
  ];
  if (link.created_at !== null)
    rows.push({
      version,
      event: {
        ticket_id: link.ticket_id,
        event_id: `jira.${link.id}`,
        at_s: link.created_at,
        order: 1_500_000_000,
        actor: null,
        actor_id: null,
        ...linked({ type: 'engineering', target }),
      },
    });
  return rows;
};
