import { describe, expect, it } from 'vitest';
import { DeliveryError } from '../../shared/errors.ts';
import { sendKey, sendOnce, type SendIdentity } from '../../shared/run/send-ledger.ts';
import type { Envelope, Mailer } from '../../shared/ports.ts';
import { memoryState } from '../support/memory-state.ts';

const of: SendIdentity = {
  report: 'lead-weekly',
  period: '2026-W39',
  slice: 'emea',
  revision: 1,
  recipient: 'Lead@Example.com',
};
const message = { from: 'metrics@example.com', raw: new TextEncoder().encode('mail'), tags: {} };
const clock = { now_s: () => 1_790_000_000 };

function postOffice(isIdempotent: boolean, behave: (n: number) => 'take' | 'refuse' | 'die' = () => 'take') {
  const sent: Envelope[] = [];
  let n = 0;
  const mailer: Mailer = {
    isIdempotent,
    send(envelope) {
      const answer = behave(n++);
      if (answer === 'refuse') return Promise.reject(new DeliveryError('550 no such mailbox'));
      sent.push(envelope);
      return answer === 'die' ? Promise.reject(new Error('connection reset')) : Promise.resolve({ id: `id-${n}` });
    },
  };
  return { mailer, sent };
}

describe('the send ledger', () => {
  it('names a message by report, period, slice, revision and recipient, whatever the case of the address', () => {
    expect(sendKey(of)).toBe(sendKey({ ...of, recipient: 'lead@example.com' }));
    expect(sendKey(of)).not.toBe(sendKey({ ...of, revision: 2 }));
  });

  it('sends once: a second run answers already_sent and hands nothing over', async () => {
    const state = memoryState();
    const { mailer, sent } = postOffice(false);
    expect(await sendOnce(of, message, { state, mailer, clock }, 'r1')).toMatchObject({ status: 'sent', id: 'id-1' });
    expect(await sendOnce(of, message, { state, mailer, clock }, 'r2')).toMatchObject({
      status: 'already_sent',
      id: 'id-1',
    });
    expect(sent).toHaveLength(1);
  });

  it('lets one of two runs at once send', async () => {
    const state = memoryState();
    const { mailer, sent } = postOffice(false);
    const both = await Promise.all(['r1', 'r2'].map((run) => sendOnce(of, message, { state, mailer, clock }, run)));
    expect(sent).toHaveLength(1);
    expect(both.map(({ status }) => status).sort()).toEqual(['sent', 'unknown']);
  });

  it('never sends again by itself when no answer came back', async () => {
    const state = memoryState();
    const { mailer, sent } = postOffice(false, (n) => (n === 0 ? 'die' : 'take'));
    expect(await sendOnce(of, message, { state, mailer, clock }, 'r1')).toMatchObject({ status: 'unknown' });
    expect(await sendOnce(of, message, { state, mailer, clock }, 'r2')).toMatchObject({ status: 'unknown' });
    expect(sent).toHaveLength(1);
  });

  it('hands over again where a second hand-over is the same message', async () => {
    const state = memoryState();
    const { mailer, sent } = postOffice(true, (n) => (n === 0 ? 'die' : 'take'));
    await sendOnce(of, message, { state, mailer, clock }, 'r1');
    expect(await sendOnce(of, message, { state, mailer, clock }, 'r2')).toMatchObject({ status: 'sent' });
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
  });

  it('remembers a refusal and does not insist', async () => {
    const state = memoryState();
    const { mailer, sent } = postOffice(false, () => 'refuse');
    expect(await sendOnce(of, message, { state, mailer, clock }, 'r1')).toMatchObject({
      status: 'refused',
      message: '550 no such mailbox',
    });
    expect(await sendOnce(of, message, { state, mailer, clock }, 'r2')).toMatchObject({ status: 'refused' });
    expect(sent).toHaveLength(0);
  });
});
