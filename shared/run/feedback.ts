import { z } from 'zod';
import type { Ports } from '../ports.ts';
import { logEvents } from './log-events.ts';
import { close } from './open-mails.ts';
import { settle } from './send-ledger.ts';
import { readUnsubscribe, suppress } from './suppression.ts';

const recipients = z.array(z.object({ emailAddress: z.string() })).default([]);

/** What SES says became of a mail, as EventBridge passes it on; kinds that nobody acts on change nothing. */
export const MailEvent = z.object({
  source: z.literal('aws.ses'),
  detail: z.object({
    eventType: z.string(),
    mail: z.object({ messageId: z.string(), tags: z.record(z.string(), z.array(z.string())).default({}) }).optional(),
    bounce: z.object({ bounceType: z.string(), bouncedRecipients: recipients }).optional(),
    complaint: z.object({ complainedRecipients: recipients }).optional(),
  }),
});
export type MailEvent = z.output<typeof MailEvent>;

/** A request to the unsubscribe address. */
export const UnsubscribeRequest = z.object({
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
  queryStringParameters: z.record(z.string(), z.string()).default({}),
});
export type UnsubscribeRequest = z.output<typeof UnsubscribeRequest>;

export interface WebAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type MailEventPorts = Pick<Ports, 'state' | 'clock' | 'log'>;
type UnsubscribePorts = MailEventPorts & Pick<Ports, 'secrets'>;

/** Stops mail after a permanent bounce or a complaint. A full mailbox is no reason: SES tries again and so do we next time. */
export async function mailEvent({ detail }: MailEvent, ports: MailEventPorts): Promise<void> {
  const at_s = ports.clock.now_s();
  await settleBy(detail, ports, at_s);
  const bounced = detail.bounce?.bounceType === 'Permanent' ? detail.bounce.bouncedRecipients : [];
  for (const { emailAddress } of bounced) {
    await suppress(ports.state, bare(emailAddress), { reason: 'bounce', report: null, at_s });
    ports.log.warn(logEvents.mail_bounced);
  }
  for (const { emailAddress } of detail.complaint?.complainedRecipients ?? []) {
    await suppress(ports.state, bare(emailAddress), { reason: 'complaint', report: null, at_s });
    ports.log.warn(logEvents.mail_complained);
  }
}

/** Events after which SES has a message: it took it, and tries to deliver it or did. */
const taken = new Set(['Send', 'Delivery', 'DeliveryDelay', 'Bounce', 'Complaint', 'Open', 'Click']);

/** Closes what the ledger holds for unknown: the mail's tag names its entry. */
async function settleBy(
  { eventType, mail }: MailEvent['detail'],
  { state }: MailEventPorts,
  at_s: number,
): Promise<void> {
  const [key] = mail?.tags.send ?? [];
  if (mail === undefined || key === undefined || !/^[0-9a-f]{64}$/.test(key)) return;
  const message = `SES told ${eventType}.`;
  if (taken.has(eventType)) {
    const entry = await settle(state, key, 'accepted', { at_s, id: mail.messageId, message });
    if (entry?.stage === 'accepted') await close(state, [key]);
  } else if (eventType === 'Reject') await settle(state, key, 'refused', { at_s, id: mail.messageId, message });
}

/**
 * One-click unsubscription (RFC 8058): POST acts, GET only shows a button, because programs that scan mails follow links. An
 * address without our signature is told nothing.
 */
export async function unsubscribeRequest(request: UnsubscribeRequest, ports: UnsubscribePorts): Promise<WebAnswer> {
  const { method } = request.requestContext.http;
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST')
    return page(405, 'Not understood', 'Open the link of the mail.');
  const whom = await readUnsubscribe(request.queryStringParameters, ports.secrets);
  if (whom === undefined)
    return page(
      400,
      'This link is not complete',
      'Copy the whole link from the mail, or answer the mail and ask to be taken off the list.',
    );
  if (method !== 'POST')
    return page(
      200,
      'Unsubscribe',
      `Stop sending ${escaped(whom.report)} to ${escaped(whom.address)}?`,
      '<form method="post"><button type="submit">Unsubscribe</button></form>',
    );
  const at_s = ports.clock.now_s();
  await suppress(ports.state, whom.address, { reason: 'unsubscribed', report: whom.report, at_s });
  ports.log.info(logEvents.unsubscribed, { report: whom.report });
  return page(200, 'Unsubscribed', `${escaped(whom.report)} will not be sent to ${escaped(whom.address)} again.`);
}

/** `Name <address>` or an address. */
const bare = (text: string): string => /<([^>]+)>/.exec(text)?.[1] ?? text;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const page = (statusCode: number, title: string, text: string, more = ''): WebAnswer => ({
  statusCode,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; form-action 'self'; style-src 'unsafe-inline'",
  },
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><body style="font:16px system-ui;max-width:32rem;margin:4rem auto;padding:0 1rem"><h1>${title}</h1><p>${text}</p>${more}</body></html>\n`,
});
