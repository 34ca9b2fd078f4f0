import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestTracker } from '../../shared/connectors/helpdesks/request-tracker.ts';
import type { PullResult } from '../../shared/connectors/pull-result.ts';
import type { Value } from '../../shared/lake/table.ts';
import { probe } from '../../shared/operate/doctor-source.ts';
import { reconcile } from '../../shared/load/reconcile.ts';
import { pullingHome, type PullingHome } from '../support/pulled.ts';

const scripts = join(import.meta.dirname, '../../../shared/request-tracker');
const missing = !existsSync(join(scripts, 'rt-up.sh'))
  ? 'There is no ../shared/request-tracker beside this repository: the real Request Tracker is not tested.'
  : !existsSync('/usr/share/request-tracker5/libexec/rt-server')
    ? 'Request Tracker is not installed; run ../shared/request-tracker/rt-up.sh --install as root. Not tested.'
    : null;
if (missing !== null) console.warn(missing);

/** What seed.mjs did, ticket by ticket. */
interface Seeded {
  readonly id: number;
  readonly created: number;
  readonly status: string;
  readonly resolved: number | null;
  readonly firstReply: number | null;
  readonly timeWorked: number;
  readonly replies: number;
  readonly handoffs: number;
  readonly reopens: number;
  readonly severity: string;
  readonly channel: string;
  readonly product: string;
  readonly csat: string | null;
  readonly mergedInto?: number;
}
type Found = Readonly<Record<string, Value>>;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
const statusOf: Readonly<Record<string, string>> = {
  new: 'new',
  open: 'open',
  stalled: 'pending_customer',
  resolved: 'solved',
  rejected: 'closed',
  deleted: 'deleted',
};

describe.skipIf(missing !== null)('a real Request Tracker 5, read with a read-only token', () => {
  const data = mkdtempSync(join(tmpdir(), 'casebook-rt-'));
  let pulling: PullingHome;
  let first: PullResult;
  let again: PullResult;
  let seeded: readonly Seeded[];
  let found: ReadonlyMap<string, Found>;
  /** Tickets that others were merged into carry their history, too: the seed's counts do not. */
  let targets: ReadonlySet<number>;
  let env: ReadonlyMap<string, string>;

  beforeAll(async () => {
    const port = await freePort();
    const run = (command: string, args: readonly string[]) =>
      execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    run(join(scripts, 'rt-up.sh'), ['--clock', '--port', String(port), '--data', data]);
    run(process.execPath, [
      join(scripts, 'seed.mjs'),
      '--env',
      join(data, 'env'),
      '--tickets',
      '60',
      '--truth',
      join(data, 'truth.json'),
    ]);
    env = new Map(
      readFileSync(join(data, 'env'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    seeded = (JSON.parse(readFileSync(join(data, 'truth.json'), 'utf8')) as { tickets: Seeded[] }).tickets.filter(
      ({ id }) => id,
    );
    targets = new Set(seeded.flatMap(({ mergedInto }) => (mergedInto === undefined ? [] : [mergedInto])));
    pulling = await pullingHome(
      `organisation: { name: Example, time_zone: UTC }
sources:
  - id: rt
    connector: request-tracker
    base_url: ${env.get('RT_BASE_URL')}
    token: "\${env:RT_TOKEN}"
    csat: { field: "5" }
    mappings: { fields: { product: Product }, custom_fields: [Severity] }
`,
      { secrets: { RT_TOKEN: env.get('RT_READ_TOKEN') ?? '' }, now_s: () => Math.floor(Date.now() / 1000) },
    );
    first = await pulling.pull('first');
    again = await pulling.pull('second');
    const rows = await pulling.rows(
      'SELECT t.*, s.score FROM tickets t LEFT JOIN surveys s ON s.source = t.source AND s.ticket_id = t.ticket_id',
    );
    found = new Map(rows.map((row) => [String(row.ticket_id), row]));
  });
  afterAll(async () => {
    await pulling?.close();
    execFileSync(join(scripts, 'rt-down.sh'), ['--data', data, '--purge']);
  });

  const stays = ({ mergedInto, status }: Seeded): boolean => mergedInto === undefined && status !== 'deleted';
  const all = (): boolean => true;
  const cases: readonly (readonly [
    title: string,
    fact: (row: Found) => unknown,
    wanted: (ticket: Seeded) => unknown,
    among: (ticket: Seeded) => boolean,
  ])[] = [
    [
      'tells tickets that no search finds, because they were deleted or merged',
      ({ status }) => status === 'merged' || status === 'deleted',
      (ticket) => !stays(ticket),
      all,
    ],
    ['gives the second of creation', ({ created_s }) => created_s, ({ created }) => created, all],
    ['gives the first reply by somebody of the staff', (row) => row.first_reply_s, ({ firstReply }) => firstReply, all],
    ['gives the number of replies', ({ reply_count }) => reply_count, ({ replies }) => replies, all],
    [
      'gives the last resolution, which the field keeps even after a reopening',
      ({ resolved_s }) => resolved_s,
      ({ resolved }) => resolved,
      (ticket) => ticket.status === 'resolved' && stays(ticket),
    ],
    ['gives the status', ({ status }) => status, ({ status }) => statusOf[status], (ticket) => !ticket.mergedInto],
    ['counts hand-offs, not the first assignment', (row) => row.handoff_count, ({ handoffs }) => handoffs, all],
    ['counts reopenings', ({ reopen_count }) => reopen_count, ({ reopens }) => reopens, all],
    ['adds up the minutes worked', ({ touch_s }) => touch_s ?? 0, ({ timeWorked }) => timeWorked * 60, all],
    [
      'gives custom fields and the rating',
      ({ custom_fields, product, channel, score }) => [
        (JSON.parse(String(custom_fields)) as { Severity?: string }).Severity,
        product,
        channel,
        score === null ? null : String(score as number),
      ],
      ({ severity, product, channel, csat }) => [severity, product, channel, csat],
      stays,
    ],
  ];

  it('knows its staff also by the name of a group: everybody in it is staff by their own privilege, too', async () => {
    const named = await pullingHome(
      `organisation: { name: Example, time_zone: UTC }
sources:
  - { id: rt, connector: request-tracker, base_url: "${env.get('RT_BASE_URL')}", token: "\${env:RT_TOKEN}", staff_group: Agents }
`,
      { secrets: { RT_TOKEN: env.get('RT_READ_TOKEN') ?? '' }, now_s: () => Math.floor(Date.now() / 1000) },
    );
    await named.pull('named');
    const staff = "SELECT person_id FROM people WHERE role = 'staff' ORDER BY person_id";
    const agents = (await named.rows(staff)).map(({ person_id }) => person_id);
    await named.close();
    expect(agents).toHaveLength(16);
    expect((await pulling.rows(staff)).map(({ person_id }) => person_id)).toEqual(expect.arrayContaining(agents));
  });
  it('finds every ticket', () => {
    expect(found.size).toBe(seeded.length);
  });
  it.each(cases)('%s', (_title, fact, wanted, among) => {
    const tickets = seeded.filter((ticket) => !targets.has(ticket.id) && among(ticket));
    expect(tickets.length).toBeGreaterThan(0);
    expect(tickets.map((ticket) => [ticket.id, fact(found.get(String(ticket.id)) ?? {})])).toEqual(
      tickets.map((ticket) => [ticket.id, wanted(ticket)]),
    );
  });
  it('reads little the second time, and changes nothing', async () => {
    const rows = ({ streams }: PullResult, name: string) => streams.find((stream) => stream.name === name)?.rows ?? 0;
    expect(rows(again, 'transactions')).toBeLessThan(rows(first, 'transactions') / 2);
    expect(rows(again, 'tickets')).toBeLessThan(rows(first, 'tickets') / 2);
    expect(await pulling.rows('SELECT count(*) AS n FROM ingest_rejects')).toEqual([{ n: 0 }]);
  });

  it('agrees with the number and the ids that the server finds, which are without deleted and merged tickets', async () => {
    const living = seeded.filter(stays).length;
    const source = requestTracker.bind(pulling.configuration.sources[0]!);
    const { pulled, vanished } = await reconcile(first, source, pulling.home.ports);
    expect(pulled.streams.flatMap(({ compares }) => compares)).toMatchObject([
      { check_name: 'search_count', vendor_count: living, stored_count: living, missing: 0 },
      { check_name: 'id_list', vendor_count: living, missing: 0, vanished: 0 },
    ]);
    expect(vanished).toBe(0);
  });
  it.each([
    ['America/New_York', 'fault'],
    // in winter nothing is shifted: a ticket of the summer shows it
    ['Europe/London', 'fault'],
    ['UTC', 'ok'],
  ] as const)('the doctor finds that the user of the token is in %s: %s', async (zone, state) => {
    const answer = await fetch(`${env.get('RT_API_URL')}/user/reporter`, {
      method: 'PUT',
      headers: { authorization: `token ${env.get('RT_TOKEN')}`, 'content-type': 'application/json' },
      body: JSON.stringify({ Timezone: zone }),
    });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('imezone') as string]);
    const found = await probe(pulling.configuration.sources[0]!, requestTracker, pulling.home.ports);
    expect(found.filter(({ text }) => text.includes('time zone')).map((finding) => finding.state)).toEqual([state]);
    const pull = pulling.pull(`zone-${zone.replace('/', '-')}`).then(
      () => 'read',
      (error: unknown) => String(error),
    );
    if (zone !== 'Europe/London')
      expect(await pull).toMatch(state === 'ok' ? /^read$/ : /tickets: .*time zone of the API user to UTC/);
    await pull;
  });
});
