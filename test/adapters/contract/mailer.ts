import { hash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Envelope, Mailer } from '../../../shared/ports.ts';

/** A message with lines that naive transports break: a dot alone, 8-bit text, a long line. */
export const hardMessage = Buffer.from(
  `From: a@example.com\r\nTo: b@example.com\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\nMIME-Version: 1.0\r\n` +
    `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n.\r\n..two dots\r\nCaf=C3=A9\r\n`,
);

/** What every mailer promises. `make` answers it with a look at what arrived: recipient and bytes. */
export function mailerContract(
  make: () => Promise<{ mailer: Mailer; arrived(): Promise<readonly { to: string; raw: Uint8Array }[]> }>,
): void {
  const envelope = (to: string): Envelope => ({
    key: hash('sha256', to, 'hex'),
    from: 'a@example.com',
    to,
    raw: hardMessage,
    tags: { report: 'lead-weekly' },
  });

  it('delivers the bytes as they are, to the one recipient', async () => {
    const home = await make();
    const { id } = await home.mailer.send(envelope('b@example.com'));
    expect(id.length).toBeGreaterThan(0);
    const [mail, ...more] = await home.arrived();
    expect(more).toEqual([]);
    expect(mail!.to).toContain('b@example.com');
    expect(Buffer.from(mail!.raw).toString('utf8')).toBe(hardMessage.toString('utf8'));
  });
  it('names two messages differently', async () => {
    const home = await make();
    const one = await home.mailer.send(envelope('b@example.com'));
    const two = await home.mailer.send(envelope('c@example.com'));
    expect(one.id).not.toBe(two.id);
    expect(await home.arrived()).toHaveLength(2);
  });
  it('delivers once what is sent twice, if it says that it is idempotent', async () => {
    const home = await make();
    await home.mailer.send(envelope('b@example.com'));
    await home.mailer.send(envelope('b@example.com'));
    expect(await home.arrived()).toHaveLength(home.mailer.isIdempotent ? 1 : 2);
  });
}
