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

/** Faults of the account, which its owner mends: https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html and "Common errors" of the API. */
const ofAccount =
  /^(AccountSendingPaused|ConfigurationSetSendingPaused|ConfigurationSetDoesNotExist|MailFromDomainNotVerified|ProductionAccessNotGranted|AccessDenied|AuthFailure|ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|RequestExpired|OptInRequired|IncompleteSignature|MissingAuthenticationToken|CredentialsProviderError|NotAuthorized|InvalidSignature|NotSignedUp|MalformedHttpRequest)/;
/** SES answered that the request was not there in time: nothing was taken, and it is nobody's fault who should have got it. */
const tooLate = /^RequestTimeout/;
/** The call never left this machine. */
const unreached = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

/** What SES certainly did not take, as a DeliveryError; any other failure as it is, for the message may be on its way. */
function failureOf(cause: unknown, to: string): unknown {
  const { name, status, message } = about(cause);
  const said = `${name}: ${message}`;
  if (isThrottled(cause) || ofAccount.test(name) || /not verified|account is paused/i.test(message))
    return notHandedOver(cause);
  if (tooLate.test(name)) return notHandedOver(cause, 'server');
  if (status >= 400 && status < 500)
    return new DeliveryError(`SES refused the message to ${to}: ${said}`, {
      cause,
      fault: name === 'MessageRejected' ? 'message' : 'recipient',
    });
  if (status === 503 || unreached.test((cause as { code?: string }).code ?? '')) return notHandedOver(cause, 'server');
  return cause;
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
