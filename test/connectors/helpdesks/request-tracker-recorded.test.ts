import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pack, rawKey, rawObject } from '../../../shared/connectors/engine/raw.ts';
import { requestTracker } from '../../../shared/connectors/helpdesks/request-tracker.ts';
import type { StagedRow } from '../../../shared/connectors/staged-row.ts';
import type { AnyRow } from '../../../shared/lake/table.ts';
import { pullHome } from '../../support/pull-ports.ts';
import { scriptedHttp } from '../../support/scripted-http.ts';

/** Answers of a real Request Tracker 5.0.3, recorded; they are not part of this repository. */
const folder = join(import.meta.dirname, '../../../../shared/data/request-tracker-5');
const isThere = existsSync(folder);
if (!isThere)
  console.warn('There is no ../shared/data/request-tracker-5 beside this repository: recorded answers are not read.');

const source = { id: 'rt', connector: 'request-tracker', base_url: 'https://rt.example', token: '${env:KEY}' };
const bound = requestTracker.bind(source);
const recorded = (name: string): unknown =>
  (JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as { readonly body: unknown }).body;

/** What the connector makes of a recorded answer to a stream. */
async function read(stream: string, name: string, of: string | null = null) {
  const home = pullHome(scriptedHttp(() => ({})));
  const key = rawKey({ source: 'rt', stream, run: 'r', page: 1, received_s: 1_795_000_000, of });
  home.objects.set(key, pack(new TextEncoder().encode(JSON.stringify(recorded(name)))));
  const rows: StagedRow[] = [];
  for await (const batch of bound.normalise(rawObject(home.ports.lake, key))) rows.push(...batch);
  const table = (wanted: string): readonly AnyRow[] =>
    rows.flatMap((each) => ('table' in each && each.table === wanted ? [each.row] : []));
  return {
    rows,
    table,
    events: rows.flatMap((each) => ('event' in each ? [each.event] : [])),
    rejects: table('ingest_rejects').map(({ reason }) => reason),
  };
}

describe.skipIf(!isThere)('recorded answers of a real Request Tracker', () => {
  it('a page of tickets with all their fields, whose users are names: every ticket, no address, no year 1970', async () => {
    const { rejects, table, rows } = await read('tickets', 'tickets-page1');
    expect(rejects).toEqual([]);
    expect(table('ticket_attributes').map(({ ticket_id }) => ticket_id)).toEqual(['1', '2', '3']);
    for (const row of table('ticket_attributes')) {
      expect(Number(row.created_s)).toBeGreaterThan(1_700_000_000);
      expect(row.merged_into_id).toBeNull();
      expect(row.requester_id).not.toBeNull();
    }
    expect(JSON.stringify(rows)).not.toContain('@');
  });

  it.each([
    ['ticket-one', '2', 'solved'],
    ['ticket-with-links', '105', 'new'],
    ['ticket-deleted-get', '104', 'deleted'],
  ])('%s, asked for by its id', async (name, id, status) => {
    const { rejects, table, events } = await read('deleted_tickets', name, id);
    expect(rejects).toEqual([]);
    expect(table('ticket_attributes')).toMatchObject([{ ticket_id: id, status }]);
    expect(events).toEqual([]);
  });

  it('a merged ticket answers with its target: merged, and the target is left alone', async () => {
    const { rejects, table, events } = await read('deleted_tickets', 'ticket-merged-get', '103');
    expect(rejects).toEqual([]);
    expect(table('ticket_attributes')).toEqual([]);
    expect(events).toMatchObject([{ ticket_id: '103', kind: 'merged', data: { into: '102' } }]);
  });

  it('rows of history, whose users are names and whose objects are empty texts', async () => {
    const feed = await read('transactions', 'transactions-bulk-feed');
    expect(feed.rejects).toEqual([]);
    expect(feed.events).toMatchObject([{ ticket_id: '46', kind: 'assigned', data: { from: null, to: '46' } }]);
    const life = await read('transactions', 'ticket-history');
    expect(life.rejects).toEqual([]);
    expect(new Set(life.events.map(({ ticket_id }) => ticket_id))).toEqual(new Set(['2']));
    expect(life.events.map(({ kind }) => kind)).toContain('replied');
  });

  it.each([
    ['transactions-reader', 2],
    ['transactions-merges', 2],
    ['ticket-history-life', 22],
  ])('%s: rows that do not say whose they are become rejects, one by one', async (name, n) => {
    const { rejects, events } = await read('transactions', name);
    expect(rejects).toEqual(Array.from({ length: n }, () => 'ObjectId: an id'));
    expect(events).toEqual([]);
  });

  it('people and queues', async () => {
    expect((await read('queues', 'queues-all-fields')).table('groups').map(({ name }) => name)).toContain('Billing');
    expect((await read('queues', 'queues-all')).table('groups')).toHaveLength(4);
    for (const name of ['user-by-name', 'user-nobody', 'user-rt-system'])
      expect((await read('staff', name)).rejects).toEqual([]);
    const [amira, byName] = (await read('staff', 'user-by-name')).table('people');
    expect([byName?.person_id, byName?.role, byName?.email_hash]).toEqual(['amira', 'staff', amira?.email_hash]);
    // a list that was not asked for ids gives names in their place
    const users = await read('users', 'users-privileged-only');
    expect([users.rejects, users.table('people').length]).toEqual([[], 20]);
  });

  it('an order that it does not know is an error; nothing found is not', async () => {
    const { rejects } = await read('tickets', 'tickets-bad-orderby');
    expect(rejects).toEqual([expect.stringMatching(/page not readable: none of 99 records came/)]);
    for (const name of ['tickets-none', 'tickets-no-query', 'tickets-deleted-search'])
      expect((await read('tickets', name)).rows).toEqual([]);
  });

  it('a list of ids, whichever fields came with it, in the form in which they are stored', () => {
    const list = bound.streams.find(({ name }) => name === 'ticket_ids')!;
    expect(list.items(recorded('tickets-per-page-500'))).toHaveLength(99);
    expect(list.items(recorded('tickets-no-fields')).map((item) => (item as { id: unknown }).id)).toEqual(['1', '2']);
  });
});
