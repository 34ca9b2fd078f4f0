import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceConfiguration } from '../../shared/config/configuration.ts';
import type { ApiConnector } from '../../shared/connectors/connector.ts';
import { pack, rawKey } from '../../shared/connectors/engine/raw.ts';
import { freshdesk } from '../../shared/connectors/helpdesks/freshdesk.ts';
import { helpScout } from '../../shared/connectors/helpdesks/help-scout.ts';
import { zohoDesk } from '../../shared/connectors/helpdesks/zoho-desk.ts';
import type { PullResult, StreamFigures } from '../../shared/connectors/pull-result.ts';
import { tickets } from '../../shared/lake/tables.ts';
import { reconcile } from '../../shared/load/reconcile.ts';
import { temporaryHome, testNow_s, type TemporaryHome } from '../support/home.ts';
import { insert } from '../support/warehouse.ts';

const day_s = 86_400;
/** The weekly list of each helpdesk as its answer holds it. */
const vendors: readonly {
  readonly connector: ApiConnector;
  readonly source: SourceConfiguration;
  readonly stream: string;
  readonly answer: (ids: readonly number[]) => unknown;
}[] = [
  {
    connector: freshdesk,
    source: { id: 'desk', connector: 'freshdesk', domain: 'example', api_key: '${env:KEY}' },
    stream: 'ticket_ids',
    answer: (ids) => ids.map((id) => ({ id, updated_at: '2026-09-01T00:00:00Z' })),
  },
  {
    connector: helpScout,
    source: { id: 'desk', connector: 'help-scout', app_id: 'app', app_secret: '${env:KEY}' },
    stream: 'conversation_ids',
    answer: (ids) => ({ _embedded: { conversations: ids.map((id) => ({ id })) }, page: { number: 1, totalPages: 1 } }),
  },
  {
    connector: zohoDesk,
    source: {
      id: 'desk',
      connector: 'zoho-desk',
      org_id: '1',
      client_id: '1',
      client_secret: '${env:KEY}',
      refresh_token: '${env:KEY}',
    },
    stream: 'ticket_ids',
    answer: (ids) => ({ data: ids.map((id) => ({ id: String(id) })) }),
  },
];
const all = Array.from({ length: 300 }, (_, i) => i + 1);
const figures = (name: string, vendor_count: number): StreamFigures => ({
  name,
  requests: 1,
  rows: vendor_count,
  duplicates: 0,
  throttled: 0,
  waited_s: 0,
  complete: true,
  error: null,
  watermark_s: null,
  first_cursor: null,
  last_cursor: null,
  expected_children: 0,
  stored_children: 0,
  rejects: [],
  compares: [
    {
      check_name: 'id_list',
      vendor_count,
      from_s: null,
      to_s: testNow_s,
      stored_count: null,
      missing: null,
      vanished: null,
      at_s: testNow_s,
    },
  ],
});

describe.each(vendors)('R14: the list of ids of $connector.title', ({ connector, source, stream, answer }) => {
  let home: TemporaryHome;
  beforeEach(async () => {
    home = await temporaryHome();
    await insert(
      home.ports.warehouse,
      tickets,
      all.map((id) => ({
        source: 'desk',
        ticket_id: String(id),
        created_s: testNow_s - 60 * day_s,
        updated_s: testNow_s - (id === 2 ? 50 : 1) * day_s,
        status: id === 1 ? 'merged' : id === 2 ? 'closed' : id === 3 ? 'spam' : 'open',
      })),
    );
  });
  afterEach(() => home.close());

  /** What comparing with a list of these ids says, and which ids the next pull will ask for. */
  async function compared(ids: readonly number[]) {
    const key = rawKey({ source: 'desk', stream, run: 'r1', page: 1, received_s: testNow_s, of: null });
    await home.ports.lake.put(key, pack(new TextEncoder().encode(JSON.stringify(answer(ids)))));
    const pulled: PullResult = {
      source: 'desk',
      run: 'r1',
      done: true,
      wait_s: 0,
      streams: [figures(stream, ids.length)],
      raw: [key.slice(0, key.lastIndexOf('/') + 1)],
      watermark_s: null,
      rejects: 0,
      finished_s: testNow_s,
    };
    const { pulled: done } = await reconcile(pulled, connector.bind(source), home.ports);
    const kept = await home.ports.state.read('cursors/desk/vanished.json');
    const { stored_count, missing, vanished } = done.streams[0]!.compares[0]!;
    return { stored_count, missing, vanished, asked: kept === undefined ? null : (JSON.parse(kept.value) as unknown) };
  }

  it('that lost more than a fifth is doubted: nothing is gone', async () => {
    expect(await compared(all.filter((id) => id > 70))).toEqual({
      stored_count: 299,
      missing: 0,
      vanished: 0,
      asked: null,
    });
  });

  it('that lost less is believed so far that the helpdesk is asked for each of them', async () => {
    expect(await compared(all.filter((id) => id > 10))).toMatchObject({ vanished: connector === helpScout ? 8 : 7 });
  });

  it('misses no merged or spam ticket, and no old closed one where those are archived', async () => {
    const archives = connector !== helpScout;
    expect(await compared(all.filter((id) => id > 3))).toEqual({
      stored_count: 299,
      missing: 0,
      vanished: archives ? 0 : 1,
      asked: archives ? null : { at_s: testNow_s, ids: ['2'], unread: [] },
    });
  });

  it('that shows what is stored as deleted has the next pull read it again', async () => {
    await home.ports.warehouse.query('test', `UPDATE tickets SET status = 'deleted' WHERE ticket_id IN ('7', '8')`);
    expect(await compared(all.filter((id) => id !== 8))).toEqual({
      stored_count: 299,
      missing: 0,
      vanished: 0,
      asked: { at_s: testNow_s, ids: [], unread: ['7'] },
    });
  });

  it('with ids that nobody read has the next pull read them', async () => {
    expect(await compared([...all, 900, 901])).toEqual({
      stored_count: 300,
      missing: 2,
      vanished: 0,
      asked: { at_s: testNow_s, ids: [], unread: ['900', '901'] },
    });
  });
});
