import type { DeliveryFault } from '../../errors.ts';

/** What nodemailer says of a failure: the server's code and answer where there was one, and the command it answered. */
export interface SmtpFailure extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  response?: string;
  readonly command?: string;
}

export interface Attempt {
  readonly host: string;
  readonly port: number;
  readonly user: string | undefined;
  readonly to: string;
  readonly tls: 'implicit' | 'required' | 'none';
  /** The whole message was given away, so that the final dot may have been sent. */
  readonly wasGiven: boolean;
}

export interface CertainFailure {
  readonly message: string;
  readonly fault: DeliveryFault;
  readonly isFinal: boolean;
}

/** Replies about the login and its mechanism (RFC 4954, section 6). */
const aboutLogin = new Set([454, 530, 534, 535, 538]);

/**
 * What is certain of a failed hand-over; undefined when the message may have been taken. Any reply of 4xx or 5xx, to the final dot as well,
 * means that it was not (RFC 5321, 4.2.5 and 6.1); so does every failure before the last byte was given away. 4xx is tried again, 5xx is
 * final for a recipient or a message; the enhanced code (RFC 3463) tells whose fault it is.
 */
export function failureOf(error: SmtpFailure, attempt: Attempt): CertainFailure | undefined {
  const { host, port, user, to, tls, wasGiven } = attempt;
  const { code = '', command = '', responseCode = 0 } = error;
  const server = `${host}:${port}`;
  const said = answerOf(error);
  const again = (fault: DeliveryFault, message: string): CertainFailure => ({ message, fault, isFinal: false });
  if (
    code === 'ETLS' ||
    command === 'STARTTLS' ||
    (responseCode === 0 && tls !== 'none' && /certificate|self.signed|STARTTLS/i.test(error.message))
  )
    return again(
      'server',
      `The mail server ${server} offers no TLS that can be trusted: ${said}. Nothing was sent in clear. Correct the server or its certificate, or use port 465; delivery.smtp.tls: false sends without protection.`,
    );
  if (code === 'EAUTH' || aboutLogin.has(responseCode))
    return again(
      'account',
      `The mail server ${server} refused the login${user === undefined ? '' : ` of ${user}`}: ${said}. Correct delivery.smtp.user and password, then casebook resend.`,
    );
  if (responseCode >= 400) return answered(error, server, to, said);
  if (wasGiven) return undefined;
  return again(
    'server',
    `The mail server ${server} could not be reached or broke off: ${said}. Check delivery.smtp.host and port, and that the server runs; the mail is tried again.`,
  );
}

/** A reply of the server: 4xx is of the moment; of 5xx, the enhanced code tells whose fault it is. */
function answered(error: SmtpFailure, server: string, to: string, said: string): CertainFailure {
  const { command = '', responseCode = 0 } = error;
  const [, subject = '', detail = ''] = /\b[245]\.(\d{1,3})\.(\d{1,3})\b/.exec(error.response ?? '') ?? [];
  const isSender = command.startsWith('MAIL') || (subject === '1' && (detail === '7' || detail === '8'));
  if (responseCode < 500)
    return {
      fault: command.startsWith('RCPT') ? 'recipient' : 'server',
      isFinal: false,
      message: `The mail server ${server} asks to come back later for ${to}: ${said}. The mail is tried again.`,
    };
  if (isSender)
    return {
      fault: 'account',
      isFinal: false,
      message: `The mail server ${server} refused the sender: ${said}. Correct delivery.from, then casebook resend.`,
    };
  // Policy at the recipient (5.7.x, RFC 3463 3.8) is mostly a relay that does not know us: nothing the recipient could mend.
  if (command.startsWith('RCPT') && subject === '7')
    return {
      fault: 'account',
      isFinal: false,
      message: `The mail server ${server} does not relay for this sender: ${said}. Correct delivery.smtp, then casebook resend.`,
    };
  if (command.startsWith('RCPT'))
    return {
      fault: 'recipient',
      isFinal: true,
      message: `The mail server ${server} refused ${to}: ${said}. Check the address.`,
    };
  if (command === 'DATA')
    return {
      fault: 'message',
      isFinal: true,
      message: `The mail server ${server} refused the message to ${to}: ${said}. See what it does not take: size, attachments or content.`,
    };
  return {
    fault: 'server',
    isFinal: false,
    message: `The mail server ${server} answered ${said}. The mail is tried again.`,
  };
}

/** The server's own words on one line, else those of the failure. */
const answerOf = ({ response, message }: SmtpFailure): string =>
  (response ?? message).replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '').slice(0, 200);
