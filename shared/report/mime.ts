import { createHash } from 'node:crypto';
import { said } from './escape.ts';
import type { Rendered } from './model.ts';

/** To whom and from whom, and how to stop it. */
export interface EnvelopeHeaders {
  readonly from: string;
  readonly to: string;
  readonly reply_to: string | null;
  /** A mailbox that takes requests to stop, such as metrics@example.com. */
  readonly unsubscribe_mailbox: string;
  /** An https address with a signed token of this recipient; null without an endpoint. */
  readonly unsubscribe_url: string | null;
  /** Names the list in List-Id, such as lead-weekly.emea. */
  readonly list: string;
  /** The organisation's name, shown in List-Id. */
  readonly organisation: string;
}

/**
 * One finished message. The same mail to the same recipient is the same bytes: the date is the as-of instant, boundaries and
 * Message-ID come from a hash of the content.
 */
export async function mime(mail: Rendered, envelope: EnvelopeHeaders): Promise<Uint8Array> {
  const hash = createHash('sha256')
    .update(JSON.stringify([mail.run, mail.report, mail.subject, mail.html, mail.text, envelope]))
    .digest('hex');
  const domain = envelope.unsubscribe_mailbox.split('@')[1] ?? 'localhost';
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const composer = new MailComposer({
    from: envelope.from,
    // With a name, so that the address stands in brackets: a bare one beside pictures counts against a mail.
    to: { name: envelope.to.slice(0, envelope.to.lastIndexOf('@')), address: envelope.to },
    ...(envelope.reply_to === null ? {} : { replyTo: envelope.reply_to }),
    subject: mail.subject,
    date: new Date(mail.as_of_s * 1000),
    messageId: `<${hash.slice(0, 32)}@${domain}>`,
    text: mail.text,
    html: mail.html,
    textEncoding: 'quoted-printable',
    newline: 'windows',
    baseBoundary: hash.slice(32, 48),
    headers: {
      ...unsubscribe(envelope, mail.report),
      'List-Id': { prepared: true, value: `${listName(envelope.organisation)} <${envelope.list}.${domain}>` },
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      'X-Report-Run': mail.run,
      'Content-Language': mail.language,
    },
    attachments: [
      ...mail.images.map((image) => ({
        filename: image.filename,
        content: Buffer.from(image.body),
        contentType: image.contentType,
        cid: image.cid ?? image.filename,
        contentDisposition: 'inline' as const,
      })),
      ...mail.attachments.map((file) => ({
        filename: file.filename,
        content: Buffer.from(file.body),
        contentType: file.contentType,
      })),
    ],
  });
  return new Uint8Array(await composer.compile().build());
}

/** RFC 8058 wants an https address with the Post header; without one only the mailbox is offered. */
function unsubscribe(
  { unsubscribe_mailbox, unsubscribe_url }: EnvelopeHeaders,
  report: string,
): Record<string, string | { prepared: true; value: string }> {
  const mailbox = `<mailto:${unsubscribe_mailbox}?subject=${encodeURIComponent(`unsubscribe ${report}`)}>`;
  if (unsubscribe_url === null) return { 'List-Unsubscribe': { prepared: true, value: mailbox } };
  return {
    'List-Unsubscribe': { prepared: true, value: `<${unsubscribe_url}>, ${mailbox}` },
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

/** The phrase of List-Id: quoted ASCII; other letters are encoded by its neighbours From and Subject only. */
const listName = (name: string): string =>
  `"${said(name.replaceAll(/[^\x20-\x7e]|["\\…]/g, '')).replace('…', '...') || 'Support metrics'}"`;

/** A plain notice of the system itself, such as "held": text only, the same bytes for the same instant and words. */
export async function plainMessage(notice: {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at_s: number;
  readonly run: string;
}): Promise<Uint8Array> {
  const hash = createHash('sha256').update(JSON.stringify(notice)).digest('hex');
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const composer = new MailComposer({
    from: notice.from,
    to: notice.to,
    subject: notice.subject,
    date: new Date(notice.at_s * 1000),
    messageId: `<${hash.slice(0, 32)}@${/@([^>]+)>?$/.exec(notice.from)?.[1] ?? 'localhost'}>`,
    text: notice.text,
    textEncoding: 'quoted-printable',
    newline: 'windows',
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      'X-Report-Run': notice.run,
    },
  });
  return new Uint8Array(await composer.compile().build());
}
