import { z } from 'zod';
import {
  assigned,
  escalated,
  fieldChanged,
  grouped,
  noted,
  replied,
  statusChanged,
  unheard,
  type Happening,
  type TicketEvent,
} from '../../../events/event.ts';
import type { RowContext, Stream } from '../../connector.ts';
import { messageData } from '../../message.ts';
import { tierOf } from '../../mappings.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { labelOf, ratingRow } from '../../rows.ts';
import { flagOrNull, id, idOrNull, numberOrNull, record, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import type { SalesforceConfiguration } from './configuration.ts';
import { isId, isQueue, mappingsOf } from './words.ts';

type Rows = Stream['rows'];
const event = (one: TicketEvent, { received_s }: Pick<RowContext, 'received_s'>, precedence = 0): StagedRow => ({
  version: versionOf(one.at_s + precedence, received_s),
  event: one,
});

const scalar = z.transform((value: unknown) => (typeof value === 'boolean' ? String(value) : textOrNull.parse(value)));
const History = z.looseObject({
  Id: id,
  CaseId: id,
  Field: textOrNull,
  OldValue: scalar,
  NewValue: scalar,
  CreatedDate: timeNeeded,
  CreatedById: idOrNull,
});

/** Only tracked fields have history; an owner change makes two rows, by name and by id: the ids count. */
export function historyRows(c: SalesforceConfiguration): Rows {
  const words = mappingsOf(c);
  const { bots, escalation } = c.mappings;
  return (item, context): readonly StagedRow[] => {
    const h = History.parse(item);
    const rows: StagedRow[] = [];
    const say = (what: Happening, place: number): void => {
      const isRobot = h.CreatedById !== null && bots.includes(h.CreatedById);
      rows.push(
        event(
          {
            ticket_id: h.CaseId,
            event_id: rows.length === 0 ? h.Id : `${h.Id}.${rows.length}`,
            at_s: h.CreatedDate,
            order: place + rows.length,
            actor: isRobot ? 'automation' : null,
            actor_id: h.CreatedById,
            ...what,
          },
          context,
        ),
      );
    };
    const { OldValue: from, NewValue: to } = h;
    switch (h.Field) {
      case 'Status':
        say(
          statusChanged({
            from: context.map('status', from, words.status),
            to: context.map('status', to, words.status),
            raw: to,
          }),
          2040,
        );
        break;
      // by hand; by an assignment rule; taken out of a queue; by an escalation rule
      case 'Owner':
      case 'ownerAssignment':
      case 'ownerAccepted':
      case 'ownerEscalated':
        if (!isId(to) && !isId(from)) break;
        say(
          assigned({
            from: person(from),
            to: person(to),
            ...(to !== null && bots.includes(to) ? { to_kind: 'bot' } : {}),
          }),
          2020,
        );
        if (c.group_field === undefined && isId(to) && isQueue(to))
          regrouped(isId(from) && isQueue(from) ? from : null, to);
        break;
      case 'Priority':
        say(
          fieldChanged({
            field: 'priority',
            from: context.map('priority', from, words.priority),
            to: context.map('priority', to, words.priority),
          }),
          2030,
        );
        break;
      case 'IsEscalated':
        if (c.escalation_flag && to === 'true') say(escalated({ to: 'development' }), 2030);
        break;
      default:
        if (h.Field !== null && h.Field === c.group_field && to !== null) regrouped(from, to);
        if (h.Field !== null && h.Field === c.csat?.field) rows.push(...rating(h, c.csat, context));
    }
    return rows;

    function regrouped(before: string | null, after: string): void {
      say(grouped({ from: before, to: after, to_tier: tierOf(words.tier, after) ?? undefined }), 2010);
      if (escalation.groups.includes(after)) say(escalated({ to: 'development' }), 2010);
    }
  };
}
const person = (value: string | null): string | null => (isId(value) && !isQueue(value) ? value : null);

function rating(
  h: z.output<typeof History>,
  { min, max }: NonNullable<SalesforceConfiguration['csat']>,
  { received_s, source }: RowContext,
): readonly StagedRow[] {
  const score = numberOrNull.parse(h.NewValue);
  if (score === null) return [];
  return [
    ratingRow(
      [min, max],
      {
        survey_id: h.Id,
        ticket_id: h.CaseId,
        score: Math.round(score),
        label: labelOf(score, [min, max]),
        answered_s: h.CreatedDate,
        updated_s: h.CreatedDate,
      },
      versionOf(h.CreatedDate, received_s),
      { source },
    ),
  ];
}

/** queryAll tells of deleted messages, too: what stood under this id is no message any more. */
const takenBack = fieldChanged({ field: 'deleted', to: null });
const changedAfter = (at_s: number, changed_s: number | null): number => Math.max(0, (changed_s ?? at_s) - at_s);

const articles = /\/articles?\/[^\s"<]+/g;

const Comment = z.looseObject({
  Id: id,
  ParentId: id,
  IsPublished: flagOrNull,
  IsDeleted: flagOrNull,
  SystemModstamp: time,
  CommentBody: textOrNull,
  CreatedById: idOrNull,
  CreatedDate: timeNeeded,
});
export const commentRows =
  ({ mappings: { bots } }: SalesforceConfiguration): Rows =>
  (item, context): readonly StagedRow[] => {
    const one = Comment.parse(item);
    const isAuto = one.CreatedById !== null && bots.includes(one.CreatedById);
    const base = { ticket_id: one.ParentId, event_id: one.Id, at_s: one.CreatedDate, order: 1000 };
    return [
      event(
        {
          ...base,
          actor: isAuto ? 'automation' : null,
          actor_id: one.CreatedById,
          ...(one.IsDeleted === true
            ? takenBack
            : (one.IsPublished === true ? replied : noted)(messageData(one.CommentBody, isAuto, articles))),
        },
        context,
        changedAfter(one.CreatedDate, one.SystemModstamp),
      ),
    ];
  };

const Email = z.looseObject({
  Id: id,
  ParentId: idOrNull,
  Parent: record,
  Incoming: flagOrNull,
  IsDeleted: flagOrNull,
  Status: textOrNull,
  TextBody: textOrNull,
  MessageDate: time,
  SystemModstamp: timeNeeded,
  CreatedById: idOrNull,
});
/** A mail that somebody began to write: nobody has read it. Once it is sent it comes again. */
const draft = '5';
/** The mail that opened the case is the question itself: created says it. */
export const emailRows =
  ({ mappings: { bots } }: SalesforceConfiguration, isAutomated = false): Rows =>
  (item, context): readonly StagedRow[] => {
    const one = Email.parse(item);
    const created_s = time.parse(one.Parent.CreatedDate);
    const at_s = one.MessageDate ?? one.SystemModstamp;
    if (one.ParentId === null || one.Status === draft || (created_s !== null && at_s <= created_s)) return [];
    const isIncoming = one.Incoming === true;
    const isAuto = (isAutomated && !isIncoming) || (one.CreatedById !== null && bots.includes(one.CreatedById));
    return [
      event(
        {
          ticket_id: one.ParentId,
          event_id: one.Id,
          at_s,
          order: 1000,
          actor: isIncoming ? 'customer' : isAuto ? 'automation' : 'agent',
          actor_id: isIncoming ? null : one.CreatedById,
          ...(one.IsDeleted === true ? takenBack : replied(messageData(one.TextBody, isAuto, articles))),
        },
        context,
        // of two that tell of one mail the one that knows more wins, and the later state of either
        changedAfter(at_s, one.SystemModstamp) * 2 + (isAutomated ? 1 : 0),
      ),
    ];
  };

const Session = z.looseObject({
  Id: id,
  CaseId: idOrNull,
  AgentType: textOrNull,
  StartTime: time,
  SystemModstamp: timeNeeded,
});
/**
 * A session of messaging: what was written is kept outside of SOQL (Object Reference, ConversationEntry: legacy chat only). One that no
 * person was ever assigned to leaves nothing untold. AgentMessageCount would say how many messages a person wrote, but "isn't
 * calculated" in enhanced sessions (Object Reference of Spring ’24, MessagingSession), where none told would be none written.
 */
export const sessionRows: Rows = (item, context): readonly StagedRow[] => {
  const one = Session.parse(item);
  if (one.CaseId === null || one.AgentType === 'Bot' || one.AgentType === 'System') return [];
  const at_s = one.StartTime ?? one.SystemModstamp;
  const base = { ticket_id: one.CaseId, event_id: `session.${one.Id}`, at_s, order: 1000 };
  return [event({ ...base, actor: null, actor_id: null, ...unheard({}) }, context)];
};

const Task = z.looseObject({
  Id: id,
  WhatId: idOrNull,
  OwnerId: idOrNull,
  CallDurationInSeconds: numberOrNull,
  CompletedDateTime: time,
  SystemModstamp: timeNeeded,
});
export const taskRows: Rows = (item, context): readonly StagedRow[] => {
  const one = Task.parse(item);
  if (one.WhatId === null || one.CallDurationInSeconds === null) return [];
  const at_s = one.CompletedDateTime ?? one.SystemModstamp;
  const data = { worked_s: Math.round(one.CallDurationInSeconds), person_id: one.OwnerId };
  const base = { ticket_id: one.WhatId, event_id: one.Id, at_s, order: 3000 };
  return [event({ ...base, kind: 'worked', actor: 'agent', actor_id: one.OwnerId, data }, context)];
};
