import { z } from 'zod';
import { duration } from './duration.ts';

/** What can be promised of a case, each a time on the calendar. */
export const promiseKinds = ['first_reply', 'next_reply', 'wait', 'resolution'] as const;
export type PromiseKind = (typeof promiseKinds)[number];

const meanings: Readonly<Record<PromiseKind, string>> = {
  first_reply: 'Business time until a person replies in public',
  next_reply: 'The same for each further message of the customer',
  wait: 'Business time until it is resolved, without the time that it waits for the customer',
  resolution: 'Business time until it is resolved',
};

const target = (kind: PromiseKind) =>
  duration
    .refine((promised_s) => promised_s > 0, { error: 'a duration such as 30 min, 6 h or 2 d' })
    .optional()
    .meta({ description: meanings[kind] });
/** A field without a value would match no case, and nobody would be told. */
const atLeastOne = { error: 'at least one value, or no such field' };
const words = (what: string) =>
  z.array(z.string({ error: what }).regex(/\S/, { error: what }), { error: `a list of ${what}` }).min(1, atLeastOne);

/** Targets of one's own, for sources that tell none; the first that matches a case holds. */
export const Promises = z.strictObject({
  policy: z
    .string({ error: 'a name such as gold' })
    .regex(/\S/, { error: 'a name such as gold' })
    .max(60, { error: 'a name of at most 60 characters' })
    .meta({ description: 'How mails name it' }),
  match: z
    .strictObject({
      priority: z
        .array(z.enum(['p1', 'p2', 'p3', 'p4'], { error: 'p1, p2, p3 or p4' }), { error: 'a list of p1, p2, p3, p4' })
        .min(1, atLeastOne)
        .optional(),
      account: words('account ids').optional(),
      account_band: words('bands of the table accounts').optional(),
      channel: words('channels').optional(),
      source: words('sources').optional(),
    })
    .default({})
    .meta({ description: 'Every field given must have one of its values; without fields it holds for all cases' }),
  calendar: z
    .string({ error: 'a calendar' })
    .optional()
    .meta({ description: 'The hours that count; default: the calendar of the case’s team' }),
  first_reply: target('first_reply'),
  next_reply: target('next_reply'),
  wait: target('wait'),
  resolution: target('resolution'),
});
