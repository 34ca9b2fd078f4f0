import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { bundleAll } from '../../infra/bundle.ts';
import { company } from '../support/aws/company.ts';
import { medianOf, type Suite, type Timed } from './measure.ts';

/** The code of each Lambda handler: how large it is, how long a fresh process takes to import it, and how much it then holds. */
export const bundle: Suite = async ({ rounds }) => {
  const folder = mkdtempSync(join(tmpdir(), 'casebook-bundles-'));
  try {
    const bundles = await bundleAll(fileURLToPath(new URL('../..', import.meta.url)), folder, company());
    const starts = bundles.map(({ handler, folder: place }) => {
      const start = join(place, 'start.mjs');
      writeFileSync(
        start,
        `const before = performance.now();
         await import('./index.mjs');
         console.log(JSON.stringify({ ms: performance.now() - before, mb: process.memoryUsage().rss / 1e6 }));`,
      );
      return { handler, start, loads: [] as Load[] };
    });
    for (let round = 0; round < rounds; round++) for (const { start, loads } of starts) loads.push(loaded(start));
    const figures: Record<string, number> = {};
    for (const { handler, folder: place } of bundles) {
      const sizes = readdirSync(place)
        .filter((name) => !name.endsWith('.map') && name !== 'start.mjs')
        .map((name) => statSync(join(place, name)).size);
      figures[`bundle_${handler}_kb`] = Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1000);
    }
    for (const { handler, loads } of starts) {
      figures[`bundle_${handler}_ms`] = medianOf(loads.map(({ ms }) => ms));
      figures[`bundle_${handler}_mb`] = Math.round(medianOf(loads.map(({ mb }) => mb)));
    }
    const first = figures[`bundle_${starts[0]?.handler ?? ''}_ms`] ?? 1;
    const timings = starts.map(({ handler, loads }): Timed => {
      const times = loads.map(({ ms }) => ms);
      const median_ms = medianOf(times);
      return {
        name: `import ${handler}`,
        median_ms,
        min_ms: Math.min(...times),
        max_ms: Math.max(...times),
        ratio: median_ms / first,
      };
    });
    return { timings: { import: timings }, figures };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

interface Load {
  readonly ms: number;
  readonly mb: number;
}

/** What a function may be told, so that its first lines can read their environment. */
const told =
  'LAKE_BUCKET STATE_BUCKET INPUTS_BUCKET DATABASE WORK_GROUP SECRET_PREFIX CONFIGURATION_SET UNSUBSCRIBE_URL PULL_FUNCTION LOAD_FUNCTION MEASURE_FUNCTION DELIVER_FUNCTION';
const environment = { ...Object.fromEntries(told.split(' ').map((name) => [name, 'x'])), AWS_REGION: 'eu-central-1' };

function loaded(start: string): Load {
  const { status, stdout, stderr } = spawnSync(process.execPath, [start], { env: environment, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Load;
}
