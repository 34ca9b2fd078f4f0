import { z } from 'zod';
import {
  assigned,
  escalated,
  fieldChanged,
  grouped,
  merged,
  statusChanged,
  type Actor,
  type Happening,
  type TicketStatus,
} from '../../../events/event.ts';
import type { Mapping, RowContext, Stream } from '../../connector.ts';
import { tierOf } from '../../mappings.ts';
import { versionOf } from '../../engine/version.ts';
import { wordsOf, type Words } from '../../mappings.ts';
import { createdRow } from '../../rows.ts';
import { id, idOrNull, list, record, textOrNull, time } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import { ticketRow } from '../../ticket-row.ts';
import type { HubspotConfiguration } from './configuration.ts';
import { tracked } from './properties.ts';

/** Stages of the pipeline that every account starts with; others have ids of their own and are mapped by configuration. */
const stages = { '1': 'new', '2': 'pending_customer', '3': 'open', '4': 'closed' } as const;
const priorities = { urgent: 'p1', high: 'p2', medium: 'p3', low: 'p4' } as const;
const channels = {
  email: 'email',
  chat: 'chat',
  form: 'web',
  phone: 'phone',
  'social media': 'social',
  whatsapp: 'im',
} as const;
const kinds = {
  product_issue: 'incident',
  billing_issue: 'question',
  feature_request: 'request',
  general_inquiry: 'question',
} as const;

const Ticket = z.looseObject({
  id,
  properties: record,
  propertiesWithHistory: record,
  associations: record,
  updatedAt: time,
});
const Change = z.looseObject({
  value: textOrNull,
  timestamp: time,
  sourceType: textOrNull,
  sourceId: textOrNull,
  updatedByUserId: idOrNull,
});
type Change = z.output<typeof Change>;

/** A ticket with the history of its tracked properties and its associations. */
export function ticketRows(c: HubspotConfiguration): Stream['rows'] {
  const { mappings: m } = c;
  const words = wordsOf(m, { status: stages, priority: priorities, channel: channels, type: kinds });
  return (item, context): readonly StagedRow[] => {
    const t = Ticket.parse(item);
    const { properties: p } = t;
    const own: Words = { ...words, status: withClosed(words.status, t.properties, t.propertiesWithHistory) };
    const created_s = time.parse(p.createdate);
    if (created_s === null) throw new Error('properties.createdate: expected a time');
    const updated_s = time.parse(p.hs_lastmodifieddate) ?? t.updatedAt ?? created_s;
    const version = versionOf(updated_s, context.received_s);
    const status_raw = textOrNull.parse(p.hs_pipeline_stage);
    const category = textOrNull.parse(p.hs_ticket_category);
    const replied_s = time.parse(p.first_agent_reply_date);
    const ticket = ticketRow(
      { m, words, context },
      {
        ticket_id: t.id,
        version,
        status: context.map('status', status_raw, own.status),
        status_raw,
        channel_raw: textOrNull.parse(p.source_type),
        priority_raw: textOrNull.parse(p.hs_ticket_priority),
        type_raw: category?.split(';')[0] ?? null,
        tags: (textOrNull.parse(p.hs_tag_ids) ?? '').split(';').filter((tag) => tag !== ''),
        group_id: idOrNull.parse(p.hubspot_team_id),
        field: (name) => p[name],
        otherwise: { category, queue: textOrNull.parse(p.hs_pipeline) },
      },
      {
        url: c.portal === undefined ? null : `https://app.hubspot.com/contacts/${c.portal}/ticket/${t.id}`,
        created_s,
        updated_s,
        assignee_id: idOrNull.parse(p.hubspot_owner_id),
        requester_id: associated(t.associations.contacts),
        account_id: associated(t.associations.companies),
        is_spam: false,
        given_first_reply_s: replied_s,
        // where messages are read they win: this is for tickets of which none is known
        has_given_first_reply: replied_s !== null && !c.messages,
        // messages belong to the inbox: how many there were is not known, which is not none
        fact_source: 'snapshot',
      },
    );
    return [
      ticket,
      createdRow(
        t.id,
        created_s,
        { actor: 'customer', actor_id: associated(t.associations.contacts) },
        { channel: ticket.row.channel },
        version,
      ),
      ...promises(t.id, p, created_s, version, context),
      ...historyRows(t.id, t.propertiesWithHistory, c, own, context),
    ];
  };
}

/** HubSpot notes when a ticket was closed a moment after its stage changed. */
const sameMoment_s = 5;

/**
 * Stages of an account’s own pipelines have numbers that mean nothing. One that a ticket entered in the moment in which HubSpot says
 * that it was closed is a closed one; for the others the account’s own mapping is needed.
 */
function withClosed(
  status: Mapping<TicketStatus>,
  p: Readonly<Record<string, unknown>>,
  histories: Readonly<Record<string, unknown>>,
): Mapping<TicketStatus> {
  const closed_s = time.parse(p.closed_date);
  if (closed_s === null) return status;
  const entered = list
    .parse(histories.hs_pipeline_stage)
    .map((change) => Change.parse(change))
    .find(({ timestamp }) => timestamp !== null && Math.abs(timestamp - closed_s) <= sameMoment_s);
  const stage = entered?.value?.toLowerCase();
  return stage === undefined || status.values[stage] !== undefined
    ? status
    : { ...status, values: { ...status.values, [stage]: 'closed' } };
}

/** The first of the objects of a kind that something is associated with. */
export const associated = (value: unknown): string | null =>
  idOrNull.parse(record.parse(list.parse(record.parse(value).results)[0]).id);

/** What the help desk promises, its due time and state, and the property that says when it was kept. */
const slas = [
  ['first_reply', 'hs_time_to_first_response_sla', 'first_agent_reply_date'],
  ['resolution', 'hs_time_to_close_sla', 'closed_date'],
] as const;
const slaStates: Mapping = {
  values: {
    active: 'active',
    due_soon: 'active',
    paused: 'paused',
    overdue: 'missed',
    completed_on_time: 'kept',
    completed_late: 'missed',
  },
  otherwise: null,
};

/** The latest promise of each kind: its due time moves while the clock stands still, and earlier ones are not told. */
function promises(
  ticket_id: string,
  p: Readonly<Record<string, unknown>>,
  created_s: number,
  version: string,
  context: RowContext,
): readonly StagedRow[] {
  return slas.flatMap(([metric, name, kept]): readonly StagedRow[] => {
    const due_s = time.parse(p[`${name}_at`]);
    const raw = textOrNull.parse(p[`${name}_status`]);
    if (due_s === null && raw === null) return [];
    const state = context.map('sla_status', raw?.replaceAll(' ', '_') ?? null, slaStates);
    const fulfilled_s = state === 'active' || state === 'paused' ? null : time.parse(p[kept]);
    return [
      {
        table: 'sla_results',
        version,
        row: {
          ticket_id,
          metric,
          policy_id: null,
          applied_s: created_s,
          due_s: state === 'paused' ? null : due_s,
          fulfilled_s,
          is_breached: state === 'missed' || (due_s !== null && fulfilled_s !== null && fulfilled_s > due_s),
          elapsed_s: fulfilled_s === null ? null : fulfilled_s - created_s,
        },
      },
    ];
  });
}

/** Every value that a property had, oldest first, each as the change that it was. */
function historyRows(
  ticket_id: string,
  histories: Readonly<Record<string, unknown>>,
  c: HubspotConfiguration,
  words: Words,
  context: RowContext,
): readonly StagedRow[] {
  const rows: StagedRow[] = [];
  tracked.forEach((property, place) => {
    const changes = list
      .parse(histories[property])
      .map((change) => Change.parse(change))
      .filter((change): change is Change & { timestamp: number } => change.timestamp !== null)
      .toSorted((a, b) => a.timestamp - b.timestamp);
    changes.forEach((change, i) => {
      const before = changes[i - 1]?.value ?? null;
      const say = (what: Happening, ticket = ticket_id): void => {
        rows.push({
          version: versionOf(change.timestamp, context.received_s),
          event: {
            ticket_id: ticket,
            event_id: `${property}.${ticket_id}.${change.timestamp}.${what.kind}.${toOf(what) ?? ''}.${ticket}`,
            at_s: change.timestamp,
            order: 1000 * (place + 1) + Math.min(i, 999),
            ...actorOf(change),
            ...what,
          },
        });
      };
      tell(property, before, change.value, { ticket_id, c, words, context, say });
    });
  });
  return rows;
}

/** Where a change leads: a part of the name of its event. */
const toOf = ({ data }: Happening): string | null => ('to' in data ? data.to : 'into' in data ? data.into : null);

interface Telling {
  readonly ticket_id: string;
  readonly c: HubspotConfiguration;
  readonly words: Words;
  readonly context: RowContext;
  readonly say: (what: Happening, ticket?: string) => void;
}

function tell(
  property: (typeof tracked)[number],
  from: string | null,
  to: string | null,
  { ticket_id, c, words, context, say }: Telling,
): void {
  const { bots, escalation } = c.mappings;
  if (property === 'hs_pipeline_stage') {
    say(
      statusChanged({
        to: context.map('status', to, words.status),
        from: context.map('status', from, words.status),
        raw: to,
      }),
    );
  } else if (property === 'hubspot_owner_id') {
    say(assigned({ from, to, ...(to !== null && bots.includes(to) ? { to_kind: 'bot' } : {}) }));
  } else if (property === 'hubspot_team_id') {
    say(grouped({ from, to, to_tier: tierOf(words.tier, to) ?? undefined }));
    if (to !== null && escalation.groups.includes(to)) say(escalated({ to: 'development' }));
  } else if (property === 'hs_ticket_priority') {
    say(
      fieldChanged({
        field: 'priority',
        from: context.map('priority', from, words.priority),
        to: context.map('priority', to, words.priority),
      }),
    );
  } else if (property === 'hs_tag_ids') {
    const known = new Set(from?.split(';'));
    if (to?.split(';').some((tag) => !known.has(tag) && escalation.tags.includes(tag)))
      say(escalated({ to: 'development' }));
  } else {
    // the loser vanishes: only the winner tells of it
    const known = new Set(from?.split(';'));
    for (const loser of to?.split(';') ?? [])
      if (loser !== '' && !known.has(loser)) say(merged({ into: ticket_id }), loser);
  }
}

/** People change things in the product, under their name; workflows, forms, the inbox and integrations are automation. */
function actorOf(change: Change): { readonly actor: Actor; readonly actor_id: string | null } {
  const user = change.updatedByUserId ?? /userId:(\d+)/.exec(change.sourceId ?? '')?.[1] ?? null;
  const isRobot = user === null && !/^(CRM_UI|MOBILE)/.test(change.sourceType ?? 'SYSTEM');
  return isRobot ? { actor: 'automation', actor_id: null } : { actor: 'agent', actor_id: user };
}
