import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tellsAll } from '../../shared/knowledge/telling.ts';
import { deriveTicket } from '../../shared/facts/derive.ts';
import { factsContext } from '../../shared/load/load-deps.ts';
import { load, type LoadDeps } from '../../shared/load/load.ts';
import { noTargets } from '../../shared/load/own-targets.ts';
import { configurationOf } from '../support/lake.ts';
import { attributes, event, loadDeps, loadHome, person } from '../run/support.ts';

let home: Awaited<ReturnType<typeof loadHome>>;
beforeEach(async () => {
  home = await loadHome();
});
afterEach(() => home.close());

const robots = new Set(['robot']);
const factsRules: LoadDeps['factsRules'] = (_source, inputs) => {
  const known = { ...tellsAll, aiAgents: robots, promised: noTargets };
  const context = factsContext(configurationOf(), new Map(), inputs, known);
  return { fingerprint: 'rules', telling: tellsAll, derive: (input) => deriveTicket(input, context) };
};
const run = () => load({ source: 'helpdesk', run: 'r1' }, loadDeps(home.ports, { factsRules }));
const facts = async () =>
  (
    await home.ports.warehouse.query(
      'test',
      'SELECT ticket_id, first_reply_by, reply_count, tells_person_replies FROM tickets ORDER BY ticket_id',
    )
  ).rows;

/** A ticket in which somebody answered, of whom the helpdesk says no more than the id. */
const answered = (ticket: string, who: string) => [
  attributes(ticket, '1', { created_s: 10_000, requester_id: `asked ${ticket}` }),
  event(ticket, 10_000, 'created', {}, `asked ${ticket}`, null),
  event(ticket, 10_100, 'replied', {}, who, null),
];

describe('staff who are in no list any more', () => {
  it('are known by a ticket of theirs, a note or a resolution, in every ticket', async () => {
    await home.receive({ number: 1 }, [
      person('here', 'staff'),
      ...answered('1', 'owner'),
      ...answered('2', 'writer'),
      ...answered('3', 'solver'),
      ...answered('4', 'stranger'),
      ...answered('5', 'robot'),
      attributes('9', '1', { requester_id: 'stranger' }),
      event('9', 10_000, 'created', {}, 'stranger', null),
      event('9', 10_050, 'assigned', { to: 'owner' }, 'here', null),
      event('9', 10_060, 'noted', {}, 'writer', null),
      event('9', 10_061, 'noted', { is_by_mail: 1 }, 'stranger', null),
      event('9', 10_070, 'assigned', { to: 'robot' }, 'here', null),
      event('9', 10_080, 'status', { to: 'solved' }, 'solver', null),
      event('9', 10_090, 'status', { to: 'closed' }, 'stranger', null),
    ]);
    await run();
    expect(await facts()).toEqual([
      ['1', 'owner', 1, true],
      ['2', 'writer', 1, true],
      ['3', 'solver', 1, true],
      // a mail from outside, and closing a ticket of one's own, are no work of staff
      ['4', null, null, false],
      ['5', null, null, false],
      ['9', null, 0, true],
    ]);
  });
  it('are found by what comes later, and their earlier tickets derived again', async () => {
    await home.receive({ number: 1 }, [person('here', 'staff'), ...answered('1', 'owner')]);
    await run();
    expect(await facts()).toEqual([['1', null, null, false]]);
    await home.receive({ number: 2 }, [
      attributes('2', '1'),
      event('2', 10_000, 'created', {}, 'customer', 'customer'),
      event('2', 10_050, 'assigned', { to: 'owner' }, 'here', null),
    ]);
    await run();
    expect((await facts())[0]).toEqual(['1', 'owner', 1, true]);
  });
  it('are customers of what they ask for themselves', async () => {
    await home.receive({ number: 1 }, [
      person('here', 'staff'),
      attributes('1', '1', { requester_id: 'owner' }),
      event('1', 10_000, 'created', {}, 'owner', null),
      event('1', 10_100, 'replied', {}, 'owner', null),
      attributes('2', '1'),
      event('2', 10_000, 'created', {}, 'customer', 'customer'),
      event('2', 10_050, 'assigned', { to: 'owner' }, 'here', null),
    ]);
    await run();
    expect((await facts())[0]).toEqual(['1', null, 0, true]);
  });
  it('are not looked for where no list of people knows any staff', async () => {
    await home.receive({ number: 1 }, [
      ...answered('1', 'owner'),
      event('1', 10_050, 'assigned', { to: 'owner' }, 'here', null),
    ]);
    await run();
    expect(await facts()).toEqual([['1', null, null, false]]);
  });
});

describe('contacts who were merged', () => {
  it('are customers in the tickets of whoever stands for them, and are settled by each load', async () => {
    await home.receive({ number: 1 }, [
      person('here', 'staff'),
      attributes('1', '1', { requester_id: 'ann' }),
      event('1', 10_000, 'created', {}, 'ann', 'customer'),
      event('1', 10_100, 'replied', {}, 'bea', null),
      { table: 'contact_merges', version: '1', row: { contact_id: 'bea', into_id: 'ann', at_s: 5, is_settled: false } },
    ]);
    await run();
    expect((await facts())[0]).toEqual(['1', null, 0, true]);
    await home.receive({ number: 2 }, [
      { table: 'contact_merges', version: '1', row: { contact_id: 'ann', into_id: 'ada', at_s: 9, is_settled: false } },
    ]);
    await run();
    const { rows } = await home.ports.warehouse.query(
      'test',
      'SELECT contact_id, into_id, at_s FROM contact_merges WHERE is_settled ORDER BY at_s, contact_id',
    );
    expect(rows).toEqual([
      ['bea', 'ann', 5],
      ['ann', 'ada', 9],
      ['bea', 'ada', 9],
    ]);
  });
});
