import { z } from 'zod';
import { created, escalated, snapshot, type Happening } from '../../../events/event.ts';
import { aiStated } from '../../ai-stated.ts';
import type { RowContext, Stream } from '../../connector.ts';
import { versionOf } from '../../engine/version.ts';
import type { Words } from '../../mappings.ts';
import { ratingRow } from '../../rows.ts';
import { flagOrNull, id, idOrNull, list, numberOrNull, record, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import { ticketRow } from '../../ticket-row.ts';
import type { IntercomConfiguration } from './configuration.ts';
import { partEvents } from './parts.ts';
import { actorOf, aiOutcomes, mappingsOf, stateOf, type CaseEvent, type Kind } from './words.ts';
import { promiseRows } from './promises.ts';

const Case = z.looseObject({
  id,
  created_at: timeNeeded,
  updated_at: time,
  state: textOrNull,
  open: flagOrNull,
  ticket_state: z.unknown().optional(),
  ticket_attributes: record,
  ticket_type: record,
  priority: z.unknown().optional(),
  admin_assignee_id: idOrNull,
  assignee: record,
  team_assignee_id: idOrNull,
  tags: record,
  source: record,
  contacts: record,
  company: record,
  custom_attributes: record,
  sla_applied: record,
  conversation_rating: record,
  conversation_parts: record,
  ticket_parts: record,
  statistics: record,
  linked_objects: record,
  ticket: record,
  ai_agent_participated: flagOrNull,
  ai_agent: record,
});
export type Case = z.output<typeof Case>;

/** How a conversation that a customer began was delivered. */
const customerStarted = 'customer_initiated';

/** A conversation or ticket with its parts: its attributes, and every part as an event that is never replaced. */
export function caseRows(kind: Kind, c: IntercomConfiguration): Stream['rows'] {
  const words = mappingsOf(c);
  return (item, context): readonly StagedRow[] => {
    const t = Case.parse(item);
    // a conversation that was made a ticket keeps its id: where both are read, the ticket tells everything
    if (kind === 'conversation' && c.objects === 'both' && idOrNull.parse(t.ticket.id) === t.id) return [];
    const parts = kind === 'conversation' ? t.conversation_parts : t.ticket_parts;
    const received = list.parse(parts.conversation_parts ?? parts.ticket_parts);
    const isTruncated = (numberOrNull.parse(parts.total_count) ?? 0) > received.length;
    const version = versionOf(t.updated_at ?? t.created_at, context.received_s);
    const author = record.parse(t.source.author);
    const actor = kind === 'ticket' && textOrNull.parse(author.type) === null ? null : actorOf(author.type);
    const tags = list.parse(t.tags.tags).map((tag) => record.parse(tag));
    const ticket = attributes(t, kind, c, words, context, version, isTruncated);
    const { channel, is_outbound } = ticket.row;
    const rows: StagedRow[] = [ticket];
    const say = (event: CaseEvent): void => {
      rows.push({ version, event: { ticket_id: t.id, ...event } });
    };
    say({
      event_id: `created.${t.id}`,
      at_s: t.created_at,
      order: 0,
      actor,
      actor_id: idOrNull.parse(author.id),
      ...created({ channel, ...(is_outbound ? { is_outbound: '1' } : {}) }),
    });
    received.forEach((part, i) => {
      for (const event of partEvents(part, i, kind, c, words, context)) say(event);
    });
    for (const tag of tags) {
      const at_s = time.parse(tag.applied_at);
      if (at_s !== null && c.mappings.escalation.tags.includes(textOrNull.parse(tag.name) ?? ''))
        say(byTag(`escalated.${t.id}.${at_s}`, at_s, escalated({ to: 'development' })));
    }
    const tracker = list
      .parse(t.linked_objects.data)
      .map((each) => record.parse(each))
      .find(({ category }) => category === 'Tracker');
    if (tracker)
      say(
        byTag(
          `snapshot.${t.id}.${t.updated_at ?? 0}`,
          t.updated_at ?? t.created_at,
          snapshot({ engineering: idOrNull.parse(tracker.id) }),
        ),
      );
    rows.push(...surveyOf(t, version, context));
    const promised = { ticket_id: t.id, created_s: t.created_at, applied: t.sla_applied, parts: received };
    rows.push(...promiseRows(promised, version, context));
    return rows;
  };
}

const byTag = (event_id: string, at_s: number, what: Happening): CaseEvent => ({
  event_id,
  at_s,
  order: 1_900_000_000,
  actor: 'agent',
  actor_id: null,
  ...what,
});

function attributes(
  t: Case,
  kind: Kind,
  { mappings: m }: IntercomConfiguration,
  words: Words,
  context: RowContext,
  version: string,
  isTruncated: boolean,
) {
  const contact = record.parse(list.parse(t.contacts.contacts)[0]);
  const status_raw = kind === 'ticket' ? stateOf(t.ticket_state) : (t.state ?? (t.open === true ? 'open' : null));
  const own = kind === 'ticket' ? t.ticket_attributes : t.custom_attributes;
  const handled = numberOrNull.parse(t.statistics.handling_time);
  const delivered = textOrNull.parse(t.source.delivered_as);
  return ticketRow(
    { m, words, context },
    {
      ticket_id: t.id,
      version,
      status: context.map('status', status_raw, words.status),
      status_raw,
      channel_raw: textOrNull.parse(t.source.type),
      priority_raw: t.priority === true ? 'priority' : textOrNull.parse(t.priority),
      tags: list.parse(t.tags.tags).flatMap((tag) => textOrNull.parse(record.parse(tag).name) ?? []),
      isOutbound: delivered !== null && delivered !== customerStarted,
      group_id: t.team_assignee_id,
      field: (name) => own[name],
      otherwise: { given_touch_s: handled === null ? null : Math.round(handled) },
    },
    {
      number: textOrNull.parse(t.ticket_id) ?? t.id,
      url: null,
      created_s: t.created_at,
      updated_s: t.updated_at ?? t.created_at,
      // versions before 2.0 name the assignee as an object
      assignee_id: t.admin_assignee_id ?? (t.assignee.type === 'admin' ? idOrNull.parse(t.assignee.id) : null),
      requester_id: idOrNull.parse(contact.id),
      account_id: idOrNull.parse(t.company.id) ?? idOrNull.parse(t.company.company_id),
      is_spam: false,
      ...aiStated(
        t.ai_agent_participated,
        context.map('ai_outcome', textOrNull.parse(t.ai_agent.resolution_state), aiOutcomes),
      ),
      given_quality: JSON.stringify(isTruncated ? ['truncated_parts'] : []),
    },
  );
}

/** The rating's created_at is when it was asked for; updated_at is the answer. */
function surveyOf(t: Case, version: string, context: RowContext): readonly StagedRow[] {
  const { rating, created_at, updated_at, teammate, contact } = t.conversation_rating;
  const offered_s = time.parse(created_at);
  if (offered_s === null) return [];
  const score = numberOrNull.parse(rating);
  const answered_s = score === null ? null : (time.parse(updated_at) ?? offered_s);
  return [
    ratingRow(
      [1, 5],
      {
        survey_id: `${t.id}.${offered_s}`,
        ticket_id: t.id,
        respondent_id: idOrNull.parse(record.parse(contact).id),
        person_id: idOrNull.parse(record.parse(teammate).id),
        score,
        offered_s,
        answered_s,
        updated_s: answered_s ?? offered_s,
      },
      version,
      context,
    ),
  ];
}
