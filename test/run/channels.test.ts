import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { http } from '../../shared/adapters/http.ts';
import { readConfiguration } from '../../shared/config/read.ts';
import { ConfigurationError } from '../../shared/errors.ts';
import { leadWeekly } from '../../shared/report/reports/all.ts';
import { channelMailer } from '../../shared/run/channels.ts';
import { handOver, type Issue, type MailPorts } from '../../shared/run/hand-over.ts';
import { openMails } from '../../shared/run/open-mails.ts';
import { known } from '../../shared/run/registry.ts';
import { settle } from '../../shared/run/send-ledger.ts';
import { leadWeekFacts } from '../support/report-facts.ts';
import { rendered } from '../support/reports.ts';
import { memoryState } from '../support/memory-state.ts';

/** A server of this machine that answers as it is told, or hangs up after it has taken the message. */
interface Post {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Answer = { readonly status: number; readonly body?: string } | 'hang up' | 'silence';
let server: Server;
let posts: Post[];
let answers: Answer[];
beforeEach(async () => {
  posts = [];
  answers = [];
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      posts.push({ path: request.url ?? '', headers: request.headers, body });
      const answer = answers.shift() ?? { status: 200, body: 'ok' };
      if (answer === 'silence') return;
      if (answer === 'hang up') request.socket.destroy();
      else response.writeHead(answer.status).end(answer.body ?? '');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterEach(() => new Promise((done) => server.close(done)));
const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** An address of this machine at which nobody listens any more. */
async function closed(): Promise<string> {
  const gone = createServer();
  await new Promise<void>((done) => gone.listen(0, '127.0.0.1', done));
  const { port } = gone.address() as AddressInfo;
  await new Promise((done) => gone.close(done));
  return `http://127.0.0.1:${port}`;
}

const slack = 'slack:${env:HOOK}';
const teams = 'teams:${env:HOOK}';
const own = 'webhook:${env:HOOK}';
const yaml = (recipients: readonly string[], delivery = 'signing_key: "${env:KEY}"'): string => `
organisation: { name: Example Corp, time_zone: Europe/Berlin }
sources: [{ id: desk, connector: event-log, files: [a.csv], ticket: id, at: at }]
reports: [{ id: executive-weekly, recipients: [${recipients.map((one) => JSON.stringify(one)).join(', ')}] }]
delivery: { from: metrics@example.com, ${delivery} }
`;
const configuration = (...recipients: readonly string[]) => readConfiguration(yaml(recipients), 'casebook.yaml', known);
const key = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

function home(secrets: Readonly<Record<string, string>> = { HOOK: `${base()}/secret-path`, KEY: key }): MailPorts {
  return {
    state: memoryState(),
    clock: { now_s: () => 1_614_265_330 },
    http,
    secrets: {
      get: (name) =>
        secrets[name] === undefined
          ? Promise.reject(new ConfigurationError(`The environment has no ${name}.`))
          : Promise.resolve(secrets[name]),
    },
    mailer: { isIdempotent: true, send: () => Promise.resolve({ id: 'mail' }) },
    lake: {} as MailPorts['lake'],
  };
}

const issue = async (change: Partial<ReturnType<typeof leadWeekFacts>> = {}): Promise<Issue> => ({
  job: { report: 'lead-weekly', period: '2026-W39', slice: 'emea' },
  revision: 1,
  results_key: 'results/x.json',
  mail: await rendered(leadWeekly, leadWeekFacts({ archive_url: 'https://reports.example.com/s', ...change })),
});
const send = async (ports: MailPorts, to: readonly string[], run = 'r1') =>
  handOver(await issue(), to, ports, configuration(...to), { run });

describe('a channel', () => {
  it('of Slack is told the headline, the points and the link in Block Kit', async () => {
    expect(await send(home(), [slack])).toMatchObject([{ recipient: slack, status: 'sent' }]);
    const { mail } = await issue();
    const body = JSON.parse(posts[0]?.body ?? '') as {
      text: string;
      blocks: { type: string; text: { type: string; text: string } }[];
    };
    expect(body.text).toBe(mail.subject);
    expect(body.blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section']);
    expect(body.blocks[1]?.text.text.split('\n')).toEqual([
      mail.brief.sentence,
      ...mail.brief.points.map((point) => `• ${point}`),
    ]);
    expect(mail.brief.points.length).toBeLessThanOrEqual(3);
    expect(body.blocks[2]?.text.text).toBe(
      '<https://reports.example.com/s/lead-weekly/2026-W39/emea/r1.html|Every case behind these numbers, and their history>',
    );
  });

  it('of Teams gets an Adaptive Card, in which no name turns into markup', async () => {
    const of = await issue();
    const brief = { ...of.mail.brief, sentence: '*bold* [x](https://evil.example.com)' };
    await handOver({ ...of, mail: { ...of.mail, brief } }, [teams], home(), configuration(teams), { run: 'r1' });
    const body = JSON.parse(posts[0]?.body ?? '') as {
      type: string;
      attachments: {
        contentType: string;
        content: { type: string; body: { type: string; text: string }[]; actions: { type: string; url: string }[] };
      }[];
    };
    expect([body.type, body.attachments[0]?.contentType]).toEqual([
      'message',
      'application/vnd.microsoft.card.adaptive',
    ]);
    const content = body.attachments[0]?.content;
    expect(content?.type).toBe('AdaptiveCard');
    expect(content?.body[1]?.text).toBe('\\*bold\\* \\[x\\]\\(https://evil.example.com\\)');
    expect(content?.actions).toMatchObject([{ type: 'Action.OpenUrl' }]);
  });

  it('of one’s own gets a message whose signature anybody with the key can check', async () => {
    await send(home(), [own]);
    const [post] = posts;
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = post?.headers ?? {};
    expect(at).toBe('1614265330');
    const check = createHmac('sha256', Buffer.from(key.slice(6), 'base64'));
    expect(signature).toBe(`v1,${check.update(`${String(id)}.${String(at)}.${post?.body}`).digest('base64')}`);
    expect(JSON.parse(post?.body ?? '')).toMatchObject({
      type: 'report.issued',
      data: { report: 'lead-weekly', period: '2026-W39', slice: 'emea', revision: 1 },
    });
  });

  it('signs as the specification of Standard Webhooks does in its own example', async () => {
    const mailer = channelMailer(home(), configuration(own));
    const raw = new TextEncoder().encode('{"test": 2432232314}');
    await mailer.send({ key: 'msg_p5jXN8AQM9LWM0D4loKWxJek', from: '', to: own, raw, tags: {} });
    expect(posts[0]?.headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('is told once: a second run hands nothing over', async () => {
    const ports = home();
    await send(ports, [slack]);
    expect(await send(ports, [slack], 'r2')).toMatchObject([{ status: 'already_sent' }]);
    expect(posts).toHaveLength(1);
  });

  it('that answers 410 is refused for good, and stops no other recipient', async () => {
    answers = [{ status: 410, body: 'channel_is_archived' }];
    const ports = home();
    const records = await send(ports, [slack, 'lead@example.com']);
    expect(records).toMatchObject([
      { status: 'refused', message: expect.stringContaining('410 (channel_is_archived)') as string },
      { status: 'sent' },
    ]);
    await send(ports, [slack], 'r2');
    expect(posts).toHaveLength(1);
  });

  it.each([429, 500, 503])('that answers %i is told again by the next run', async (status) => {
    answers = [{ status }];
    const ports = home();
    expect(await send(ports, [slack])).toMatchObject([{ status: 'owed' }]);
    expect(await openMails(ports.state)).toHaveLength(1);
    expect(await send(ports, [slack], 'r2')).toMatchObject([{ status: 'sent' }]);
    expect(await openMails(ports.state)).toEqual([]);
  });

  it('that took a message and hung up is not told twice, until a person says that it did not arrive', async () => {
    answers = ['hang up'];
    const ports = home();
    expect(await send(ports, [slack])).toMatchObject([{ status: 'unknown' }]);
    expect(await send(ports, [slack], 'r2')).toMatchObject([{ status: 'unknown' }]);
    expect(posts).toHaveLength(1);
    const [open] = await openMails(ports.state);
    await settle(ports.state, open?.key ?? '', 'owed', { at_s: 1_614_265_331, message: 'It did not arrive.' });
    expect(await send(ports, [slack], 'r3')).toMatchObject([{ status: 'sent' }]);
    expect(posts).toHaveLength(2);
  });

  it('that falls silent costs its time thrice, not for every report: the others stay owed', async () => {
    answers = ['silence', 'silence', 'silence'];
    const asked: number[] = [];
    const patient: MailPorts['http'] = {
      send: (request) => {
        asked.push(request.timeout_ms);
        return http.send({ ...request, timeout_ms: 30 });
      },
    };
    const ports = { ...home(), http: patient };
    const posts_of = (key: string) =>
      channelMailer(ports, configuration(slack))
        .send({ key, from: '', to: slack, raw: new TextEncoder().encode('{}'), tags: {} })
        .catch((error: unknown) => error);
    const ended = [];
    for (const key of ['1', '2', '3', '4', '5']) ended.push(await posts_of(key));
    expect(asked).toEqual([30_000, 5_000, 5_000]);
    expect(ended.slice(0, 3)).toEqual([0, 1, 2].map(() => expect.not.objectContaining({ name: 'DeliveryError' })));
    for (const late of ended.slice(3))
      expect(late).toMatchObject({
        fault: 'server',
        isFinal: false,
        message:
          'The server behind HOOK did not answer 3 times, so that nothing more was handed over to it. It is tried again later.',
      });
    expect(posts).toHaveLength(3);
  });

  it('that cannot be reached, or has no secret yet, is owed; its address is in no message', async () => {
    const nowhere = await send(home({ HOOK: `${await closed()}/secret-path` }), [slack]);
    const unset = await send(home({}), [slack]);
    const clear = await send(home({ HOOK: 'http://example.com/secret-path' }), [slack]);
    for (const [record] of [nowhere, unset, clear]) {
      expect(record?.status).toBe('owed');
      expect(JSON.stringify(record)).not.toContain('secret-path');
    }
    expect(unset[0]?.message).toContain('HOOK');
  });
});

describe('casebook.yaml', () => {
  it('takes channels beside addresses, and says what is wrong with others', () => {
    expect(configuration('lead@example.com', slack).reports[0]?.recipients).toEqual(['lead@example.com', slack]);
    expect(() => configuration('slack:https://hooks.slack.com/services/T0/B0/x')).toThrow(
      /reports\[0\]\.recipients\[0\].*expected a channel such as slack:\$\{env:SLACK_WEBHOOK\}/,
    );
    expect(() => configuration('no address')).toThrow(/expected an address such as lead@example\.com/);
    expect(() => readConfiguration(yaml([own], ''), 'casebook.yaml', known)).toThrow(/delivery\.signing_key/);
  });
});
