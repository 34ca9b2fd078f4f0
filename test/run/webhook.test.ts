import { beforeEach, describe, expect, it } from 'vitest';
import type { Configuration } from '../../shared/config/configuration.ts';
import { DeliveryError } from '../../shared/errors.ts';
import type { HttpRequest } from '../../shared/ports.ts';
import { handOver, type Issue } from '../../shared/run/hand-over.ts';
import { retry, type RetryPorts } from '../../shared/run/retry.ts';
import { memoryState } from '../support/memory-state.ts';
import { render, compose } from '../../shared/report/report.ts';
import { executiveWeekFacts } from '../support/report-facts.ts';
import { definitionOf } from '../../shared/run/jobs.ts';

/** The second way to the owner: an address that is told of mails that did not arrive, whatever the mail system does. */
const address = 'https://hooks.example.com/services/T000/a-secret-path';
const to = ['a@example.com', 'b@example.com'];
const configuration = {
  organisation: { name: 'Example Corp', time_zone: 'Europe/Dublin' },
  delivery: { from: 'Support metrics <metrics@example.com>', webhook: '${env:HOOK}' },
  reports: [{ id: 'executive-weekly', recipients: to, quiet: 'send', people: true, approval: false }],
} as unknown as Configuration;
const facts = executiveWeekFacts({ revision: 1 });
const results_key = 'results/one.json';

let takes: (recipient: string) => boolean;
let answers: (request: HttpRequest) => number;
let hook: string;
let posts: HttpRequest[];
let lines: string[];
let ports: RetryPorts;
let turn: (run: string) => Promise<void>;

beforeEach(async () => {
  takes = () => false;
  answers = () => 200;
  hook = address;
  posts = [];
  lines = [];
  const note = (event: string, fields = {}): void => void lines.push(`${event} ${JSON.stringify(fields)}`);
  ports = {
    state: memoryState(),
    clock: { now_s: () => 1_790_000_000 },
    log: { info: note, warn: note },
    secrets: { get: (name: string) => (name === 'HOOK' ? Promise.resolve(hook) : Promise.reject(new Error('none'))) },
    lake: { get: () => Promise.resolve(new TextEncoder().encode(JSON.stringify(facts))) },
    http: {
      send: (request: HttpRequest) => {
        posts.push(request);
        const status = answers(request);
        if (status === 0) return Promise.reject(new Error(`no route to ${address}`));
        return Promise.resolve({ status, headers: {}, body: new TextEncoder().encode(`no: ${address}`) });
      },
    },
    mailer: {
      isIdempotent: false,
      send: ({ to: recipient }: { to: string }) =>
        takes(recipient)
          ? Promise.resolve({ id: 'q1' })
          : Promise.reject(
              new DeliveryError('The mail server refused the login.', { fault: 'account', isFinal: false }),
            ),
    },
  } as unknown as RetryPorts;
  const mail = await render(compose(definitionOf(facts.configuration), facts));
  const job = { report: 'executive-weekly', period: facts.periods.now.id, slice: 'all' };
  const issue: Issue = { job, revision: 1, results_key, mail };
  await handOver(issue, to, ports, configuration, { run: 'r1' });
  turn = async (run) =>
    void (await retry({ run, turn: 1, waited_s: 0 }, ports, configuration, { isAlone: true, patience_s: 0 }));
});
const textOf = ({ body = '{}' }: HttpRequest): string => (JSON.parse(body) as { text: string }).text;

describe('the webhook of the operator', () => {
  it('is told of every mail that did not arrive, why, and what helps', async () => {
    await turn('r1');
    expect(posts.map(({ method, url }) => [method, url])).toEqual([['POST', address]]);
    const text = textOf(posts[0]!);
    expect(text).toMatch(/^Casebook: 2 mails have not arrived\.\n/);
    for (const recipient of to)
      expect(text).toMatch(new RegExp(`owed .* to ${recipient}: The mail server refused the login`));
    expect(text).toContain('casebook resend sends what is due, owed or refused');
  });

  it('is told once a fault, however many runs find it', async () => {
    for (const run of ['r1', 'r2', 'r3']) await turn(run);
    expect(posts).toHaveLength(1);
    takes = (recipient) => recipient === 'a@example.com';
    await turn('r4');
    expect(posts).toHaveLength(1);
    takes = () => true;
    await turn('r5');
    expect(posts).toHaveLength(1);
    await turn('r6');
    expect(posts).toHaveLength(1);
  });

  it.each([
    ['refuses', 500],
    ['cannot be reached', 0],
  ])('that %s is told by the next run', async (_, status) => {
    answers = () => status;
    await turn('r1');
    answers = () => 200;
    await turn('r2');
    await turn('r3');
    expect(posts).toHaveLength(2);
    expect(textOf(posts[1]!)).toBe(textOf(posts[0]!));
  });

  it('is in no log with its address, whatever goes wrong', async () => {
    for (const status of [500, 0]) {
      answers = () => status;
      await turn('r1');
    }
    hook = 'http://hooks.example.com/services/T000/a-secret-path';
    await turn('r2');
    expect(posts).toHaveLength(2);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toContain('delivery.webhook: the secret holds no https address.');
    expect(lines.join('\n')).not.toContain('a-secret-path');
  });
});
