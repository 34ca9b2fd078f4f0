import { createTransport } from 'nodemailer';
import { DeliveryError } from '../../errors.ts';
import type { Mailer } from '../../ports.ts';

/** `delivery.smtp` of the configuration, with the secrets filled in. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  readonly secure: boolean;
  readonly user?: string;
  readonly password?: string;
}

/** Hands the finished bytes to a mail server. A 5xx answer is a refusal for good; anything else may be tried again. */
export function smtpMailer({ host, port, secure, user, password }: SmtpServer): Mailer {
  const transport = createTransport({
    host,
    port,
    secure,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: 30_000,
    socketTimeout: 120_000,
  });
  return {
    isIdempotent: false,
    async send({ from, to, raw }) {
      try {
        const { messageId } = await transport.sendMail({ envelope: { from, to: [to] }, raw: Buffer.from(raw) });
        return { id: messageId };
      } catch (error) {
        const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
        if (code < 500) throw error;
        throw new DeliveryError(
          `The mail server ${host} refused the message to ${to} (${code}). Check address and sender.`,
          {
            cause: error,
          },
        );
      }
    },
  };
}
