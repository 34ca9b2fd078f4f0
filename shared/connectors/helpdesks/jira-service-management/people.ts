import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/version.ts';
import { contactRow, personRow } from '../../rows.ts';
import { numberOrNull, textOrNull } from '../../shapes.ts';
import type { JiraConfiguration } from './configuration.ts';
import { surveyRow } from './issues.ts';
import type { StagedRow } from '../../staged-row.ts';

const User = z.looseObject({ accountId: z.string().min(1), accountType: textOrNull, emailAddress: textOrNull });

/** Accounts of the site are staff, apps robots, the others customers. Addresses are often hidden: then there is no hash. */
export const userRows =
  ({ mappings }: JiraConfiguration): Stream['rows'] =>
  (item, { received_s }): readonly StagedRow[] => {
    const user = User.parse(item);
    const version = versionOf(0, received_s);
    if (user.accountType === 'customer')
      return [contactRow({ contact_id: user.accountId, email: user.emailAddress }, version)];
    return [
      personRow(
        user.accountId,
        { email: user.emailAddress, is_bot: user.accountType === 'app' || mappings.bots.includes(user.accountId) },
        version,
      ),
    ];
  };

/** The answer has a rating of 1 to 5 and no time: when it was given is not known. */
export const feedbackRows: Stream['rows'] = (item, context): readonly StagedRow[] => {
  const score = numberOrNull.parse((item as { rating?: unknown } | null)?.rating);
  if (score === null || context.of === null) return [];
  return [surveyRow(context.of, score, null, null, versionOf(0, context.received_s), context)];
};
