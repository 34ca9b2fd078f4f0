import { createHash } from 'node:crypto';
import { DeliveryError } from '../errors.ts';
import type { Clock, Mailer, State } from '../ports.ts';
import type { MailRecord } from './record.ts';

/** What makes a message one message: a second send with the same identity must not happen. */
export interface SendIdentity {
  readonly report: string;
  readonly period: string;
  readonly slice: string;
  readonly revision: number;
  readonly recipient: string;
}

interface Entry extends SendIdentity {
  readonly status: 'claimed' | 'sent' | 'refused';
  readonly at_s: number;
  readonly run: string;
  readonly id: string | null;
  readonly message: string | null;
}

/** sha256 over report, period, slice, revision and recipient; the name of the ledger entry and of the outbox file. */
export const sendKey = (of: SendIdentity): string =>
  createHash('sha256')
    .update([of.report, of.period, of.slice, String(of.revision), of.recipient.toLowerCase()].join('\n'))
    .digest('hex');

/**
 * Sends once: claim by a conditional write, hand over, write the result. A claim that another attempt left without a result is
 * `unknown`, unless the mailer is idempotent; then the same message is handed over again.
 */
export async function sendOnce(
  of: SendIdentity,
  message: { readonly from: string; readonly raw: Uint8Array; readonly tags: Readonly<Record<string, string>> },
  home: { readonly state: State; readonly mailer: Mailer; readonly clock: Clock },
  run: string,
): Promise<MailRecord> {
  const key = sendKey(of);
  const place = `sends/${key}.json`;
  const entry = (status: Entry['status'], id: string | null, text: string | null): string =>
    JSON.stringify({ ...of, status, at_s: home.clock.now_s(), run, id, message: text } satisfies Entry);
  const answer = (status: MailRecord['status'], id: string | null, text: string | null): MailRecord => ({
    recipient: of.recipient,
    status,
    id,
    message: text,
  });

  let version = await home.state.write(place, entry('claimed', null, null), null);
  if (version === undefined) {
    const kept = await home.state.read(place);
    const before = kept === undefined ? undefined : (JSON.parse(kept.value) as Entry);
    if (before?.status === 'sent') return answer('already_sent', before.id, null);
    if (before?.status === 'refused') return answer('refused', null, before.message);
    if (!home.mailer.isIdempotent || kept === undefined) {
      return answer(
        'unknown',
        null,
        'An earlier attempt handed this message over and was interrupted before the answer came. It is not sent again by itself.',
      );
    }
    version = kept.version;
  }
  try {
    const { id } = await home.mailer.send({
      key,
      from: message.from,
      to: of.recipient,
      raw: message.raw,
      tags: message.tags,
    });
    await home.state.write(place, entry('sent', id, null), version);
    return answer('sent', id, null);
  } catch (error) {
    if (error instanceof DeliveryError) {
      await home.state.write(place, entry('refused', null, error.message), version);
      return answer('refused', null, error.message);
    }
    return answer('unknown', null, error instanceof Error ? error.message : String(error));
  }
}
