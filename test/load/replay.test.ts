import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../shared/errors.ts';
import { load } from '../../shared/load/load.ts';
import { replay } from '../../shared/load/replay.ts';
import { attributes, loadDeps, loadHome, person, story } from '../run/support.ts';

let home: Awaited<ReturnType<typeof loadHome>>;
beforeEach(async () => {
  home = await loadHome();
});
afterEach(() => home.close());
const run = () => load({ source: 'helpdesk', run: 'r1' }, loadDeps(home.ports));

describe('replay', () => {
  it('rebuilds identical tables from raw, of every source', async () => {
    await home.receive({ number: 1 }, [person('agent', 'staff'), ...story('a', 10_000), ...story('b', 20_000)]);
    await run();
    // Equal versions: what was loaded later won, though it had been received earlier.
    await home.receive({ number: 0, at_s: 5, stream: 'audits' }, [
      attributes('a', 'v10000', { priority: 'p3' }),
      ...story('b', 20_000, true),
    ]);
    await run();
    await home.receive({ number: 1, source: 'other' }, story('x', 10_000));
    await load({ source: 'other', run: 'r1' }, loadDeps(home.ports));
    const before = await home.tables();
    expect(await replay(loadDeps(home.ports))).toEqual([
      { source: 'helpdesk', objects: 2, tickets: 2, changed: null },
      { source: 'other', objects: 1, tickets: 1, changed: null },
    ]);
    expect(await home.tables()).toEqual(before);
    expect(await run()).toMatchObject({ objects: 0, tickets: 0 });
  });
  it('rebuilds tables that were lost together with the list of what was loaded', async () => {
    await home.receive({ number: 1 }, story('a', 10_000));
    await run();
    const before = await home.tables();
    const { state, warehouse } = home.ports;
    const fresh = await loadHome();
    const ports = { ...home.ports, warehouse, state: fresh.ports.state };
    void state;
    await replay(loadDeps(ports));
    expect(await home.tables()).toEqual(before);
    await fresh.close();
  });
  it('touches nothing when an object that was loaded cannot be read any more', async () => {
    await home.receive({ number: 1 }, story('a', 10_000));
    await run();
    const before = await home.tables();
    const deps = loadDeps(home.ports, {
      normaliserFor: () => () => {
        throw new InputError('tickets.csv: found no column "state", expected it');
      },
    });
    await expect(replay(deps)).rejects.toMatchObject({ name: 'InputError' });
    expect(await home.tables()).toEqual(before);
    expect(await run()).toMatchObject({ objects: 0 });
  });
  it('applies a corrected mapping to everything that was ever received', async () => {
    await home.receive({ number: 1 }, [attributes('a', '1', { priority: 'p4' })]);
    await run();
    const deps = loadDeps(home.ports, {
      normaliserFor: () =>
        async function* () {
          yield [attributes('a', '1', { priority: 'p1' })];
        },
    });
    await replay(deps);
    expect((await home.ports.warehouse.query('test', 'SELECT priority FROM tickets')).rows).toEqual([['p1']]);
  });
});
