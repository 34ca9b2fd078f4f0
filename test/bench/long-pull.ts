import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { folderLake } from '../../shared/adapters/embedded/folder-lake.ts';
import { folderState } from '../../shared/adapters/embedded/folder-state.ts';
import { pullSource } from '../../shared/load/pull.ts';
import type { Http } from '../../shared/ports.ts';
import { pullHome } from '../support/pull-ports.ts';
import { toyConnector, toySecrets, toySource } from '../support/toy-connector.ts';
import type { Suite } from './measure.ts';

/** A heap that could not hold a pull that keeps what it read: 1,000 pages are 600 MB. */
const flags = ['--max-old-space-size=128', '--max-semi-space-size=8'];

/** Megabytes resident at most, of a process of its own that pulls 100 and 1,000 pages of 1,000 records to a folder. */
export const memory: Suite = () => {
  const [short, long] = [100, 1000].map((pages) => {
    const run = spawnSync(process.execPath, [...flags, fileURLToPath(import.meta.url), String(pages)], {
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout) as { readonly rows: number; readonly peak_mb: number };
  });
  return Promise.resolve({
    timings: {},
    figures: {
      rows: long?.rows ?? 0,
      pull_100_pages_mb: short?.peak_mb ?? Number.NaN,
      pull_1000_pages_mb: long?.peak_mb ?? Number.NaN,
      pull_memory_growth: (long?.peak_mb ?? 0) / (short?.peak_mb ?? 1),
    },
  });
};

if (import.meta.main) {
  const pages = Number(process.argv[2]);
  const folder = mkdtempSync(join(tmpdir(), 'casebook-pull-'));
  const page: Http['send'] = (request) => {
    const n = Number(new URL(request.url).searchParams.get('cursor'));
    const things = Array.from({ length: 1000 }, (_, i) => ({
      id: n * 1000 + i,
      updated_at: '2026-09-01T00:00:00Z',
      subject: `Thing ${n * 1000 + i} `.repeat(20),
    }));
    const body = new TextEncoder().encode(
      JSON.stringify({ things, ...(n + 1 < pages ? { next: String(n + 1) } : {}) }),
    );
    return Promise.resolve({ status: 200, headers: {}, body });
  };
  const { ports } = pullHome({ send: page }, { secrets: toySecrets });
  const result = await pullSource(
    { source: 'toy', run: 'bench' },
    {
      ...ports,
      lake: folderLake(folder),
      state: folderState(join(folder, 'state')),
      log: { info: () => {}, warn: () => {} },
    },
    { sources: [toySource] },
    [toyConnector()],
  );
  rmSync(folder, { recursive: true, force: true });
  const rows = result.streams.reduce((sum, stream) => sum + stream.rows, 0);
  console.log(JSON.stringify({ rows, peak_mb: Math.round(process.resourceUsage().maxRSS / 1024) }));
}
