import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { mapping } from '../../mappings.ts';
import { contactRow, groupRow, personRow, ratingRow } from '../../rows.ts';
import { id, idOrNull, list, numberOrNull, record, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { HelpScoutConfiguration } from './configuration.ts';
import type { StagedRow } from '../../staged-row.ts';

type Rows = Stream['rows'];

const Mailbox = z.looseObject({ id, name: textOrNull, updatedAt: time });
export const mailboxRows = ({ mappings }: HelpScoutConfiguration): Rows => {
  const tier = mapping({}, mappings.tier, null);
  return (item, { received_s }): readonly StagedRow[] => {
    const mailbox = Mailbox.parse(item);
    return [groupRow(mailbox.id, mailbox.name, tier, versionOf(mailbox.updatedAt ?? 0, received_s))];
  };
};

/** Teams are numbered beside mailboxes, and a conversation may belong to either. */
export const teamId = (own: string): string => `team-${own}`;
export const teamRows =
  (c: HelpScoutConfiguration): Rows =>
  (item, context): readonly StagedRow[] => {
    const team = Mailbox.parse(item);
    return mailboxRows(c)({ ...team, id: teamId(team.id) }, context);
  };

const User = z.looseObject({ id, email: textOrNull, updatedAt: time });
export const userRows =
  ({ mappings: { bots } }: HelpScoutConfiguration): Rows =>
  (item, { received_s }): readonly StagedRow[] => {
    const user = User.parse(item);
    return [
      personRow(
        user.id,
        { email: user.email, is_bot: bots.includes(user.id) },
        versionOf(user.updatedAt ?? 0, received_s),
      ),
    ];
  };

/**
 * Actors that are no people, such as AI agents: version 2, by which conversations are read, calls them users like any other. This list
 * knows better than that of the users.
 */
export const systemUserRows: Rows = (item, { received_s }): readonly StagedRow[] => {
  const user = User.parse(item);
  return [personRow(user.id, { email: null, is_bot: true }, versionOf((user.updatedAt ?? 0) + 1, received_s))];
};

const Customer = z.looseObject({ id, organizationId: idOrNull, createdAt: time, updatedAt: time, _embedded: record });
export const customerRows: Rows = (item, { received_s }): readonly StagedRow[] => {
  const customer = Customer.parse(item);
  const email = textOrNull.parse(record.parse(list.parse(customer._embedded.emails)[0]).value);
  return [
    contactRow(
      { contact_id: customer.id, account_id: customer.organizationId, email: email, created_s: customer.createdAt },
      versionOf(customer.updatedAt ?? 0, received_s),
    ),
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
export const ratingRows: Rows = (item, context): readonly StagedRow[] => {
  const rating = Rating.parse(item);
  const labels: Readonly<Record<number, string>> = { 1: 'good', 2: 'neutral', 3: 'bad' };
  return [
    ratingRow(
      [1, 3],
      {
        survey_id: `${rating.id}.${rating.threadid ?? ''}.${rating.ratingCreatedAt}`,
        ticket_id: rating.id,
        respondent_id: rating.ratingCustomerId,
        person_id: rating.ratingUserId,
        scale_reversed: true,
        score: rating.ratingId,
        label: rating.ratingId === null ? null : (labels[rating.ratingId] ?? null),
        answered_s: rating.ratingCreatedAt,
        updated_s: rating.ratingCreatedAt,
      },
      versionOf(rating.ratingCreatedAt, context.received_s),
      context,
    ),
  ];
};
