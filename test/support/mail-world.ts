import { DeliveryError } from '../../shared/errors.ts';
import type { Configuration } from '../../shared/config/configuration.ts';
import type { Lake, Mailer, Ports, State } from '../../shared/ports.ts';
import { resend, settle } from '../../shared/operate/mails.ts';
import { deliver, DeliverRequest } from '../../shared/run/deliver.ts';
import { localSteps } from '../../shared/run/local-steps.ts';
import { issuedKey } from '../../shared/run/measure.ts';
import { openMails } from '../../shared/run/open-mails.ts';
import type { RunRecord } from '../../shared/run/record.ts';
import { retry, RetryRequest } from '../../shared/run/retry.ts';
import { run, RunRequest } from '../../shared/run/run.ts';
import { recordRun } from '../../shared/run/tasks.ts';
import { effectsOf, scheduleOf, type Schedule } from './faults.ts';
import { memoryState } from './memory-state.ts';
import { executiveWeekFacts } from './report-facts.ts';
import { silentLog } from './silent-log.ts';

const recipients = ['a@example.com', 'b@example.com', 'refused@example.com', 'c@example.com'];
const job = { report: 'executive-weekly', period: '2026-W39', slice: 'all' };
const processes = 4;
const refusedMail = {
  refusal: () => new DeliveryError('451 come back later', { fault: 'server', isFinal: false }),
  isServer: true,
};
const configuration = {
  organisation: { name: 'Example Corp', time_zone: 'Europe/Dublin' },
  delivery: { from: 'Support metrics <metrics@example.com>' },
  reports: [{ id: job.report, recipients, quiet: 'send', people: true, approval: false }],
} as unknown as Configuration;

export const mailSchedule = (seed: number): Schedule => scheduleOf(seed, processes, 45);

/**
 * Plays a schedule to its end in a world whose clock, disk and mail server are made up, and whose workflow and ledger are the real ones.
 * Answers what is wrong with it; empty = every invariant holds.
 */
export async function playMails({ faults, pauses_h }: Schedule): Promise<readonly string[]> {
  const effects = effectsOf(faults);
  const kept = memoryState();
  const objects = new Map<string, Uint8Array>();
  const inboxes = new Map<string, number>();
  const wrong: string[] = [];
  let now_s = Date.UTC(2026, 8, 28, 6) / 1000;
  const state: State = {
    read: (key) => effects.alive(() => kept.read(key)),
    list: (prefix) => effects.alive(() => kept.list(prefix)),
    write: (...all) => effects.effect(() => kept.write(...all)),
    remove: (...all) => effects.effect(() => kept.remove(...all)),
  };
  const lake: Lake = {
    put: (key, body) => effects.effect(() => Promise.resolve((objects.set(key, body), 'written' as const))),
    get: (key) => effects.alive(() => Promise.resolve(objects.get(key))),
    open: () => {
      throw new Error('not in this world');
    },
    list: (prefix) => Promise.resolve([...objects.keys()].filter((key) => key.startsWith(prefix))),
    remove: (key) => effects.effect(() => Promise.resolve(void objects.delete(key))),
  };
  const mailer: Mailer = {
    isIdempotent: false,
    send: ({ to, key }) =>
      effects.effect(() => {
        if (to.startsWith('refused')) throw new DeliveryError('550 no such user');
        inboxes.set(key + to, (inboxes.get(key + to) ?? 0) + 1);
        return Promise.resolve({ id: `q-${inboxes.size}` });
      }, refusedMail),
  };
  const ports = {
    state,
    lake,
    mailer,
    clock: { now_s: () => now_s },
    pause: { sleep: (ms: number) => Promise.resolve(void (now_s += ms / 1000)), random: () => 0.5 },
    secrets: { get: () => Promise.reject(new Error('no secret')) },
    log: silentLog,
  } as unknown as Ports;

  const tasks = {
    plan: () => Promise.resolve({ sources: [], jobs: [job] }),
    measure: async () => {
      const results_key = 'results/executive-weekly.json';
      await lake.put(results_key, new TextEncoder().encode(JSON.stringify(executiveWeekFacts({ revision: 1 }))));
      const is_unchanged = (await state.read(issuedKey(job))) !== undefined;
      return { results_key, revision: 1, is_unchanged, is_quiet: false, needs_approval: false, holds: [] };
    },
    deliver: (input: unknown) => deliver(DeliverRequest.parse(input), ports, configuration),
    retry: (input: unknown) =>
      retry(RetryRequest.parse(input), ports, configuration, { isAlone: true, patience_s: 30 }),
    notify: () => Promise.resolve(null),
    record: (input: unknown) => recordRun(input as RunRecord, ports),
  };
  const begin = async (name: string): Promise<RunRecord | undefined> => {
    effects.begin();
    const request = RunRequest.parse({ run: name, started_s: now_s, as_of_s: now_s, does_pull: false });
    try {
      const record = await run(
        request,
        localSteps(name, ports, tasks, () => Promise.resolve(undefined)),
      );
      return effects.isDead ? undefined : record;
    } catch {
      return undefined;
    }
  };
  const mailsOf = (to: string): number => [...inboxes].reduce((sum, [key, n]) => (key.endsWith(to) ? sum + n : sum), 0);
  const check = async (record: RunRecord | undefined, when: string): Promise<void> => {
    for (const to of recipients) if (mailsOf(to) > 1) wrong.push(`${when}: ${to} got ${mailsOf(to)} mails`);
    if (record?.status === 'sent')
      for (const to of recipients.filter((one) => mailsOf(one) === 0))
        wrong.push(`${when}: the record says sent, and ${to} has nothing`);
  };

  // A process that died is begun again under its own name, as the command line takes up an interrupted run.
  let name = 'run-1';
  for (let n = 1; n <= processes; n++) {
    const record = await begin(name);
    await check(record, `process ${n}`);
    if (record !== undefined) name = `run-${n + 1}`;
    now_s += (pauses_h[n - 1] ?? 1) * 3600;
  }
  const last = await begin('run-undisturbed');
  await check(last, 'the undisturbed run');
  if (last === undefined) return [...wrong, 'the undisturbed run could not go on'];
  const owed = new Set((await openMails(kept)).map(({ mail }) => mail.recipient));
  for (const to of recipients)
    if (mailsOf(to) === 0 && !owed.has(to)) wrong.push(`${to} has nothing, and nobody is told that it is owed`);

  // Somebody looks into the log of the mail server and says what is true of each unknown mail.
  for (const { key, mail, entry } of await openMails(kept)) {
    if (entry?.stage !== 'unknown' && entry?.stage !== 'claimed') continue;
    const verdict = mailsOf(mail.recipient) > 0 ? 'arrived' : 'not-arrived';
    await settle({ run: null, to: null, keys: [key] }, verdict, { state: kept, now_s, is_dry: false });
  }
  await resend({ id: 'by-hand', run: null, to: null, keys: [], is_dry: false }, ports, configuration);
  for (const to of recipients.filter((one) => !one.startsWith('refused')))
    if (mailsOf(to) !== 1) wrong.push(`after settling and resending, ${to} has ${mailsOf(to)} mails`);
  return wrong;
}
