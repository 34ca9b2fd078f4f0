import { GetSendQuotaCommand, SendRawEmailCommand, type SESClient } from '@aws-sdk/client-ses';
import { DeliveryError } from '../../errors.ts';
import type { Mailer, Pause } from '../../ports.ts';
import { about, isThrottled } from './aws-errors.ts';

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
      .then(({ MaxSendRate }) => 1000 / Math.max(MaxSendRate ?? 1, 0.1)));

  async function handOver(command: SendRawEmailCommand, to: string): Promise<{ readonly id: string }> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { MessageId } = await client.send(command);
        return { id: MessageId ?? '' };
      } catch (cause) {
        const { name, status, message } = about(cause);
        // The daily quota does not come back in seconds.
        const isForToday = /daily/i.test(message);
        if (isThrottled(cause) && !isForToday && attempt < throttleAttempts) {
          await home.pause.sleep(1000 * 2 ** (attempt - 1) * (0.5 + home.pause.random()));
        } else if (isThrottled(cause) || (status >= 400 && status < 500)) {
          throw new DeliveryError(`SES refused the message to ${to}: ${name}: ${message}`, { cause });
        } else throw cause;
      }
    }
  }

  return {
    isIdempotent: false,
    async send({ from, to, raw, tags }) {
      if (raw.length > mostBytes)
        throw new DeliveryError(
          `The message to ${to} has ${raw.length} bytes; SES takes ${mostBytes}. Send fewer attachments.`,
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
        async () => home.pause.sleep(await gap_ms()),
        () => {},
      );
      return mine;
    },
  };
}

/** What SES accepts in a tag. */
const plain = (text: string): string => text.replaceAll(/[^A-Za-z0-9_.@-]/g, '_').slice(0, 256) || '_';
