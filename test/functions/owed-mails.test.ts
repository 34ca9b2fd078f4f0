import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stderr, stdout } from 'node:process';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '../../functions/cli/main.ts';
import { known } from '../../shared/run/registry.ts';
import { readConfiguration } from '../../shared/config/read.ts';
import { account, type Account } from '../support/aws/account.ts';
import { stackPlaces } from '../support/aws/stack-places.ts';
import { executiveWeekFacts } from '../support/report-facts.ts';

/** A deployed stack in which SES takes nothing for a while, and a person at the shell who looks after the mails. */
const yaml = `
organisation: { name: Example Corp, time_zone: Europe/Dublin }
sources: [{ id: desk, connector: event-log, files: ["logs/*.csv"], ticket: number, at: at }]
reports: [{ id: executive-weekly, schedule: "mon 07:00", recipients: [a@example.com, b@example.com] }]
delivery: { from: "Support metrics <metrics@example.com>" }
`;
const results_key = 'results/r1/executive-weekly/2026-W39/all.json';
const input = {
  job: { report: 'executive-weekly', period: '2026-W39', slice: 'all' },
  run: '20260928T060000Z-executive-weekly',
  results_key,
  is_dry: false,
};
let aws: Account;
let places: { close(): Promise<void> };
let folder: string;

/** The command as it is typed beside the configuration: what it prints and says, and its exit status. */
async function typed(...words: readonly string[]): Promise<{ status: number; text: string }> {
  let text = '';
  const spies = [stdout, stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((piece) => {
      text += String(piece);
      return true;
    }),
  );
  try {
    const status = await main([...words, '--aws', '--config', join(folder, 'casebook.yaml')]);
    return { status, text };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
const keysIn = (text: string): readonly string[] =>
  [...text.matchAll(/\b([0-9a-f]{8}) {2}/g)].map(([, key = '']) => key);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'casebook-owed-'));
  writeFileSync(join(folder, 'casebook.yaml'), yaml);
  aws = await account(readConfiguration(yaml, 'casebook.yaml', known), { 'casebook-unsubscribe': 'key' });
  const { handler } = await import('../../functions/deliver/handler.ts');
  places = await stackPlaces(
    { LAKE_BUCKET: 'lake', STATE_BUCKET: 'state', DELIVER_FUNCTION: 'deliver' },
    { deliver: (event) => handler(event) },
  );
  aws.s3.put('lake', results_key, JSON.stringify(executiveWeekFacts({ revision: 1 })));
  aws.ses.fail(2, 'daily');
  expect(await handler({ task: 'deliver', input })).toMatchObject({
    ok: true,
    value: { mails: [{ status: 'owed', fault: 'account' }, { status: 'owed' }] },
  });
});
afterAll(async () => {
  await aws?.close();
  await places?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('mails that SES did not take', () => {
  it('are listed for a person at the shell, with why and what helps', async () => {
    const { status, text } = await typed('runs');
    expect(status).toBe(0);
    expect(text).toContain('2 mails have not arrived:');
    expect(text).toMatch(/owed +executive-weekly 2026-W39 to a@example\.com: .*Daily message quota exceeded/);
    expect(text).toContain('casebook resend sends what is due, owed or refused');
  });

  it('are sent by nobody in a dry run', async () => {
    const { status, text } = await typed('resend', '--dry-run');
    expect([status, keysIn(text).length]).toEqual([0, 2]);
    expect(aws.ses.messages).toEqual([]);
  });

  it('are sent by the function of the stack, one recipient first, then whom it still lacks', async () => {
    expect(await typed('resend', '--to', 'b@example.com')).toMatchObject({ status: 0 });
    expect(aws.ses.messages.map(({ to }) => to)).toEqual([['b@example.com']]);
    aws.ses.fail(1, 'lost');
    const lost = await typed('resend');
    expect(lost.status).toBe(1);
    expect(lost.text).toMatch(/unknown executive-weekly 2026-W39 to a@example\.com/);
    expect(aws.ses.messages).toHaveLength(2);
  });

  it('are settled where it is unknown whether they arrived, and never sent before that', async () => {
    const left = await typed('resend');
    expect(left.text).toContain('casebook settle --not-arrived');
    expect(aws.ses.messages).toHaveLength(2);
    const [key = ''] = keysIn((await typed('runs')).text);
    expect((await typed('settle', key, '--arrived', '--dry-run')).text).toMatch(/^would settle arrived {2}/);
    expect((await typed('settle', key, '--arrived')).text).toMatch(/^settled arrived {2}/);
    expect((await typed('runs')).text).not.toContain('not arrived');
    expect(await typed('resend')).toEqual({ status: 0, text: 'Nothing is owed to anybody.\n' });
    expect(aws.ses.messages).toHaveLength(2);
  });

  it('ask for a right question', async () => {
    expect(await typed('resend', '--to', 'nobody@example.com')).toMatchObject({
      status: 2,
      text: expect.stringContaining('no mail that is owed, refused or unknown fits nobody@example.com') as string,
    });
  });
});
