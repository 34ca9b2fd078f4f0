import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/version.ts';
import { emailHash } from '../../mappings.ts';
import { numberOrNull, textOrNull } from '../../shapes.ts';
import type { JiraConfiguration } from './configuration.ts';
import { surveyRow } from './issues.ts';

const User = z.looseObject({ accountId: z.string().min(1), accountType: textOrNull, emailAddress: textOrNull });

/** Accounts of the site are staff, apps robots, the others customers. Addresses are often hidden: then there is no hash. */
export const userRows =
  ({ mappings }: JiraConfiguration): Stream['rows'] =>
  (item, { received_s }) => {
    const user = User.parse(item);
    const version = versionOf(0, received_s);
    const email_hash = emailHash(user.emailAddress);
    if (user.accountType === 'customer')
      return [{ table: 'contacts', version, row: { contact_id: user.accountId, email_hash } }];
    return [
      {
        table: 'people',
        version,
        row: {
          person_id: user.accountId,
          email_hash,
          role: 'staff',
          is_bot: user.accountType === 'app' || mappings.bots.includes(user.accountId),
          group_ids: '[]',
          from_s: 0,
          to_s: null,
        },
      },
    ];
  };

/** The answer has a rating of 1 to 5 and no time: when it was given is not known. */
export const feedbackRows: Stream['rows'] = (item, context) => {
  const score = numberOrNull.parse((item as { rating?: unknown } | null)?.rating);
  if (score === null || context.of === null) return [];
  return [surveyRow(context.of, score, null, null, versionOf(0, context.received_s), context)];
};
