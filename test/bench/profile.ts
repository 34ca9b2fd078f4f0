import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { memoryEnvironment, memoryFlags } from '../../functions/cli/node-version.mjs';
import { dearest, flameGraph, readProfile, type CpuProfile } from './flame-graph.ts';
import { pullHere } from './log.ts';
import { logConfiguration, writeLog } from './made-log.ts';
import { render } from './render.ts';
import { report } from './report.ts';

/**
 * npm run profile -- load|report|render [--tickets N]: where the main thread spends its time. Writes .bench/<name>.svg, a flame graph,
 * and .bench/<name>.cpuprofile for the tools of a browser; prints the ten dearest functions. DuckDB's own threads are not in it.
 */
const works: Readonly<Record<string, (tickets: number) => Promise<unknown>>> = {
  load: pullHere,
  report: (tickets) => report({ tickets, rounds: 5 }),
  render: () => render({ tickets: 0, rounds: 20 }),
};
const repository = fileURLToPath(new URL('../../', import.meta.url));
const [name = '', ...more] = process.argv.slice(2);
const isChild = more[0] === '--work';
const tickets = Number(more[1] ?? (name === 'load' ? 20_000 : 100_000));
const work = works[name];
if (work === undefined || !Number.isSafeInteger(tickets) || (more.length > 0 && !isChild && more[0] !== '--tickets')) {
  console.error(`Found ${[name, ...more].join(' ')}, expected ${Object.keys(works).join('|')} [--tickets N].`);
  process.exit(2);
}
if (isChild) await work(tickets);
else await profile();

async function profile(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'casebook-profile-'));
  try {
    if (name === 'load') {
      writeFileSync(join(folder, 'casebook.yaml'), logConfiguration);
      await writeLog(tickets, join(folder, 'log.csv.gz'));
    }
    const flags = ['--cpu-prof', '--cpu-prof-dir=profile', '--cpu-prof-interval=500', ...memoryFlags];
    const words = [fileURLToPath(import.meta.url), name, '--work', String(tickets)];
    const run = spawnSync(process.execPath, [...flags, ...words], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, ...memoryEnvironment },
    });
    if (run.status !== 0) throw new Error(run.stderr);
    const [file = ''] = readdirSync(join(folder, 'profile'));
    const text = readFileSync(join(folder, 'profile', file), 'utf8');
    const found = readProfile(JSON.parse(text) as CpuProfile, repository);
    const out = join(repository, '.bench');
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, `${name}.cpuprofile`), text);
    writeFileSync(join(out, `${name}.svg`), flameGraph(found, `${name}, ${tickets} tickets`));
    for (const { at, self_ms, share } of dearest(found, 10))
      console.log(`${self_ms.toFixed(0).padStart(7)} ms ${(share * 100).toFixed(1).padStart(5)} %  ${at}`);
    console.log(`.bench/${name}.svg`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
