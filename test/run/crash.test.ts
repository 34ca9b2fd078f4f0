import { rm } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { load } from '../../shared/load/load.ts';
import { replay } from '../../shared/load/replay.ts';
import { stepwise } from '../support/stepwise.ts';
import { attributes, loadDeps, loadHome, person, story, type LoadPorts } from './support.ts';

/** Dies at its n-th write: before it has an effect, or just after. `writes` counts on. */
function mortal(
  ports: LoadPorts,
  dies: { readonly at: number; readonly after: boolean },
): { ports: LoadPorts; writes(): number } {
  let writes = 0;
  const fatal = async <T>(effect: () => Promise<T>): Promise<T> => {
    writes += 1;
    if (writes === dies.at && !dies.after) throw new Error('killed');
    const answer = await effect();
    if (writes === dies.at) throw new Error('killed');
    return answer;
  };
  const { lake, state, warehouse } = ports;
  return {
    writes: () => writes,
    ports: {
      ...ports,
      lake: { ...lake, put: (...all) => fatal(() => lake.put(...all)) },
      state: {
        ...state,
        write: (...all) => fatal(() => state.write(...all)),
        remove: (...all) => fatal(() => state.remove(...all)),
      },
      warehouse: {
        ...warehouse,
        intake: () => stepwise(warehouse, fatal),
        remove: (...all) => fatal(() => warehouse.remove(...all)),
      },
    },
  };
}

type Home = Awaited<ReturnType<typeof loadHome>>;
const sizes = { batchRows: 12, chunkTickets: 3, newTickets: 3 };
const loadAll = (ports: LoadPorts) => load({ source: 'helpdesk', run: 'r1' }, loadDeps(ports, sizes));

/** Two loads: the second changes tickets, a role, a follow-up, and brings a late page. */
async function first(home: Home): Promise<void> {
  await home.receive({ number: 1 }, [person('agent', 'staff'), ...story('a', 10_000), ...story('b', 20_000)]);
  await home.receive({ number: 2 }, [
    ...story('c', 30_000, true),
    attributes('d', '1', { created_s: 40_000, followup_of_id: 'a' }),
  ]);
  await loadAll(home.ports);
}
async function second(home: Home): Promise<void> {
  await home.receive({ number: 3 }, [...story('b', 20_000, true), person('agent', 'lead', '2')]);
  await home.receive({ number: 4 }, [
    attributes('d', '2', { created_s: 40_000, followup_of_id: 'c' }),
    attributes('a', '0', { priority: 'p4' }),
  ]);
}

const homes: Home[] = [];
async function newHome(copyOf?: string): Promise<Home> {
  const home = await loadHome(copyOf);
  homes.push(home);
  return home;
}
afterEach(async () => {
  for (const home of homes.splice(0)) await home.close();
});

/** Kills `work` at every write, repeats it unharmed, and compares the tables. */
async function survives(
  prepare: (home: Home) => Promise<void>,
  work: (ports: LoadPorts) => Promise<unknown>,
): Promise<number> {
  const prepared = await loadHome();
  await prepare(prepared);
  await prepared.close(true);
  const calm = await newHome(prepared.folder);
  const counted = mortal(calm.ports, { at: 0, after: false });
  await work(counted.ports);
  const expected = await calm.tables();
  // Before the next write is after this one: nothing but reading happens between them.
  for (let at = 1; at <= counted.writes(); at++) {
    const home = await newHome(prepared.folder);
    await expect(work(mortal(home.ports, { at, after: at > 1 }).ports)).rejects.toThrow('killed');
    await work(home.ports);
    expect(await home.tables(), `killed at write ${at}`).toEqual(expected);
    await homes.pop()?.close();
  }
  await rm(prepared.folder, { recursive: true });
  return counted.writes();
}

describe('a load that is killed at any write and repeated', () => {
  it('ends in the same tables as one that was not', async () => {
    const writes = await survives(async (home) => {
      await first(home);
      await second(home);
    }, loadAll);
    expect(writes).toBeGreaterThan(15);
  });
});

describe('a replay that is killed at any write', () => {
  it('is finished by the next load', async () => {
    const home = await newHome();
    await first(home);
    await second(home);
    await loadAll(home.ports);
    const expected = await home.tables();
    const counted = mortal(home.ports, { at: 0, after: false });
    await replay(loadDeps(counted.ports, sizes));
    expect(await home.tables()).toEqual(expected);
    // One home for all kills: each replay begins where the last one was finished.
    for (let at = 1; at <= counted.writes(); at += 4) {
      await expect(replay(loadDeps(mortal(home.ports, { at, after: at % 2 === 0 }).ports, sizes))).rejects.toThrow(
        'killed',
      );
      await loadAll(home.ports);
      expect(await home.tables(), `killed at write ${at}`).toEqual(expected);
    }
  });
});
