import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { DeliveryError } from '../../errors.ts';
import type { Mailer } from '../../ports.ts';
import { secretForms, without } from '../../secret-forms.ts';
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

/** How long a server is waited for. */
export interface Waits {
  readonly connect_ms: number;
  /** A server may take its time after the last dot (RFC 5321, 4.5.3.2.6 asks for ten minutes); what takes longer than this is unknown. */
  readonly answer_ms: number;
  /** The same of a server that has been silent a moment ago: it shall not cost its time for every recipient. */
  readonly short_ms: number;
  /** For how long a silence counts. */
  readonly remember_ms: number;
}
const usual: Waits = { connect_ms: 30_000, answer_ms: 300_000, short_ms: 30_000, remember_ms: 900_000 };
/** So many silences, and nothing is handed over for a while: each may be a mail of which nobody knows whether it arrived. */
const enough = 3;

/**
 * Hands the finished bytes to a mail server, one connection a message. The id is the answer of the server, which names its queue id.
 * A server that falls silent is waited for once for long, then twice for a moment; after that, mails remain owed.
 */
export function smtpMailer({ host, port, tls, user, password }: SmtpServer, waits: Waits = usual): Mailer {
  let silences: readonly number[] = [];
  return {
    isIdempotent: false,
    async send({ from, to, raw }) {
      const now_ms = performance.now();
      silences = silences.filter((at_ms) => now_ms - at_ms < waits.remember_ms);
      if (silences.length >= enough)
        throw new DeliveryError(
          `The mail server ${host}:${port} did not answer ${silences.length} times, so that nothing more was handed over to it. The mail is tried again later.`,
          { fault: 'server', isFinal: false },
        );
      const wait_ms = silences.length === 0 ? waits.answer_ms : waits.short_ms;
      const connection = new SMTPConnection({
        host,
        port,
        secure: tls === 'implicit',
        requireTLS: tls === 'required',
        ignoreTLS: tls === 'none',
        connectionTimeout: waits.connect_ms,
        greetingTimeout: waits.connect_ms,
        socketTimeout: wait_ms,
      });
      const given = watched(raw);
      // The connection's own limit is one of silence: a server that says a byte now and then would never reach it.
      let isLate = false;
      const limit = setTimeout(() => {
        isLate = true;
        connection.close();
      }, 2 * wait_ms);
      try {
        await called(connection, (done) => connection.connect(done));
        if (user !== undefined)
          await called(connection, (done) => connection.login({ user, pass: password ?? '' }, done));
        const info = await called<{ response: string }>(connection, (done) =>
          connection.send({ from: addressOf(from), to: [to] }, given.stream, done),
        );
        connection.quit();
        return { id: info.response };
      } catch (caught) {
        connection.close();
        const error = isLate ? new Error('it did not end its answer') : (caught as SmtpFailure);
        if (isLate || (caught as SmtpFailure).code === 'ETIMEDOUT') silences = [...silences, performance.now()];
        mask(error, user, password);
        const certain = failureOf(error, { host, port, user, to, wasGiven: given.isOut(), tls });
        if (certain === undefined) {
          const said = error.message.replace(/\.$/, '');
          throw new Error(`The mail server ${host}:${port} did not say whether it took the message: ${said}.`, {
            cause: caught,
          });
        }
        throw new DeliveryError(certain.message, { ...certain, cause: caught });
      } finally {
        clearTimeout(limit);
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
  const forms = [password, `\0${user}\0${password}`].flatMap(secretForms);
  const masked = (text: string): string => without(forms, text, '***');
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
