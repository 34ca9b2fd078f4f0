import { afterEach, describe, expect, it } from 'vitest';
import { requestTrackerSite } from '../../sandbox/helpdesks/request-tracker.ts';
import { salesforceSite } from '../../sandbox/helpdesks/salesforce.ts';
import { startSandbox } from '../../../functions/sandbox/server.ts';
import { serviceNowSite } from '../../sandbox/helpdesks/servicenow.ts';
import { readConfiguration } from '../../../shared/config/read.ts';
import * as helpdesks from '../../../shared/connectors/helpdesks/all.ts';
import { loadTask, pullTask } from '../../../shared/run/source-tasks.ts';
import { sourceKey, type SourceRecord } from '../../../shared/run/record.ts';
import { readJson } from '../../../shared/state.ts';
import { configuration } from '../../../shared/sandbox/configuration.ts';
import { idsOf } from '../../../shared/sandbox/ids.ts';
import type { Ticket } from '../../../shared/sandbox/model.ts';
import { organisation } from '../../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../../shared/sandbox/sources.ts';
import { temporaryHome } from '../../support/home.ts';

const org = organisation({ months: 1, tickets_per_week: 25 });
const connectors = Object.values(helpdesks);
const day_s = 86_400;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const sites = {
  'request-tracker': requestTrackerSite,
  salesforce: salesforceSite,
  servicenow: serviceNowSite,
} as const;
type Vendor = keyof typeof sites;

const targets = new Set(
  org.tickets.flatMap(({ history }) => history.flatMap((one) => ('into' in one ? one.into : []))),
);
/** Tickets to which nothing happened but work, the last time ten days before the end: no increment reads them again. */
const settled = org.tickets.filter(
  ({ n, history }) =>
    !targets.has(n) &&
    !history.some(({ kind }) => kind === 'merged' || kind === 'deleted') &&
    (history.at(-1)?.at_s ?? 0) < org.end_s - 10 * day_s,
);

/** A helpdesk whose tickets come and go without a word, and a home that reads it. */
async function served(vendor: Vendor, tickets: Ticket[], start = '2020-01-01') {
  const server = await startSandbox(sites[vendor]({ ...org, tickets }), { now_s: org.end_s, throttle_every: 0 });
  const home = await temporaryHome({ secrets: { [demoSecret.name]: demoSecret.value } });
  closing.push(
    () => server.close(),
    () => home.close(),
  );
  const text = configuration(org, [{ id: 'desk', vendor, url: server.url }]).replace(
    'start: 2020-01-01',
    `start: ${start}`,
  );
  const read = readConfiguration(text, 'casebook.yaml', {
    connectors: Object.fromEntries(connectors.map(({ id, configuration: schema }) => [id, schema])),
    metrics: [...text.matchAll(/metric: (\w+)/g)].map(([, id = '']) => id),
    reports: [...text.matchAll(/- \{ id: ([\w-]+), schedule/g)].map(([, id = '']) => id),
  });
  const ports = { ...home.ports, clock: { now_s: () => server.now_s() } };
  const task = { ports, configuration: read, connectors };
  return {
    server,
    async round(run: string): Promise<SourceRecord> {
      const { has_failed, message } = await pullTask({ source: 'desk', run }, task);
      expect(has_failed, message).toBe(false);
      await loadTask({ source: 'desk', run }, task);
      return (await readJson<SourceRecord>(ports.state, sourceKey('desk')))!;
    },
    rows: async (sql: string) => (await ports.warehouse.query('test', sql)).rows,
  };
}
const compares = (run: string) =>
  `SELECT check_name, vendor_count, stored_count, missing, vanished FROM ingest_compare WHERE run = '${run}' ORDER BY check_name`;

describe.each(Object.keys(sites) as Vendor[])('%s, compared with what it counts and lists', (vendor) => {
  const idOf = (n: number): string => idsOf[vendor].ticket(n);

  it('agrees with it in number and ids, though merged and deleted tickets are in neither', async () => {
    const desk = await served(vendor, [...org.tickets]);
    expect((await desk.round('r1')).share).toBe(1);
    const found = await desk.rows(compares('r1'));
    expect(found.map(([name]) => name)).toEqual(['id_list', 'search_count']);
    for (const [, vendor_count, , missing, vanished] of found) {
      expect(Number(vendor_count)).toBeGreaterThan(80);
      expect([Number(missing), Number(vanished ?? 0)]).toEqual([0, 0]);
    }
    const [[living = 0] = []] = await desk.rows(
      `SELECT count(*) FROM tickets WHERE status NOT IN ('deleted', 'spam'${vendor === 'servicenow' ? '' : ", 'merged'"})`,
    );
    expect(Number(found[1]?.[1])).toBe(Number(living));
  });

  it('R14: finds a ticket that vanished without a trace, with the next list of ids', async () => {
    const [gone] = settled;
    const tickets = [...org.tickets];
    const desk = await served(vendor, tickets);
    await desk.round('r1');
    const before = await desk.rows(`SELECT ticket_id, status FROM tickets WHERE ticket_id = '${idOf(gone!.n)}'`);
    expect(before).toHaveLength(1);
    tickets.splice(tickets.indexOf(gone!), 1);
    desk.server.advance(org.end_s + 2 * day_s);
    await desk.round('r2');
    const dead = `SELECT ticket_id FROM tickets WHERE status = 'deleted' AND ticket_id = '${idOf(gone!.n)}'`;
    expect(await desk.rows(dead)).toEqual([]);
    const others = `SELECT ticket_id, status FROM tickets WHERE ticket_id <> '${idOf(gone!.n)}' ORDER BY ticket_id`;
    desk.server.advance(org.end_s + 8 * day_s);
    await desk.round('r3');
    const alive = await desk.rows(others);
    desk.server.advance(org.end_s + 9 * day_s);
    await desk.round('r4');
    expect(await desk.rows(dead)).toEqual([[idOf(gone!.n)]]);
    expect(await desk.rows(others)).toEqual(alive);
  });

  it('counts a ticket that was never pulled as missing, and covers less than all', async () => {
    const late = settled[3]!;
    const tickets = org.tickets.filter((ticket) => ticket !== late);
    const desk = await served(vendor, tickets);
    expect((await desk.round('r1')).share).toBe(1);
    // it was there all the time, but the API user had no right to see it
    tickets.splice(
      tickets.findIndex(({ n }) => n > late.n),
      0,
      late,
    );
    desk.server.advance(org.end_s + 8 * day_s);
    expect((await desk.round('r2')).share).toBeLessThan(1);
    const found = await desk.rows(compares('r2'));
    expect(found.map(([name, , , missing]) => [name, Number(missing)])).toEqual([
      ['id_list', 1],
      ['search_count', 1],
    ]);
  });

  it('doubts a list that lost more than a fifth: a right was taken away, nothing was deleted', async () => {
    const tickets = [...org.tickets];
    const desk = await served(vendor, tickets);
    await desk.round('r1');
    const count = "SELECT count(*) FROM tickets WHERE status = 'deleted'";
    const before = await desk.rows(count);
    const lost = new Set(settled.slice(0, 60));
    expect(lost.size).toBe(60);
    tickets.splice(0, tickets.length, ...org.tickets.filter((ticket) => !lost.has(ticket)));
    for (const [i, run] of ['r2', 'r3'].entries()) {
      desk.server.advance(org.end_s + (8 + i) * day_s);
      await desk.round(run);
    }
    expect(await desk.rows(count)).toEqual(before);
  });
});

describe.each(['salesforce', 'servicenow'] as const)('%s, read from a day on', (vendor) => {
  it('leaves older tickets alone to which something happened since: they are in no list and in no count', async () => {
    const from_s = org.start_s + 12 * day_s;
    const start = new Date(from_s * 1000).toISOString().slice(0, 10);
    const isOlder = ({ created_s }: Ticket): boolean => created_s < Date.parse(start) / 1000;
    const older = org.tickets.filter((one) => isOlder(one) && (one.history.at(-1)?.at_s ?? 0) > from_s + day_s);
    expect(older.length).toBeGreaterThan(3);
    const desk = await served(vendor, [...org.tickets], start);
    expect((await desk.round('r1')).share).toBe(1);
    const count = `SELECT count(*) FROM tickets WHERE created_s < ${Date.parse(start) / 1000}`;
    expect(Number((await desk.rows(count))[0]?.[0])).toBeGreaterThanOrEqual(older.length);
    expect(
      (await desk.rows(compares('r1'))).map(([, , , missing, vanished]) => [missing, vanished ?? 0].map(Number)),
    ).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});

describe.each(['salesforce', 'servicenow'] as const)('%s, asked again for what it lists', (vendor) => {
  const facts = (rows: readonly (readonly unknown[])[]) => rows.map((row) => row.map(String));
  const about = (n: number): string =>
    `SELECT ticket_id, status, created_s, first_reply_s, resolved_s, reply_count, handoff_count FROM tickets WHERE ticket_id = '${idsOf[vendor].ticket(n)}'`;

  it('reads a record that nobody ever read whole with the next pull', async () => {
    const late = settled[3]!;
    const whole = await served(vendor, [...org.tickets]);
    await whole.round('r1');
    const tickets = org.tickets.filter((ticket) => ticket !== late);
    const desk = await served(vendor, tickets);
    await desk.round('r1');
    expect(await desk.rows(about(late.n))).toEqual([]);
    tickets.push(late);
    for (const [i, run] of ['r2', 'r3'].entries()) {
      desk.server.advance(org.end_s + (8 + i) * day_s);
      await desk.round(run);
    }
    expect(facts(await desk.rows(about(late.n)))).toEqual(facts(await whole.rows(about(late.n))));
    expect(await desk.rows(about(late.n))).toHaveLength(1);
  });
});
