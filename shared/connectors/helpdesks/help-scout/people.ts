import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { emailHash, mapping, tierOf } from '../../mappings.ts';
import { id, idOrNull, list, numberOrNull, record, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { HelpScoutConfiguration } from './configuration.ts';

type Rows = Stream['rows'];

const Mailbox = z.looseObject({ id, name: textOrNull, updatedAt: time });
export const mailboxRows = ({ mappings }: HelpScoutConfiguration): Rows => {
  const tier = mapping({}, mappings.tier, null);
  return (item, { received_s }) => {
    const mailbox = Mailbox.parse(item);
    return [
      {
        table: 'groups',
        version: versionOf(mailbox.updatedAt ?? 0, received_s),
        row: { group_id: mailbox.id, name: mailbox.name, tier: tierOf(tier, mailbox.id, mailbox.name) },
      },
    ];
  };
};

/** Teams are numbered beside mailboxes, and a conversation may belong to either. */
export const teamId = (own: string): string => `team-${own}`;
export const teamRows =
  (c: HelpScoutConfiguration): Rows =>
  (item, context) => {
    const team = Mailbox.parse(item);
    return mailboxRows(c)({ ...team, id: teamId(team.id) }, context);
  };

const User = z.looseObject({ id, email: textOrNull, updatedAt: time });
export const userRows =
  ({ mappings: { bots } }: HelpScoutConfiguration): Rows =>
  (item, { received_s }) => {
    const user = User.parse(item);
    return [
      {
        table: 'people',
        version: versionOf(user.updatedAt ?? 0, received_s),
        row: {
          person_id: user.id,
          email_hash: emailHash(user.email),
          role: 'staff',
          is_bot: bots.includes(user.id),
          group_ids: '[]',
          from_s: 0,
          to_s: null,
        },
      },
    ];
  };

const Customer = z.looseObject({ id, organizationId: idOrNull, createdAt: time, updatedAt: time, _embedded: record });
export const customerRows: Rows = (item, { received_s }) => {
  const customer = Customer.parse(item);
  const email = textOrNull.parse(record.parse(list.parse(customer._embedded.emails)[0]).value);
  return [
    {
      table: 'contacts',
      version: versionOf(customer.updatedAt ?? 0, received_s),
      row: {
        contact_id: customer.id,
        account_id: customer.organizationId,
        email_hash: emailHash(email),
        created_s: customer.createdAt,
      },
    },
  ];
};

const Rating = z.looseObject({
  id,
  threadid: idOrNull,
  ratingId: numberOrNull,
  ratingCustomerId: idOrNull,
  ratingUserId: idOrNull,
  ratingCreatedAt: timeNeeded,
});
/** 1 great, 2 okay, 3 not good: a high number is bad. */
export const ratingRows: Rows = (item, context) => {
  const rating = Rating.parse(item);
  const labels: Readonly<Record<number, string>> = { 1: 'good', 2: 'neutral', 3: 'bad' };
  return [
    {
      table: 'surveys',
      version: versionOf(rating.ratingCreatedAt, context.received_s),
      row: {
        survey_id: `${rating.id}.${rating.threadid ?? ''}.${rating.ratingCreatedAt}`,
        ticket_id: rating.id,
        ticket_source: context.source,
        respondent_id: rating.ratingCustomerId,
        person_id: rating.ratingUserId,
        kind: 'csat',
        scale_min: 1,
        scale_max: 3,
        scale_reversed: true,
        score: rating.ratingId,
        label: rating.ratingId === null ? null : (labels[rating.ratingId] ?? null),
        answered_s: rating.ratingCreatedAt,
        updated_s: rating.ratingCreatedAt,
      },
    },
  ];
};
