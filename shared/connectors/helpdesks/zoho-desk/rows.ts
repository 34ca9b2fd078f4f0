import { z } from 'zod';
import { deleted } from '../../../events/event.ts';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/version.ts';
import { emailHash, tierOf } from '../../mappings.ts';
import { id, idOrNull, list, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { ZohoDeskConfiguration } from './configuration.ts';
import { mappingsOf } from './words.ts';

type Rows = Stream['rows'];

const Agent = z.looseObject({
  id,
  emailId: textOrNull,
  rolePermissionType: textOrNull,
  associatedDepartmentIds: list,
  modifiedTime: time,
});
export const agentRows =
  ({ mappings: m, group_by }: ZohoDeskConfiguration): Rows =>
  (item, { received_s }) => {
    const agent = Agent.parse(item);
    const departments = agent.associatedDepartmentIds.flatMap((each) => idOrNull.parse(each) ?? []);
    return [
      {
        table: 'people',
        version: versionOf(agent.modifiedTime ?? 0, received_s),
        row: {
          person_id: agent.id,
          email_hash: emailHash(agent.emailId),
          role: /light/i.test(agent.rolePermissionType ?? '') ? 'light' : 'staff',
          is_bot: m.bots.includes(agent.id),
          group_ids: JSON.stringify(group_by === 'department' ? departments : []),
          from_s: 0,
          to_s: null,
        },
      },
    ];
  };

const Named = z.looseObject({ id, name: textOrNull });
const groupOf = (c: ZohoDeskConfiguration): Rows => {
  const { values } = mappingsOf(c).tier;
  return (item, { received_s }) => {
    const group = Named.parse(item);
    return [
      {
        table: 'groups',
        version: versionOf(0, received_s),
        row: {
          group_id: group.id,
          name: group.name,
          tier: tierOf({ values }, group.id, group.name),
        },
      },
    ];
  };
};
export const teamRows = (c: ZohoDeskConfiguration): Rows => (c.group_by === 'team' ? groupOf(c) : () => []);
export const departmentRows = (c: ZohoDeskConfiguration): Rows => (c.group_by === 'department' ? groupOf(c) : () => []);

const Contact = z.looseObject({ id, email: textOrNull, accountId: idOrNull, createdTime: time, modifiedTime: time });
export const contactRows: Rows = (item, { received_s }) => {
  const contact = Contact.parse(item);
  return [
    {
      table: 'contacts',
      version: versionOf(contact.modifiedTime ?? 0, received_s),
      row: {
        contact_id: contact.id,
        account_id: contact.accountId,
        email_hash: emailHash(contact.email),
        created_s: contact.createdTime,
      },
    },
  ];
};

const Recycled = z.looseObject({ id, deletedById: idOrNull, deletedTime: timeNeeded, type: z.unknown().optional() });
/** Other things lie in the bin as well when the helpdesk does not know the filter. */
export const recycledRows: Rows = (item, { received_s }) => {
  const one = Recycled.parse(item);
  const kinds = [one.type].flat().flatMap((each) => textOrNull.parse(each)?.toLowerCase() ?? []);
  if (kinds.length > 0 && !kinds.some((kind) => kind.startsWith('ticket'))) return [];
  return [
    {
      version: versionOf(one.deletedTime, received_s),
      event: {
        ticket_id: one.id,
        event_id: `binned.${one.id}.${one.deletedTime}`,
        at_s: one.deletedTime,
        order: 2_000_000_000,
        actor: one.deletedById === null ? null : 'agent',
        actor_id: one.deletedById,
        ...deleted({}),
      },
    },
  ];
};

const Happiness = z.looseObject({
  id,
  ticketId: idOrNull,
  contactId: idOrNull,
  agentId: idOrNull,
  assigneeId: idOrNull,
  rating: textOrNull,
  ratedTime: timeNeeded,
});
const scores: Readonly<Record<string, readonly [score: number, label: string]>> = {
  good: [3, 'good'],
  ok: [2, 'neutral'],
  okay: [2, 'neutral'],
  bad: [1, 'bad'],
};
/** Good, okay, bad: 3 to 1. */
export const happinessRows: Rows = (item, context) => {
  const one = Happiness.parse(item);
  const [score = null, label = null] = scores[one.rating?.toLowerCase() ?? ''] ?? [];
  return [
    {
      table: 'surveys',
      version: versionOf(one.ratedTime, context.received_s),
      row: {
        survey_id: one.id,
        ticket_id: one.ticketId,
        ticket_source: context.source,
        respondent_id: one.contactId,
        person_id: one.agentId ?? one.assigneeId,
        kind: 'csat',
        scale_min: 1,
        scale_max: 3,
        scale_reversed: false,
        score,
        label,
        answered_s: one.ratedTime,
        updated_s: one.ratedTime,
      },
    },
  ];
};
