import { z } from 'zod';
import type { Configuration } from '../config/configuration.ts';
import { UsageError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { MailPorts } from '../run/hand-over.ts';
import { close, openMails, type Open } from '../run/open-mails.ts';
import type { Retried } from '../run/record.ts';
import { openLine, sendAgain } from '../run/retry.ts';
import { settle as settleEntry } from '../run/send-ledger.ts';

/** Which of the mails that have not arrived are meant; all of them when nothing is given. */
export const MailsAsked = z.object({
  run: z.string().nullable().default(null),
  to: z.string().nullable().default(null),
  /** Beginnings of keys, as casebook runs prints them. */
  keys: z.array(z.string()).default([]),
});
export type MailsAsked = z.output<typeof MailsAsked>;
export const ResendRequest = MailsAsked.extend({ id: z.string(), is_dry: z.boolean() });
export type ResendRequest = z.output<typeof ResendRequest>;

/** @throws UsageError when something was asked for and nothing open is meant */
async function chosen({ run, to, keys }: MailsAsked, state: Ports['state'], command: string): Promise<readonly Open[]> {
  const open = await openMails(state);
  const found = open.filter(
    ({ key, mail }) =>
      (run === null || mail.run === run) &&
      (to === null || mail.recipient.toLowerCase() === to.toLowerCase()) &&
      (keys.length === 0 || keys.some((each) => key.startsWith(each))),
  );
  const asked = [run, to, ...keys].filter((each) => each !== null);
  if (found.length === 0 && asked.length > 0)
    throw new UsageError(
      `casebook ${command}: no mail that is owed, refused or unknown fits ${asked.join(', ')}. casebook runs lists them.`,
    );
  return found;
}

const isUnknown = ({ entry }: Open): boolean => entry?.stage === 'unknown' || entry?.stage === 'claimed';

/** What a person asked to send again. Mails of which it is unknown whether they arrived are named and left: they are settled first. */
export interface Resent {
  readonly mails: readonly Retried[];
  /** Lines of those that were left. */
  readonly unknown: readonly string[];
  /** Lines of those that would be sent, in a dry run. */
  readonly would: readonly string[];
}

/** Sends again what was owed or refused, whatever the deadline says. */
export async function resend(
  asked: ResendRequest,
  ports: MailPorts & Pick<Ports, 'log'>,
  configuration: Configuration,
): Promise<Resent> {
  const open = await chosen(asked, ports.state, 'resend');
  const unknown = open.filter(isUnknown).map(openLine);
  const sendable = open.filter((one) => !isUnknown(one));
  if (asked.is_dry) return { mails: [], unknown, would: sendable.map(openLine) };
  const mails = await sendAgain(sendable, ports, configuration, { run: asked.id, again: true });
  return { mails, unknown, would: [] };
}

/** How a person settles mails: each sentence is kept in the ledger. */
export const verdicts = {
  arrived: { stage: 'accepted', message: 'A person settled it: it arrived.' },
  'not-arrived': { stage: 'owed', message: 'A person settled it: it did not arrive. The next run sends it again.' },
  drop: { stage: 'refused', message: 'A person settled it: it is not sent any more.' },
} as const;
export type Verdict = keyof typeof verdicts;

/** Settles what is unknown, or gives up what is owed or refused (`drop`). Answers the lines of what was settled. */
export async function settle(
  asked: MailsAsked,
  verdict: Verdict,
  { state, now_s, is_dry }: { readonly state: Ports['state']; readonly now_s: number; readonly is_dry: boolean },
): Promise<readonly string[]> {
  const open = (await chosen(asked, state, 'settle')).filter((one) => verdict === 'drop' || isUnknown(one));
  if (!is_dry) {
    const { stage, message } = verdicts[verdict];
    for (const { key } of open)
      await settleEntry(state, key, stage, { at_s: now_s, message }, ['claimed', 'unknown', 'owed', 'refused']);
    if (verdict !== 'not-arrived')
      await close(
        state,
        open.map(({ key }) => key),
      );
  }
  return open.map(openLine);
}
