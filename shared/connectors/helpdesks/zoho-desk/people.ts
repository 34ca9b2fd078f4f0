import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { emailHash } from '../../mappings.ts';
import { id, idOrNull, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { ZohoConfiguration } from '../zoho-desk.ts';
import { wordsOf } from './words.ts';

type Rows = Stream['rows'];

const Team = z.looseObject({ id, name: textOrNull });
export const teamRows =
  (c: ZohoConfiguration): Rows =>
  (item, { received_s }) => {
    const { tier } = wordsOf(c);
    const team = Team.parse(item);
    return [
      {
        table: 'groups',
        version: versionOf(received_s, received_s),
        row: {
          group_id: team.id,
          name: team.name,
          tier: tier.values[team.id] ?? tier.values[(team.name ?? '').toLowerCase()] ?? null,
        },
      },
    ];
  };

const Agent = z.looseObject({ id, emailId: textOrNull, rolePermissionType: textOrNull });
export const agentRows =
  ({ mappings: { bots } }: ZohoConfiguration): Rows =>
  (item, { received_s }) => {
    const agent = Agent.parse(item);
    return [
      {
        table: 'people',
        version: versionOf(received_s, received_s),
        row: {
          person_id: agent.id,
          email_hash: emailHash(agent.emailId),
          role: agent.rolePermissionType === 'LightAgent' ? 'light' : 'staff',
          is_bot: bots.includes(agent.id),
          group_ids: '[]',
          from_s: 0,
          to_s: null,
        },
      },
    ];
  };

const Contact = z.looseObject({ id, accountId: idOrNull, email: textOrNull, createdTime: time });
export const contactRows: Rows = (item, { received_s }) => {
  const contact = Contact.parse(item);
  return [
    {
      table: 'contacts',
      version: versionOf(received_s, received_s),
      row: {
        contact_id: contact.id,
        account_id: contact.accountId,
        email_hash: emailHash(contact.email),
        created_s: contact.createdTime,
      },
    },
  ];
};

const Happiness = z.looseObject({
  id,
  ticketId: idOrNull,
  contactId: idOrNull,
  agentId: idOrNull,
  rating: textOrNull,
  ratedTime: timeNeeded,
});
const scores: Readonly<Record<string, readonly [score: number, label: string]>> = {
  good: [3, 'good'],
  ok: [2, 'neutral'],
  okay: [2, 'neutral'],
  bad: [1, 'bad'],
};
export const happinessRows: Rows = (item, context) => {
  const one = Happiness.parse(item);
  const [score, label] = scores[one.rating?.toLowerCase() ?? ''] ?? [null, null];
  return [
    {
      table: 'surveys',
      version: versionOf(one.ratedTime, context.received_s),
      row: {
        survey_id: one.id,
        ticket_id: one.ticketId,
        ticket_source: context.source,
        respondent_id: one.contactId,
        person_id: one.agentId,
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
