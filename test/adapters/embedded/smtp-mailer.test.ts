import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smtpMailer, type SmtpServer as Settings } from '../../../shared/adapters/embedded/smtp-mailer.ts';
import { DeliveryError } from '../../../shared/errors.ts';
import type { Mailer } from '../../../shared/ports.ts';
import { smtpServer, type SmtpServer } from '../../support/smtp-server.ts';

let server: SmtpServer;
beforeAll(async () => {
  server = await smtpServer();
});
afterAll(() => server?.close());

const send = (to: string, settings: Partial<Settings> = {}, size = 100) =>
  smtpMailer({ host: '127.0.0.1', port: server.port, tls: 'none', ...settings }).send({
    key: 'k',
    from: 'Support metrics <metrics@example.com>',
    to,
    raw: Buffer.from(`Subject: x\r\n\r\n${'y'.repeat(size)}\r\n`),
    tags: {},
  });
const takenFor = (to: string): number => server.taken.filter((mail) => mail.to === to).length;

describe('a mail through SMTP', () => {
  it('is called what the server calls it, so that its log can be searched', async () => {
    expect(await send('ok@example.com')).toEqual({ id: '250 2.0.0 Ok: queued as 4XyZ12' });
    expect(takenFor('ok@example.com')).toBe(1);
  });

  it.each([
    ['451-rcpt@example.com', 'recipient', false],
    ['451-data@example.com', 'server', false],
    ['550-rcpt@example.com', 'recipient', true],
    ['552-data@example.com', 'message', true],
    ['554-rcpt@example.com', 'account', false],
    ['drop-rcpt@example.com', 'server', false],
  ])('was certainly not taken for %s: a fault of the %s, final: %s', async (to, fault, isFinal) => {
    await expect(send(to)).rejects.toMatchObject({ name: 'DeliveryError', fault, isFinal });
    expect(takenFor(to)).toBe(0);
  });

  it('may have arrived when the connection breaks after the dot: no error that says it did not', async () => {
    await expect(send('drop-dot@example.com')).rejects.not.toMatchObject({ name: 'DeliveryError' });
    expect(takenFor('drop-dot@example.com')).toBe(1);
  });

  it('is a fault of the server where nobody listens', async () => {
    const other = await smtpServer();
    await other.close();
    await expect(send('ok@example.com', { port: other.port })).rejects.toMatchObject({
      fault: 'server',
      isFinal: false,
    });
  });

  it('is a fault of the account after a wrong password, which no error repeats even if the server does', async () => {
    const strict = await smtpServer({ password: 'right', echo: true });
    try {
      const failed: unknown = await send('a@example.com', {
        port: strict.port,
        user: 'me',
        password: 'hunter22',
      }).catch((error: unknown) => error);
      expect(failed).toMatchObject({ fault: 'account', isFinal: false });
      const told = `${String(failed)} ${String((failed as Error).cause)} ${(failed as Error).stack}`;
      for (const form of [
        'hunter22',
        Buffer.from('hunter22').toString('base64'),
        Buffer.from('\0me\0hunter22').toString('base64'),
      ])
        expect(told).not.toContain(form);
      const { id } = await send('a@example.com', { port: strict.port, user: 'me', password: 'right' });
      expect(id).toContain('queued');
    } finally {
      await strict.close();
    }
  });

  it('says nothing in clear where TLS was asked for and the server has none', async () => {
    const plain = await smtpServer({ password: 'right' });
    try {
      await expect(
        send('a@example.com', { port: plain.port, tls: 'required', user: 'me', password: 'right' }),
      ).rejects.toMatchObject({ fault: 'server', isFinal: false, message: expect.stringContaining('no TLS') });
      expect(plain.heard.filter((line) => !/^(EHLO|STARTTLS|QUIT)/.test(line))).toEqual([]);
      expect(plain.taken).toEqual([]);
    } finally {
      await plain.close();
    }
  });
});

/** A server that takes the message and says nothing may cost its patience once, not once a recipient. */
describe('a mail server that falls silent', () => {
  const waits = { connect_ms: 1000, answer_ms: 800, short_ms: 100, remember_ms: 1500 };
  const timed = async (work: Promise<unknown>): Promise<readonly [number, unknown]> => {
    const begun_ms = performance.now();
    const failed = await work.then(
      () => undefined,
      (error: unknown) => error,
    );
    return [performance.now() - begun_ms, failed];
  };
  const mailTo = (to: string, mailer: Mailer) =>
    timed(
      mailer.send({ key: 'k', from: 'metrics@example.com', to, raw: Buffer.from('Subject: x\r\n\r\ny\r\n'), tags: {} }),
    );

  it.each(['slow', 'drip'])(
    'after the dot (%s): unknown three times, then owed and not contacted, later tried again',
    async (how) => {
      const mailer = smtpMailer({ host: '127.0.0.1', port: server.port, tls: 'none' }, waits);
      const [first_ms, first] = await mailTo(`${how}@example.com`, mailer);
      expect(first).toMatchObject({ message: expect.stringContaining('did not say whether it took the message') });
      expect(first_ms).toBeGreaterThan(700);
      for (const _ of [2, 3]) {
        const [short_ms, silent] = await mailTo(`${how}@example.com`, mailer);
        expect(silent).not.toBeInstanceOf(DeliveryError);
        expect(short_ms).toBeLessThan(600);
      }
      const heard = server.heard.length;
      const begun_ms = performance.now();
      for (let i = 0; i < 300; i++) {
        const [, owed] = await mailTo(`held-back-${how}@example.com`, mailer);
        expect(owed).toMatchObject({ name: 'DeliveryError', fault: 'server', isFinal: false });
      }
      expect(performance.now() - begun_ms).toBeLessThan(500);
      expect(server.heard.length).toBe(heard);
      await new Promise((wake) => setTimeout(wake, waits.remember_ms));
      expect(await mailTo(`held-back-${how}@example.com`, mailer)).toEqual([expect.any(Number), undefined]);
      expect(takenFor(`held-back-${how}@example.com`)).toBe(1);
    },
  );

  it('for one recipient alone keeps nobody else from a mail', async () => {
    const mailer = smtpMailer({ host: '127.0.0.1', port: server.port, tls: 'none' }, waits);
    await mailTo('slow@example.com', mailer);
    expect(await mailTo('quick@example.com', mailer)).toEqual([expect.any(Number), undefined]);
    expect(takenFor('quick@example.com')).toBe(1);
  });

  it('before the message was given has certainly not taken it', async () => {
    const mailer = smtpMailer({ host: '127.0.0.1', port: server.port, tls: 'none' }, waits);
    const [, silent] = await mailTo('mute@example.com', mailer);
    expect(silent).toMatchObject({ name: 'DeliveryError', fault: 'server', isFinal: false });
  });
});
