import { describe, expect, it } from 'vitest';
import { DeliveryError } from '../../shared/errors.ts';
import { sendKey, sendOnce, sendPlace, settle, type SendIdentity } from '../../shared/run/send-ledger.ts';
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

describe('what was certainly not handed over', () => {
  const busy = new DeliveryError('451 come back later', { fault: 'server', isFinal: false });
  const failing = (times: number) => {
    const sent: string[] = [];
    let n = 0;
    const mailer: Mailer = {
      isIdempotent: false,
      send: ({ key }) => (n++ < times ? Promise.reject(busy) : (sent.push(key), Promise.resolve({ id: `q${n}` }))),
    };
    return { mailer, sent };
  };

  it('is sent by the next run, once', async () => {
    const state = memoryState();
    const { mailer, sent } = failing(2);
    const statuses: string[] = [];
    for (const run of ['r1', 'r2', 'r3', 'r4'])
      statuses.push((await sendOnce(of, message, { state, mailer, clock }, run)).status);
    expect(statuses).toEqual(['owed', 'owed', 'sent', 'already_sent']);
    expect(sent).toEqual([sendKey(of)]);
  });

  it('is tried for four days from the first attempt, then only when a person asks', async () => {
    const state = memoryState();
    const { mailer, sent } = failing(1);
    const at = (days: number) => ({ state, mailer, clock: { now_s: () => 1_790_000_000 + days * 86_400 } });
    await sendOnce(of, message, at(0), 'r1');
    expect(await sendOnce(of, message, at(4), 'r2')).toMatchObject({
      status: 'owed',
      message: expect.stringContaining('casebook resend'),
    });
    expect(sent).toEqual([]);
    expect(await sendOnce(of, message, at(9), 'r3', { again: true })).toMatchObject({ status: 'sent' });
  });

  it('keeps whose fault it was, so that a wrong password is no fault of a recipient', async () => {
    const account = new DeliveryError('535 no', { fault: 'account', isFinal: false });
    const mailer: Mailer = { isIdempotent: false, send: () => Promise.reject(account) };
    expect(await sendOnce(of, message, { state: memoryState(), mailer, clock }, 'r1')).toMatchObject({
      status: 'owed',
      fault: 'account',
    });
  });
});

describe('a claim whose answer was lost', () => {
  it('is known as its own, and the message is sent once', async () => {
    const kept = memoryState();
    let lost = false;
    const state = {
      ...kept,
      async write(key: string, value: string, expected: string | null) {
        const version = await kept.write(key, value, expected);
        const isFirst = !lost;
        lost = true;
        return isFirst ? undefined : version;
      },
    };
    const { mailer, sent } = postOffice(false);
    expect(await sendOnce(of, message, { state, mailer, clock }, 'r1')).toMatchObject({ status: 'sent' });
    expect(await sendOnce(of, message, { state, mailer, clock }, 'r2')).toMatchObject({ status: 'already_sent' });
    expect(sent).toHaveLength(1);
  });
});

describe('an entry of the ledger before there were stages', () => {
  it.each([
    ['sent', 'already_sent'],
    ['refused', 'refused'],
    ['claimed', 'unknown'],
  ])('"%s" reads as %s', async (status, told) => {
    const state = memoryState();
    const old = { ...of, status, at_s: 1, run: 'r0', id: null, message: null };
    await state.write(sendPlace(sendKey(of)), JSON.stringify(old), null);
    const { mailer, sent } = postOffice(false);
    expect(await sendOnce(of, message, { state, mailer, clock }, 'r1')).toMatchObject({ status: told });
    expect(sent).toEqual([]);
  });
});

describe('what is unknown', () => {
  it('is settled by whoever knows: accepted stays so, not arrived is sent again', async () => {
    const state = memoryState();
    const { mailer, sent } = postOffice(false, (n) => (n === 0 ? 'die' : 'take'));
    await sendOnce(of, message, { state, mailer, clock }, 'r1');
    await settle(state, sendKey(of), 'owed', { at_s: 2, message: 'the recipient has none' });
    expect(await sendOnce(of, message, { state, mailer, clock }, 'r2')).toMatchObject({ status: 'sent' });
    await settle(state, sendKey(of), 'owed', { at_s: 3, message: 'too late' });
    expect(await sendOnce(of, message, { state, mailer, clock }, 'r3')).toMatchObject({ status: 'already_sent' });
    expect(sent).toHaveLength(2);
  });
});
