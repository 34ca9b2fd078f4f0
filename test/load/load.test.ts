import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { load } from '../../shared/load/load.ts';
import { TurnEnded } from '../../shared/load/turn.ts';
import { attributes, event, loadDeps, loadHome, person, story } from '../run/support.ts';

let home: Awaited<ReturnType<typeof loadHome>>;
beforeEach(async () => {
  home = await loadHome();
});
afterEach(() => home.close());

const run = (change: Parameters<typeof loadDeps>[1] = {}) =>
  load({ source: 'helpdesk', run: 'r1' }, loadDeps(home.ports, change));
const rows = async (sql: string) => (await home.ports.warehouse.query('test', sql)).rows;
const facts = () =>
  rows(`SELECT ticket_id, first_reply_s, resolved_s, reopen_count, resolve_s FROM tickets ORDER BY ticket_id`);

describe('load', () => {
  it('turns what was received into tickets, flow, intervals and owners', async () => {
    await home.receive({ number: 1 }, [...story('a', 10_000), ...story('b', 20_000, true)]);
    expect(await run()).toEqual({ source: 'helpdesk', objects: 1, tickets: 2, orphans: 0, changed: null });
    expect(await facts()).toEqual([
      ['a', 10_100, 10_200, 0, 200],
      ['b', 20_100, null, 1, null],
    ]);
    expect(await rows(`SELECT ticket_id, at_s, kind FROM ticket_flow ORDER BY ticket_id, at_s`)).toEqual([
      ['a', 10_000, 'created'],
      ['a', 10_200, 'resolved'],
      ['b', 20_000, 'created'],
      ['b', 20_200, 'resolved'],
      ['b', 20_300, 'reopened'],
    ]);
    expect(
      await rows(`SELECT ticket_id, status, started_s, ended_s FROM ticket_intervals ORDER BY ticket_id, started_s`),
    ).toEqual([
      ['a', 'new', 10_000, 10_200],
      ['a', 'solved', 10_200, null],
      ['b', 'new', 20_000, 20_200],
      ['b', 'solved', 20_200, 20_300],
      ['b', 'open', 20_300, null],
    ]);
    expect(await rows(`SELECT count(*) AS n FROM ticket_owners`)).not.toEqual([[0]]);
  });
  it('lists a stored event that is none with its reason, and derives its ticket from the others as partly unread', async () => {
    const none = event('a', 10_250, 'status', { to: 'resolved' as 'solved' });
    await home.receive({ number: 1 }, [...story('a', 10_000), none, ...story('b', 20_000)]);
    expect(await run()).toMatchObject({ tickets: 2, orphans: 0 });
    expect(await rows('SELECT ticket_id, resolved_s, data_quality FROM tickets ORDER BY ticket_id')).toEqual([
      ['a', 10_200, '["partly_unread"]'],
      ['b', 20_200, '[]'],
    ]);
    expect(await rows('SELECT stream, reason FROM ingest_rejects')).toEqual([
      ['ticket_events', expect.stringMatching(/^status\.to: found "resolved", expected one of new, open/)],
    ]);
  });
  it('changes nothing when repeated, and reads nothing again', async () => {
    await home.receive({ number: 1 }, [...story('a', 10_000), ...story('b', 20_000, true)]);
    await run();
    const before = await home.tables();
    expect(await run()).toEqual({ source: 'helpdesk', objects: 0, tickets: 0, orphans: 0, changed: null });
    expect(await home.tables()).toEqual(before);
  });
  it('derives from all events of a ticket when later pages bring more, and removes rows that are no longer true', async () => {
    await home.receive({ number: 1 }, story('a', 10_000));
    await run();
    // An earlier event comes late: the ticket was solved before, so the first stay is another one.
    await home.receive({ number: 2 }, [event('a', 10_050, 'status', { from: 'new', to: 'pending_customer' })]);
    expect(await run()).toMatchObject({ objects: 1, tickets: 1 });
    expect(await rows(`SELECT status, started_s, ended_s FROM ticket_intervals ORDER BY started_s`)).toEqual([
      ['new', 10_000, 10_050],
      ['pending_customer', 10_050, 10_200],
      ['solved', 10_200, null],
    ]);
  });
  it('does not let a late, older page win', async () => {
    await home.receive({ number: 1 }, [attributes('a', '0002', { priority: 'p1' })]);
    await run();
    await home.receive({ number: 2 }, [attributes('a', '0001', { priority: 'p4' })]);
    await run();
    expect(await rows(`SELECT priority, version_key FROM tickets`)).toEqual([['p1', '0002']]);
  });
  it('takes the largest version when one batch has several, then the later', async () => {
    await home.receive({ number: 1 }, [
      attributes('a', '2', { priority: 'p2' }),
      attributes('a', '1', { priority: 'p1' }),
    ]);
    await home.receive({ number: 2 }, [attributes('a', '2', { priority: 'p3' })]);
    await run();
    expect(await rows(`SELECT priority FROM tickets`)).toEqual([['p3']]);
  });
  it('stores a ticket once, in its first month, when the helpdesk changes its creation', async () => {
    await home.receive({ number: 1 }, [attributes('a', '1', { created_s: 1_788_000_000 })]);
    await run();
    await home.receive({ number: 2 }, [attributes('a', '2', { created_s: 1_790_800_000 })]);
    await run();
    expect(await rows(`SELECT created_month, created_s FROM tickets`)).toEqual([['2026-08', 1_790_800_000]]);
  });
  it('ends the same whatever the size of its batches and chunks', async () => {
    const all = Array.from({ length: 9 }, (_, i) => story(`t${i}`, 10_000 + i, i % 2 === 0)).flat();
    await home.receive({ number: 1 }, all.slice(0, 20));
    await home.receive({ number: 2 }, all.slice(20));
    await run({ batchRows: 4, chunkTickets: 2, newTickets: 2 });
    const small = await home.tables();
    const other = await loadHome();
    await other.receive({ number: 1 }, all.slice(0, 20));
    await other.receive({ number: 2 }, all.slice(20));
    await load({ source: 'helpdesk', run: 'r1' }, loadDeps(other.ports));
    expect(await other.tables()).toEqual(small);
    // tickets with facts and new ones, in turns
    const mixed = Array.from({ length: 9 }, (_, i) => story(i % 3 === 1 ? `t${i}` : `t${i}+`, 20_000 + i, true)).flat();
    await home.receive({ number: 3 }, mixed);
    await run({ chunkTickets: 2, newTickets: 4 });
    await other.receive({ number: 3 }, mixed);
    await load({ source: 'helpdesk', run: 'r2' }, loadDeps(other.ports));
    expect(await other.tables()).toEqual(await home.tables());
    expect((await rows(`SELECT count(*) FROM tickets`))[0]).toEqual([15]);
    await other.close();
  });
  describe('in turns that are over after every piece', () => {
    const all = Array.from({ length: 9 }, (_, i) => story(`t${i}`, 10_000 + i, i % 2 === 0)).flat();
    const late = { batchRows: 4, chunkTickets: 2, newTickets: 2, isLate: () => true };
    /** Turns until one is not cut, at most `most` of them; what was noted down after each. */
    const turns = async (most: number, between: (turn: number) => Promise<unknown> = () => Promise.resolve()) => {
      const reached: (string | undefined)[] = [];
      for (let turn = 1; turn <= most; turn++) {
        try {
          return { last: await run(late), reached };
        } catch (error) {
          if (!(error instanceof TurnEnded)) throw error;
        }
        const kept = await home.ports.state.read('load/helpdesk/pending');
        reached.push((JSON.parse(kept!.value) as { reached?: { ticket: string } }).reached?.ticket);
        await between(turn);
      }
      throw new Error(`not done after ${most} turns: ${reached.join(', ')}`);
    };
    it('ends as in one, every turn going on where the one before ended', async () => {
      await home.receive({ number: 1 }, all.slice(0, 20));
      await home.receive({ number: 2 }, all.slice(20));
      const { last, reached } = await turns(9);
      expect(reached).toEqual([undefined, undefined, 't1', 't3', 't5', 't7']);
      expect(last).toMatchObject({ objects: 0, tickets: 1 });
      const other = await loadHome();
      await other.receive({ number: 1 }, all.slice(0, 20));
      await other.receive({ number: 2 }, all.slice(20));
      await load({ source: 'helpdesk', run: 'r1' }, loadDeps(other.ports));
      expect(await home.tables()).toEqual(await other.tables());
      await other.close();
    });
    it('derives a ticket again that changes after the walk came past it', async () => {
      await home.receive({ number: 1 }, all);
      const { reached } = await turns(12, async (turn) => {
        if (turn === 3)
          await home.receive({ number: 2 }, [event('t0', 10_500, 'status', { from: 'open', to: 'solved' })]);
      });
      expect(reached).toEqual([undefined, 't1', 't3', undefined, 't1', 't3', 't5', 't7']);
      expect(await rows(`SELECT resolved_s FROM tickets WHERE ticket_id = 't0'`)).toEqual([[10_500]]);
      expect(await rows(`SELECT count(*) AS n FROM tickets`)).toEqual([[9]]);
    });
  });
  it('keeps events of a ticket that was never delivered, and says so', async () => {
    await home.receive({ number: 1 }, [
      ...story('a', 10_000),
      event('ghost', 1, 'replied'),
      event('zombie', 1, 'replied'),
    ]);
    expect(await run()).toMatchObject({ tickets: 1, orphans: 2 });
    expect(await rows(`SELECT count(*) AS n FROM ticket_events WHERE ticket_id IN ('ghost', 'zombie')`)).toEqual([[2]]);
    await home.receive({ number: 2 }, [attributes('ghost', '1')]);
    expect(await run()).toMatchObject({ tickets: 1, orphans: 0 });
  });
  it('orders ids as both engines do, not as UTF-16', async () => {
    const ids = ['\u{1F3AB}1', '\uFF01', '\uE000', 'z', '\u{10FFFD}', 'Z'];
    await home.receive(
      { number: 1 },
      ids.flatMap((id, i) => story(id, 10_000 + i)),
    );
    expect(await run()).toMatchObject({ tickets: 6, orphans: 0 });
    expect(await rows('SELECT count(*) AS n FROM tickets WHERE resolve_s = 200')).toEqual([[6]]);
  });

  describe('derives other tickets too', () => {
    it('the one that a ticket follows up, and the one that it no longer does', async () => {
      await home.receive({ number: 1 }, [
        ...story('a', 10_000),
        ...story('b', 11_000),
        attributes('c', '1', { created_s: 12_000, followup_of_id: 'a' }),
      ]);
      await run();
      const followups = () => rows('SELECT ticket_id, first_followup_s FROM tickets ORDER BY ticket_id');
      expect(await followups()).toEqual([
        ['a', 12_000],
        ['b', null],
        ['c', null],
      ]);
      await home.receive({ number: 2 }, [attributes('c', '2', { created_s: 12_000, followup_of_id: 'b' })]);
      expect(await run()).toMatchObject({ tickets: 3 });
      expect(await followups()).toEqual([
        ['a', null],
        ['b', 12_000],
        ['c', null],
      ]);
    });
    it('those in which a person acted whose role changed', async () => {
      const reply = (id: string, who: string) => event(id, 10_500, 'replied', {}, who, null);
      await home.receive({ number: 1 }, [
        person('p', 'customer'),
        person('q', 'staff'),
        ...['a', 'b'].flatMap((id) => [attributes(id, '1'), event(id, 10_000, 'created', {}, 'customer', 'customer')]),
        reply('a', 'p'),
        reply('b', 'q'),
      ]);
      await run();
      const replies = () => rows('SELECT ticket_id, first_reply_s FROM tickets ORDER BY ticket_id');
      expect(await replies()).toEqual([
        ['a', null],
        ['b', 10_500],
      ]);
      await home.receive({ number: 2 }, [person('p', 'staff', '2'), person('q', 'staff', '2')]);
      expect(await run()).toMatchObject({ tickets: 1 });
      expect(await replies()).toEqual([
        ['a', 10_500],
        ['b', 10_500],
      ]);
    });
    it('all of them when the rules change, once', async () => {
      await home.receive({ number: 1 }, [...story('a', 10_000), ...story('b', 20_000)]);
      await run();
      expect(await run({ fingerprint: 'rules 2' })).toMatchObject({ tickets: 2, changed: 0 });
      expect(await run({ fingerprint: 'rules 2' })).toMatchObject({ tickets: 0 });
    });
  });

  describe('of a file with a bad row', () => {
    it('loads nothing of it and everything else, and fails with its fault', async () => {
      await home.receive({ number: 1 }, story('a', 10_000));
      await home.receive({ number: 2 }, 'bad');
      await home.receive({ number: 3 }, story('b', 20_000));
      await expect(run({ batchRows: 1 })).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringContaining('roster.csv line 7'),
      });
      expect(await rows('SELECT ticket_id FROM tickets ORDER BY ticket_id')).toEqual([['a'], ['b']]);
      await expect(run()).rejects.toMatchObject({ name: 'InputError' });
    });
  });

  it('keeps sources apart', async () => {
    await home.receive({ number: 1 }, story('a', 10_000));
    await home.receive({ number: 1, source: 'other' }, story('a', 50_000));
    await run();
    await load({ source: 'other', run: 'r1' }, loadDeps(home.ports));
    expect(await rows('SELECT source, resolved_s FROM tickets ORDER BY source')).toEqual([
      ['helpdesk', 10_200],
      ['other', 50_200],
    ]);
  });

  it('loads what a pull says of itself, again until the run is done', async () => {
    const record = async (done: boolean, requests: number): Promise<void> => {
      const stream = {
        name: 'tickets',
        requests,
        rows: 1,
        duplicates: 0,
        throttled: 0,
        waited_s: 0,
        complete: done,
        error: null,
        watermark_s: 5,
        first_cursor: null,
        last_cursor: 'x',
        expected_children: 0,
        stored_children: 0,
        rejects: [{ item_id: '7', reason: 'no id', at_s: 3 }],
        compares: [],
      };
      const result = {
        source: 'helpdesk',
        run: 'r1',
        done,
        wait_s: 0,
        streams: [stream],
        raw: [],
        rejects: 1,
        finished_s: 100 + requests,
      };
      await home.ports.lake.put('raw/source=helpdesk/run=r1.json', new TextEncoder().encode(JSON.stringify(result)));
    };
    await record(false, 3);
    await run();
    await record(true, 9);
    await run();
    await run();
    expect(await rows('SELECT run, stream, requests, is_complete FROM ingest_runs')).toEqual([
      ['r1', 'tickets', 9, true],
    ]);
    expect(await rows('SELECT item_id, reason FROM ingest_rejects')).toEqual([['7', 'no id']]);
  });
});
