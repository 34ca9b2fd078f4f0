import { describe, expect, it } from 'vitest';
import { mailEvent, MailEvent, unsubscribeRequest, UnsubscribeRequest } from '../../shared/run/feedback.ts';
import { sendEntry, sendKey, sendOnce } from '../../shared/run/send-ledger.ts';
import { isSuppressed, unsubscribeUrl } from '../../shared/run/suppression.ts';
import type { Value } from '../../shared/lake/table.ts';
import { memoryState } from '../support/memory-state.ts';

function home() {
  const state = memoryState();
  const lines: string[] = [];
  const note = (event: string, fields?: Readonly<Record<string, Value>>) =>
    void lines.push(`${event} ${JSON.stringify(fields ?? {})}`);
  const secrets = { get: () => Promise.resolve('the key') };
  const ports = { state, secrets, clock: { now_s: () => 100 }, log: { info: note, warn: note } };
  return {
    ports,
    lines,
    secrets,
    tell: (event: unknown) => mailEvent(MailEvent.parse(event), ports),
    visit: (event: unknown) => unsubscribeRequest(UnsubscribeRequest.parse(event), ports),
  };
}
/** The form of an event of SES as EventBridge hands it on, reduced to what is read. */
const ses = (detail: object) => ({ version: '0', source: 'aws.ses', 'detail-type': 'Email', detail });
const bounce = (bounceType: string) =>
  ses({
    eventType: 'Bounce',
    bounce: { bounceType, bouncedRecipients: [{ emailAddress: 'Lead <lead@example.com>', status: '5.1.1' }] },
  });

describe('what SES says of a mail', () => {
  it('stops every report after a permanent bounce or a complaint', async () => {
    const { tell, ports, lines } = home();
    await tell(bounce('Permanent'));
    await tell(
      ses({ eventType: 'Complaint', complaint: { complainedRecipients: [{ emailAddress: 'other@example.com' }] } }),
    );
    expect(await isSuppressed(ports.state, 'LEAD@example.com', 'lead-weekly')).toBe(true);
    expect(await isSuppressed(ports.state, 'other@example.com', 'executive-quarterly')).toBe(true);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['mail_bounced', 'mail_complained']);
  });
  it('stops nothing after a full mailbox, a delay, or a kind it does not know', async () => {
    const { tell, ports, lines } = home();
    await tell(bounce('Transient'));
    await tell(ses({ eventType: 'DeliveryDelay', deliveryDelay: {} }));
    await tell(ses({ eventType: 'Reject', reject: { reason: 'Bad content' } }));
    expect(await isSuppressed(ports.state, 'lead@example.com', 'lead-weekly')).toBe(false);
    expect(lines).toEqual([]);
  });
  it('writes no address into the log', async () => {
    const { tell, lines } = home();
    await tell(bounce('Permanent'));
    expect(lines.join()).not.toContain('example.com');
  });
});

describe('an event about a mail whose fate is unknown', () => {
  const of = { report: 'lead-weekly', period: '2026-W39', slice: 'all', revision: 1, recipient: 'lead@example.com' };
  const about = (eventType: string, key = sendKey(of)) =>
    ses({ eventType, mail: { messageId: 'ses-1', tags: { send: [key], report: ['lead-weekly'] } } });
  const lost = async () => {
    const made = home();
    const mailer = { isIdempotent: false, send: () => Promise.reject(new Error('no answer')) };
    await sendOnce(of, { from: 'a@example.com', raw: new Uint8Array(), tags: {} }, { ...made.ports, mailer }, 'r1');
    return made;
  };
  it.each(['Send', 'Delivery'])('%s closes it: it was taken, under the id of SES', async (kind) => {
    const { tell, ports } = await lost();
    await tell(about(kind));
    expect(await sendEntry(ports.state, sendKey(of))).toMatchObject({ stage: 'accepted', id: 'ses-1' });
  });
  it('Reject closes it as refused', async () => {
    const { tell, ports } = await lost();
    await tell(about('Reject'));
    expect(await sendEntry(ports.state, sendKey(of))).toMatchObject({ stage: 'refused' });
  });
  it('changes nothing for a mail that the ledger does not know', async () => {
    const { tell, ports } = await lost();
    await tell(about('Delivery', 'f'.repeat(64)));
    await tell(about('Delivery', '../suppressed/x'));
    expect(await sendEntry(ports.state, sendKey(of))).toMatchObject({ stage: 'unknown' });
  });
});

describe('the unsubscribe address', () => {
  const ask = async (method: string, change: (url: URL) => void = () => {}) => {
    const made = home();
    const url = new URL(
      (await unsubscribeUrl('lead@example.com', 'lead-weekly', made.secrets, 'https://u.example.com/'))!,
    );
    change(url);
    const answer = await made.visit({
      requestContext: { http: { method } },
      queryStringParameters: Object.fromEntries(url.searchParams),
    });
    const isOff = (report: string) => isSuppressed(made.ports.state, 'lead@example.com', report);
    return { answer: answer as { statusCode: number; body: string }, isOff };
  };

  it('acts on POST alone, on the one report, and answers 200 (RFC 8058)', async () => {
    const { answer, isOff } = await ask('POST');
    expect(answer.statusCode).toBe(200);
    expect(await isOff('lead-weekly')).toBe(true);
    expect(await isOff('executive-weekly')).toBe(false);
  });
  it('only shows a button on GET, because scanners follow links', async () => {
    const { answer, isOff } = await ask('GET');
    expect(answer).toMatchObject({ statusCode: 200, body: expect.stringContaining('<form method="post">') });
    expect(await isOff('lead-weekly')).toBe(false);
  });
  it.each([
    ['another address', (url: URL) => url.searchParams.set('a', Buffer.from('ceo@example.com').toString('base64url'))],
    ['another report', (url: URL) => url.searchParams.set('r', 'executive-weekly')],
    ['no signature', (url: URL) => url.searchParams.delete('t')],
    ['nothing', (url: URL) => [...url.searchParams.keys()].forEach((name) => url.searchParams.delete(name))],
  ])('does nothing for a link with %s', async (_, change) => {
    const { answer, isOff } = await ask('POST', (url) => change(url));
    expect(answer.statusCode).toBe(400);
    expect(answer.body).not.toContain('example.com');
    expect(await isOff('lead-weekly')).toBe(false);
  });
  it('does not understand other methods', async () => {
    expect((await ask('DELETE')).answer.statusCode).toBe(405);
  });
  it('shows an address as text, whatever is in it', async () => {
    const { visit, secrets } = home();
    const url = new URL((await unsubscribeUrl('<b>@example.com', 'lead-weekly', secrets, 'https://u.example.com/'))!);
    const answer = await visit({
      requestContext: { http: { method: 'GET' } },
      queryStringParameters: Object.fromEntries(url.searchParams),
    });
    expect(answer.body).toContain('&lt;b&gt;@example.com');
  });
});
