import { afterEach, beforeEach, expect, it } from 'vitest';
import { retelling } from '../../shared/connectors/retelling.ts';
import type { StagedRow } from '../../shared/connectors/staged-row.ts';
import type { TicketEvent } from '../../shared/events/event.ts';
import { load } from '../../shared/load/load.ts';
import { attributes, event, loadDeps, loadHome } from '../run/support.ts';

let home: Awaited<ReturnType<typeof loadHome>>;
beforeEach(async () => {
  home = await loadHome();
});
afterEach(() => home.close());

const run = () => load({ source: 'helpdesk', run: 'r1' }, loadDeps(home.ports));
const counts = async () =>
  (await home.ports.warehouse.query('test', 'SELECT reply_count, note_count FROM tickets ORDER BY ticket_id')).rows;
const message = (event_id: string, kind: 'replied' | 'noted', at_s: number): StagedRow => ({
  version: '1',
  event: { ticket_id: 'a', event_id, at_s, order: 0, kind, actor: 'agent', actor_id: 'ann', data: {} } as TicketEvent,
});
const story = [attributes('a', '1'), event('a', 10_000, 'created', {}, 'customer', 'customer')];

it('no longer counts a message that the next whole list lacks, and counts it again when it comes back', async () => {
  const [one, two, note] = [
    message('m.1', 'replied', 10_100),
    message('m.2', 'replied', 10_200),
    message('m.3', 'noted', 10_300),
  ];
  const other = message('n.1', 'replied', 10_400);
  await home.receive({ number: 1, at_s: 20_000 }, [...story, one, two, note, other, retelling('a', 'm.', 20_000)]);
  await run();
  expect(await counts()).toEqual([[3, 1]]);
  await home.receive({ number: 2, at_s: 30_000 }, [two, retelling('a', 'm.', 30_000)]);
  await run();
  // what has another kind of name is none of that list
  expect(await counts()).toEqual([[2, 0]]);
  await home.receive({ number: 3, at_s: 40_000 }, [one, two, note, retelling('a', 'm.', 40_000)]);
  await run();
  expect(await counts()).toEqual([[3, 1]]);
});

it('keeps what a part of a list lacks', async () => {
  await home.receive({ number: 1, at_s: 20_000 }, [
    ...story,
    message('m.1', 'replied', 10_100),
    retelling('a', 'm.', 20_000),
  ]);
  await home.receive({ number: 2, at_s: 30_000 }, [message('m.2', 'replied', 10_200)]);
  await run();
  expect(await counts()).toEqual([[2, 0]]);
});
