import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { DeliveryError } from '../../errors.ts';
import type { Mailer } from '../../ports.ts';
import { failureOf, type SmtpFailure } from './smtp-failure.ts';

/** `delivery.smtp` of the configuration, with the secrets filled in. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /**
   * 'implicit': TLS from the first byte; 'required': STARTTLS, or nothing is said; 'none': everything in clear. Certificates are
   * checked.
   */
  readonly tls: 'implicit' | 'required' | 'none';
  readonly user?: string;
  readonly password?: string;
}

/** A server may take its time after the last dot (RFC 5321, 4.5.3.2.6 asks for ten minutes); what takes longer than this is unknown. */
const answer_ms = 300_000;
const connect_ms = 30_000;

/** Hands the finished bytes to a mail server, one connection a message. The id is the answer of the server, which names its queue id. */
export function smtpMailer({ host, port, tls, user, password }: SmtpServer): Mailer {
  return {
    isIdempotent: false,
    async send({ from, to, raw }) {
      const connection = new SMTPConnection({
        host,
        port,
        secure: tls === 'implicit',
        requireTLS: tls === 'required',
        ignoreTLS: tls === 'none',
        connectionTimeout: connect_ms,
        greetingTimeout: connect_ms,
        socketTimeout: answer_ms,
      });
      const given = watched(raw);
      try {
        await called(connection, (done) => connection.connect(done));
        if (user !== undefined)
          await called(connection, (done) => connection.login({ user, pass: password ?? '' }, done));
        const info = await called<{ response: string }>(connection, (done) =>
          connection.send({ from: addressOf(from), to: [to] }, given.stream, done),
        );
        connection.quit();
        return { id: info.response };
      } catch (error) {
        connection.close();
        mask(error as SmtpFailure, user, password);
        const certain = failureOf(error as SmtpFailure, { host, port, user, to, wasGiven: given.isOut(), tls });
        if (certain === undefined) {
          const said = (error as Error).message.replace(/\.$/, '');
          throw new Error(`The mail server ${host}:${port} did not say whether it took the message: ${said}.`, {
            cause: error,
          });
        }
        throw new DeliveryError(certain.message, { ...certain, cause: error });
      }
    },
  };
}

/** `Name <address>` or an address. */
const addressOf = (text: string): string => /<([^>]+)>/.exec(text)?.[1] ?? text;

/** A call with its answer; what the connection reports on the side, such as that it was closed, is the answer as well. */
function called<T>(
  connection: SMTPConnection,
  call: (done: (error?: Error | null, answer?: T) => void) => void,
): Promise<T> {
  return new Promise((good, bad) => {
    const broken = (error: Error): void => bad(error);
    connection.once('error', broken);
    const ended = (): void => bad(new Error('The server closed the connection.'));
    connection.once('end', ended);
    call((error, answer) => {
      connection.off('error', broken);
      connection.off('end', ended);
      // After the answer nobody listens any more: a late fault must not end the process.
      connection.on('error', () => undefined);
      if (error) bad(error);
      else good(answer as T);
    });
  });
}

/** Servers repeat what they were told: the password leaves this file in no form. */
function mask(failure: SmtpFailure, user = '', password = ''): void {
  if (password === '') return;
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const forms = [base64(`\0${user}\0${password}`), base64(password), password];
  const masked = (text: string): string => forms.reduce((left, form) => left.replaceAll(form, '***'), text);
  failure.message = masked(failure.message);
  if (failure.response !== undefined) failure.response = masked(failure.response);
}

const piece = 16_384;

/** The bytes as a stream that knows when its last byte was taken: before that, the final dot cannot have been sent. */
function watched(raw: Uint8Array): { readonly stream: Readable; readonly isOut: () => boolean } {
  let at = 0;
  let isOut = false;
  const stream = new Readable({
    read() {
      if (at < raw.length) this.push(raw.subarray(at, (at += piece)));
      else {
        isOut = true;
        this.push(null);
      }
    },
  });
  return { stream, isOut: () => isOut };
}
