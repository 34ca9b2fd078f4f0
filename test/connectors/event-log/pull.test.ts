import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { EventLogConfiguration } from '../../../shared/connectors/event-log/configuration.ts';
import { pullEventLog } from '../../../shared/connectors/event-log/pull.ts';
import { pullHome } from '../../support/pull-ports.ts';

const configuration = EventLogConfiguration.parse({
  id: 'incidents',
  connector: 'event-log',
  files: ['*.csv'],
  ticket: 'id',
  at: 'time',
  columns: { status: { column: 'state', map: { New: 'new' } } },
});
const good = 'id,time,state\n7,2026-01-05T09:00:00Z,New\n7,2026-01-05T09:00:00Z,New\n';
const bad = 'id,time,state\n7,2026-01-05T09:00:00Z,Odd\n';

function home() {
  const { ports, objects } = pullHome({ send: () => Promise.reject(new Error('no network')) });
  const folder = new Map<string, () => string>();
  const files = {
    match: () => Promise.resolve([...folder.keys()].sort().map((path) => ({ path, size: 0 }))),
    async *open(path: string) {
      yield await Promise.resolve(new TextEncoder().encode(folder.get(path)!()));
    },
  };
  return { folder, objects, pull: (run: string) => pullEventLog(configuration, { ...ports, files }, { run }) };
}

describe('pulling dropped files', () => {
  it('stores each content once, packed, as received; repeated rows are counted', async () => {
    const { folder, objects, pull } = home();
    folder.set('a.csv', () => good).set('copy of a.csv', () => good);
    const { streams, done } = await pull('r1');
    expect([done, streams[0]?.rows, streams[0]?.duplicates, streams[0]?.error]).toEqual([true, 2, 1, null]);
    await pull('r2');
    expect([...objects.keys()]).toHaveLength(1);
    expect([...objects.keys()][0]).toMatch(
      /^raw\/source=incidents\/stream=files\/run=r1\/0001-[0-9a-f]{16}\.at-\d+\.of-a\.csv\.gz$/,
    );
    expect(gunzipSync([...objects.values()][0]!).toString()).toBe(good);
  });

  it('keeps a bad file out, says why, and stores the others', async () => {
    const { folder, objects, pull } = home();
    folder.set('bad.csv', () => bad).set('good.csv', () => good);
    const { streams } = await pull('r1');
    expect(streams[0]?.error).toContain('column state: found "Odd" (1 row) without a status');
    expect([...objects.keys()].map((key) => key.includes('good.csv'))).toEqual([true]);
  });

  it('refuses a file that changes whenever it is read', async () => {
    const { folder, objects, pull } = home();
    let n = 0;
    folder.set('a.csv', () => good + `8,2026-01-05T09:00:0${n++ % 10}Z,New\n`);
    expect((await pull('r1')).streams[0]?.error).toContain('changed while it was read');
    expect(objects.size).toBe(0);
  });

  it('says so when no file matches', async () => {
    expect((await home().pull('r1')).streams[0]?.error).toContain('no file matches *.csv');
  });
});
