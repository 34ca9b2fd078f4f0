import { GetSendQuotaCommand, SendRawEmailCommand, type SESClient } from '@aws-sdk/client-ses';
import { DeliveryError } from '../../errors.ts';
import type { Mailer, Pause } from '../../ports.ts';
import { about, isThrottled, isUnsigned } from './aws-errors.ts';

/** SES takes 10 MB a message, attachments counted as they travel. */
const mostBytes = 10 * 1024 * 1024;
const throttleAttempts = 6;

/**
 * Sends through SES, no faster than the account may. SES has no token that makes a second send harmless, so only a refusal to
 * take the message now is tried again; an answer that never came stays unknown. The client must not retry by itself.
 */
export function sesMailer(client: SESClient, configurationSet: string, home: { readonly pause: Pause }): Mailer {
  let pace: Promise<number> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** Milliseconds between two messages of this process. */
  const gap_ms = (): Promise<number> =>
    (pace ??= client
      .send(new GetSendQuotaCommand({}))
      .then(({ MaxSendRate }) => 1000 / Math.max(MaxSendRate ?? 1, 0.1))
      .catch((cause: unknown) => {
        pace = undefined;
        throw notHandedOver(cause);
      }));

  async function handOver(command: SendRawEmailCommand, to: string): Promise<{ readonly id: string }> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { MessageId } = await client.send(command);
        return { id: MessageId ?? '' };
      } catch (cause) {
        // The daily quota does not come back in seconds.
        const isForToday = /daily/i.test(about(cause).message);
        if (isThrottled(cause) && !isForToday && attempt < throttleAttempts)
          await home.pause.sleep(1000 * 2 ** (attempt - 1) * (0.5 + home.pause.random()));
        else throw failureOf(cause, to);
      }
    }
  }

  return {
    isIdempotent: false,
    async send({ from, to, raw, tags }) {
      if (raw.length > mostBytes)
        throw new DeliveryError(
          `The message to ${to} has ${raw.length} bytes; SES takes ${mostBytes}. Send fewer attachments.`,
          { fault: 'message' },
        );
      const command = new SendRawEmailCommand({
        Source: from,
        Destinations: [to],
        RawMessage: { Data: raw },
        ConfigurationSetName: configurationSet,
        Tags: Object.entries(tags).map(([Name, Value]) => ({ Name: plain(Name), Value: plain(Value) })),
      });
      const mine = last.then(async () => {
        await gap_ms();
        return handOver(command, to);
      });
      last = mine.then(
        async () => home.pause.sleep(await gap_ms().catch(() => 0)),
        () => {},
      );
      return mine;
    },
  };
}

/** The call never left this machine. */
const unreached = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

/**
 * What SES certainly did not take, as a DeliveryError; any other failure as it is, for the message may be on its way. Only what is about
 * an address is a fault of the recipient: every other refusal, also one that nobody listed, is of the account or of the call, and the mail
 * stays owed. https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html and "Common Error Types" there.
 */
function failureOf(cause: unknown, to: string): unknown {
  const { name, status, message } = about(cause);
  if (isThrottled(cause) || isUnsigned(cause) || /not verified|account is paused/i.test(message))
    return notHandedOver(cause);
  // the connection was given up before an answer: nobody knows
  if (name.startsWith('RequestAborted')) return cause;
  if (status === 408 || status === 503 || unreached.test((cause as { code?: string }).code ?? ''))
    return notHandedOver(cause, 'server');
  const fault = name === 'MessageRejected' ? 'message' : name.startsWith('InvalidParameterValue') ? 'recipient' : null;
  if (fault !== null)
    return new DeliveryError(`SES refused the message to ${to}: ${name}: ${message}`, { cause, fault });
  return status >= 400 && status < 500 ? notHandedOver(cause) : cause;
}

function notHandedOver(cause: unknown, fault: 'account' | 'server' = 'account'): DeliveryError {
  const { name, message } = about(cause);
  return new DeliveryError(
    `SES takes nothing now: ${name}: ${message}. ${fault === 'account' ? 'Look at the account, its quota and its credentials; ' : ''}the mail is tried again.`,
    { fault, isFinal: false, cause },
  );
}

/** What SES accepts in a tag. */
const plain = (text: string): string => text.replaceAll(/[^A-Za-z0-9_.@-]/g, '_').slice(0, 256) || '_';
