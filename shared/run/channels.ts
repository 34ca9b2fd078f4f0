import { createHmac } from 'node:crypto';
import type { Configuration } from '../config/configuration.ts';
import { DeliveryError } from '../errors.ts';
import type { HttpAnswer, Mailer, Ports } from '../ports.ts';
import type { Brief, Rendered } from '../report/model.ts';
import type { Job } from './jobs.ts';

/** A recipient that is no mailbox: `slack:`, `teams:` or `webhook:`, and the reference to the secret that holds its address. */
const form = /^(slack|teams|webhook):\$\{(?:env|secret):([^}]+)\}$/;
export const isChannel = (recipient: string): boolean => form.test(recipient);

type Kind = 'slack' | 'teams' | 'webhook';
const partsOf = (recipient: string): { readonly kind: Kind; readonly secret: string } => {
  const [, kind = 'webhook', secret = ''] = form.exec(recipient) ?? [];
  return { kind: kind as Kind, secret };
};

/** What a channel is told: the same bytes whenever they are made. */
export function briefOf(
  recipient: string,
  { job, revision, mail }: { readonly job: Job; readonly revision: number; readonly mail: Rendered },
  { organisation }: Pick<Configuration, 'organisation'>,
): Uint8Array {
  const { kind } = partsOf(recipient);
  const body =
    kind === 'slack'
      ? slack(mail.subject, mail.brief)
      : kind === 'teams'
        ? teams(mail.subject, mail.brief)
        : {
            type: 'report.issued',
            timestamp: new Date(mail.as_of_s * 1000).toISOString(),
            data: {
              organisation: organisation.name,
              ...job,
              revision,
              subject: mail.subject,
              language: mail.language,
              verdict: mail.verdict?.word ?? null,
              headline: mail.brief.sentence,
              points: mail.brief.points,
              url: mail.brief.link?.href ?? null,
            },
          };
  return new TextEncoder().encode(JSON.stringify(body));
}

/** Block Kit: `text` is what a notification shows; &, < and > are the three characters that mean something. */
function slack(subject: string, { sentence, points, link }: Brief): unknown {
  const plain = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const section = (text: string): unknown => ({ type: 'section', text: { type: 'mrkdwn', text: text.slice(0, 3000) } });
  return {
    text: plain(subject),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: subject.slice(0, 150) } },
      section([plain(sentence), ...points.map((point) => `• ${plain(point)}`)].join('\n')),
      ...(link === null ? [] : [section(`<${link.href}|${plain(link.text)}>`)]),
    ],
  };
}

/** An Adaptive Card, which is what the webhook of a workflow takes. A TextBlock reads Markdown: what could be some is set apart. */
function teams(subject: string, { sentence, points, link }: Brief): unknown {
  const plain = (text: string): string => text.replaceAll(/[\\*_[\]()#`~>|-]/g, (sign) => `\\${sign}`);
  const block = (text: string, more: object = {}): unknown => ({
    type: 'TextBlock',
    text: plain(text),
    wrap: true,
    ...more,
  });
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.2',
          body: [
            block(subject, { size: 'Large', weight: 'Bolder' }),
            block(sentence, { weight: 'Bolder' }),
            ...points.map((point) => block(`• ${point}`)),
          ],
          ...(link === null ? {} : { actions: [{ type: 'Action.OpenUrl', title: link.text, url: link.href }] }),
        },
      },
    ],
  };
}

/** How long an answer is waited for; and that of a server that has been silent a moment ago, which shall not cost its time for each post. */
const wait_ms = { usual: 30_000, short: 5_000 };
/** So many silences, and nothing is handed over for a while: each may be a post of which nobody knows whether it arrived. */
const enough = 3;
const remember_s = 900;
/** When the servers behind the addresses fell silent, as this process has seen it. */
const silences = new WeakMap<Ports['http'], Map<string, readonly number[]>>();

/** What is remembered of the server at an address, up to now. */
function silenceOf(http: Ports['http'], url: string, now_s: number): { readonly times: number; note(): void } {
  const seen = silences.get(http) ?? new Map<string, readonly number[]>();
  silences.set(http, seen);
  const { host } = new URL(url);
  const recent = (seen.get(host) ?? []).filter((at_s) => now_s - at_s < remember_s);
  return { times: recent.length, note: () => seen.set(host, [...recent, now_s]) };
}

/**
 * Hands messages over to channels. Nothing of an address is ever said: it is the secret. What a server answered is certain; a connection
 * that was never made is, too; what broke off after that is unknown, and is not told a second time.
 */
export function channelMailer(
  { http, secrets, clock }: Pick<Ports, 'http' | 'secrets' | 'clock'>,
  { delivery }: Pick<Configuration, 'delivery'>,
): Mailer {
  return {
    isIdempotent: false,
    async send({ key, to, raw }) {
      const { kind, secret } = partsOf(to);
      const url = await secretOf(secret, secrets);
      if (!isSafe(url))
        throw new DeliveryError(`The secret ${secret} holds no https address.`, { fault: 'account', isFinal: false });
      const silence = silenceOf(http, url, clock.now_s());
      if (silence.times >= enough)
        throw new DeliveryError(
          `The server behind ${secret} did not answer ${silence.times} times, so that nothing more was handed over to it. It is tried again later.`,
          { fault: 'server', isFinal: false },
        );
      const timeout_ms = silence.times === 0 ? wait_ms.usual : wait_ms.short;
      const body = new TextDecoder().decode(raw);
      const headers = {
        'content-type': 'application/json',
        ...(kind === 'webhook' ? await signed(key, body, clock.now_s(), delivery.signing_key, secrets) : {}),
      };
      const answer = await http.send({ method: 'POST', url, headers, body, timeout_ms }).catch((cause: unknown) => {
        if (isUnconnected(cause))
          throw new DeliveryError(`The address in ${secret} cannot be reached.`, {
            fault: 'server',
            isFinal: false,
            cause,
          });
        if (cause instanceof Error && cause.name === 'TimeoutError') silence.note();
        throw new Error(`${to}: no answer`, { cause });
      });
      if (answer.status >= 200 && answer.status < 300) return { id: String(answer.status) };
      throw refusal(secret, url, answer);
    },
  };
}

/** Too many at once, and faults of the server, pass; of the others, the address or what was said is wrong for good. */
function refusal(secret: string, url: string, { status, body }: HttpAnswer): DeliveryError {
  const said = new TextDecoder().decode(body).trim();
  // what repeats a part of the address is not said
  const isRepeated = url.split(/[/?&=:]/).some((part) => part.length >= 4 && said.includes(part));
  const words = /^[\w .:-]{1,80}$/.test(said) && !isRepeated ? ` (${said})` : '';
  if (status === 408 || status === 429 || status >= 500)
    return new DeliveryError(`The address in ${secret} answered ${status}${words}.`, {
      fault: 'server',
      isFinal: false,
    });
  if (status === 410 || status === 404)
    return new DeliveryError(
      `The address in ${secret} is no longer valid: it answered ${status}${words}. Make a new one in the channel, or take the recipient out.`,
      { fault: 'recipient' },
    );
  const isMessage = status === 400 || status === 413 || status === 422;
  return new DeliveryError(`The address in ${secret} refused it: it answered ${status}${words}.`, {
    fault: isMessage ? 'message' : 'recipient',
  });
}

async function secretOf(name: string, secrets: Ports['secrets']): Promise<string> {
  try {
    return (await secrets.get(name)).trim();
  } catch (cause) {
    throw new DeliveryError(cause instanceof Error ? cause.message : `The secret ${name} is not set.`, {
      fault: 'account',
      isFinal: false,
      cause,
    });
  }
}

/** Whether a text is an address to which a message may go: in clear only to this machine. */
export function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
}

/** No byte of the message can have left: the name, the route, the connection or the certificate failed. */
function isUnconnected(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = 'code' in at ? String(at.code) : '';
    if (
      /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+)$/.test(
        code,
      )
    )
      return true;
  }
  return false;
}

/** Headers of the Standard Webhooks specification 1.0.0: a receiver that keeps `webhook-id` takes no message twice. */
async function signed(
  id: string,
  body: string,
  now_s: number,
  reference: string | undefined,
  secrets: Ports['secrets'],
): Promise<Readonly<Record<string, string>>> {
  const text =
    reference === undefined ? '' : await secretOf(reference.replace(/^\$\{(?:env|secret):|\}$/g, ''), secrets);
  const key = Buffer.from(text.replace(/^whsec_/, ''), 'base64');
  if (key.length < 24 || key.length > 64)
    throw new DeliveryError(
      'delivery.signing_key: expected the name of a secret with 24 to 64 random bytes in base64, such as whsec_ and the answer of openssl rand -base64 32.',
      { fault: 'account', isFinal: false },
    );
  const signature = createHmac('sha256', key).update(`${id}.${now_s}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(now_s), 'webhook-signature': `v1,${signature}` };
}
