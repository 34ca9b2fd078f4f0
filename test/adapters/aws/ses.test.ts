import { GetSendQuotaCommand, SESClient } from '@aws-sdk/client-ses';
import { afterEach, describe, expect, it } from 'vitest';
import { sesMailer } from '../../../shared/adapters/aws/ses-mailer.ts';
import type { Envelope } from '../../../shared/ports.ts';
import { nowhere } from '../../support/aws/endpoint.ts';
import { ses, type Ses } from '../../support/aws/ses.ts';

const closing: Ses[] = [];
afterEach(async () => {
  for (const server of closing.splice(0)) await server.close();
});
async function home(rate = 10) {
  const server = await ses({ rate });
  closing.push(server);
  const sleeps: number[] = [];
  const client = new SESClient({ ...nowhere, endpoint: server.url, maxAttempts: 1 });
  const pause = { sleep: (ms: number) => Promise.resolve(void sleeps.push(ms)), random: () => 0.5 };
  return { server, sleeps, mailer: sesMailer(client, 'casebook', { pause }) };
}
const mail = (more: Partial<Envelope> = {}): Envelope => ({
  key: 'k',
  from: 'Support metrics <metrics@example.com>',
  to: 'lead@example.com',
  raw: Buffer.from('Subject: x\r\n\r\ny\r\n'),
  tags: { report: 'lead-weekly', period: '2026-W39', slice: 'emea & apac' },
  ...more,
});

/** Sends a mail that SES answers with this error. */
const said = (name: string, httpStatusCode: number | undefined): Promise<unknown> => {
  const failure = Object.assign(new Error('no'), { name, $metadata: { httpStatusCode } });
  const client = {
    send: (command: object) =>
      command instanceof GetSendQuotaCommand ? Promise.resolve({ MaxSendRate: 10 }) : Promise.reject(failure),
  };
  const pause = { sleep: () => Promise.resolve(), random: () => 0.5 };
  return sesMailer(client as unknown as SESClient, 'casebook', { pause }).send(mail());
};

describe('a mail through SES', () => {
  it('goes to one recipient, through the configuration set, with tags that SES accepts', async () => {
    const { mailer, server } = await home();
    await mailer.send(mail());
    expect(server.messages).toMatchObject([
      { to: ['lead@example.com'], configurationSet: 'casebook', tags: { report: 'lead-weekly', slice: 'emea___apac' } },
    ]);
  });
  it('keeps to the rate of the account', async () => {
    const { mailer, sleeps, server } = await home(4);
    await Promise.all([mailer.send(mail()), mailer.send(mail()), mailer.send(mail())]);
    expect(sleeps.filter((ms) => ms === 250).length).toBeGreaterThanOrEqual(2);
    expect(server.calls.filter((name) => name === 'ses:GetSendQuota')).toHaveLength(1);
  });
  it('is tried again when SES says "too fast", because then it was not taken', async () => {
    const { mailer, server } = await home();
    server.fail(3, 'throttle');
    await mailer.send(mail());
    expect(server.messages).toHaveLength(1);
  });
  // A used-up quota was a refusal of the recipient: the report was lost for good, though the next day would have taken it.
  it('is owed, a fault of the account, when the day’s quota is used up', async () => {
    const { mailer, server } = await home();
    server.fail(1, 'daily');
    await expect(mailer.send(mail())).rejects.toMatchObject({
      name: 'DeliveryError',
      fault: 'account',
      isFinal: false,
    });
  });
  // Names of "Common errors" of the API: of the account and of the connection, never of who should have got the mail.
  it.each([
    ['NotAuthorized', 401, 'account'],
    ['InvalidSignatureException', 400, 'account'],
    ['NotSignedUp', 400, 'account'],
    ['MalformedHttpRequestException', 400, 'account'],
    ['ExpiredTokenException', 403, 'account'],
    ['ConfigurationSetDoesNotExist', 400, 'account'],
    ['ValidationError', 400, 'account'],
    ['NobodyListedThis', 400, 'account'],
    ['TokenProviderError', undefined, 'account'],
    ['RequestTimeoutException', 408, 'server'],
    ['ServiceUnavailable', 503, 'server'],
  ])('is owed when SES says %s', async (name, status, fault) => {
    await expect(said(name, status)).rejects.toMatchObject({ name: 'DeliveryError', fault, isFinal: false });
  });
  it('is refused for its recipient alone where SES names the address', async () => {
    await expect(said('InvalidParameterValue', 400)).rejects.toMatchObject({ fault: 'recipient', isFinal: true });
  });
  it.each([
    ['RequestAbortedException', 400],
    ['InternalFailure', 500],
  ])('is unknown when SES says %s', async (name, status) => {
    await expect(said(name, status)).rejects.not.toMatchObject({ name: 'DeliveryError' });
  });
  it('is refused for good when SES rejects it, and when it is too large', async () => {
    const { mailer, server } = await home();
    server.fail(1, 'reject');
    await expect(mailer.send(mail())).rejects.toMatchObject({
      name: 'DeliveryError',
      message: expect.stringContaining('MessageRejected'),
    });
    await expect(mailer.send(mail({ raw: new Uint8Array(10 * 1024 * 1024 + 1) }))).rejects.toMatchObject({
      name: 'DeliveryError',
    });
    await expect(mailer.send(mail({ from: 'a@elsewhere.net' }))).rejects.toMatchObject({ name: 'DeliveryError' });
    expect(server.messages).toEqual([]);
  });
  it('is unknown, and not sent again, when the answer is lost', async () => {
    const { mailer, server } = await home();
    server.fail(1, 'lost');
    await expect(mailer.send(mail())).rejects.not.toMatchObject({ name: 'DeliveryError' });
    expect(server.messages).toHaveLength(1);
    expect(server.calls.filter((name) => name === 'ses:SendRawEmail')).toHaveLength(1);
  });
});
