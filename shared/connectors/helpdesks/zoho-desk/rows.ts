import { z } from 'zod';
import { deleted } from '../../../events/event.ts';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/version.ts';
import { contactRow, groupRow, lastRow, personRow, ratingRow } from '../../rows.ts';
import { id, idOrNull, list, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { ZohoDeskConfiguration } from './configuration.ts';
import { mappingsOf } from './words.ts';
import type { StagedRow } from '../../staged-row.ts';

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
  (item, { received_s }): readonly StagedRow[] => {
    const agent = Agent.parse(item);
    const departments = agent.associatedDepartmentIds.flatMap((each) => idOrNull.parse(each) ?? []);
    return [
      personRow(
        agent.id,
        {
          email: agent.emailId,
          role: /light/i.test(agent.rolePermissionType ?? '') ? 'light' : 'staff',
          is_bot: m.bots.includes(agent.id),
          groups: group_by === 'department' ? departments : [],
        },
        versionOf(agent.modifiedTime ?? 0, received_s),
      ),
    ];
  };

const Named = z.looseObject({ id, name: textOrNull });
const groupOf = (c: ZohoDeskConfiguration): Rows => {
  const { tier } = mappingsOf(c);
  return (item, { received_s }): readonly StagedRow[] => {
    const group = Named.parse(item);
    return [groupRow(group.id, group.name, tier, versionOf(0, received_s))];
  };
};
export const teamRows = (c: ZohoDeskConfiguration): Rows => (c.group_by === 'team' ? groupOf(c) : () => []);
export const departmentRows = (c: ZohoDeskConfiguration): Rows => (c.group_by === 'department' ? groupOf(c) : () => []);

const Contact = z.looseObject({ id, email: textOrNull, accountId: idOrNull, createdTime: time, modifiedTime: time });
export const contactRows: Rows = (item, { received_s }): readonly StagedRow[] => {
  const contact = Contact.parse(item);
  return [
    contactRow(
      { contact_id: contact.id, account_id: contact.accountId, email: contact.email, created_s: contact.createdTime },
      versionOf(contact.modifiedTime ?? 0, received_s),
    ),
  ];
};

const Recycled = z.looseObject({ id, deletedById: idOrNull, deletedTime: timeNeeded, type: z.unknown().optional() });
/** Other things lie in the bin as well when the helpdesk does not know the filter. */
export const recycledRows: Rows = (item, { received_s }): readonly StagedRow[] => {
  const one = Recycled.parse(item);
  const kinds = [one.type].flat().flatMap((each) => textOrNull.parse(each)?.toLowerCase() ?? []);
  if (kinds.length > 0 && !kinds.some((kind) => kind.startsWith('ticket'))) return [];
  return [
    lastRow(
      { ticket_id: one.id, event_id: `binned.${one.id}.${one.deletedTime}`, at_s: one.deletedTime },
      { actor: one.deletedById === null ? null : 'agent', actor_id: one.deletedById },
      deleted({}),
      versionOf(one.deletedTime, received_s),
    ),
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
export const happinessRows: Rows = (item, context): readonly StagedRow[] => {
  const one = Happiness.parse(item);
  const [score = null, label = null] = scores[one.rating?.toLowerCase() ?? ''] ?? [];
  return [
    ratingRow(
      [1, 3],
      {
        survey_id: one.id,
        ticket_id: one.ticketId,
        respondent_id: one.contactId,
        person_id: one.agentId ?? one.assigneeId,
        score,
        label,
        answered_s: one.ratedTime,
        updated_s: one.ratedTime,
      },
      versionOf(one.ratedTime, context.received_s),
      context,
    ),
  ];
};
