import { readFileSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { version as duckdb } from '@duckdb/node-api';
import { bundle } from './bundle.ts';
import { hours } from './business-time.ts';
import { cost } from './cost.ts';
import { load } from './load.ts';
import { log } from './log.ts';
import { memory } from './long-pull.ts';
import type { Suite, SuiteResult } from './measure.ts';
import { merge } from './merge.ts';
import { peers } from './peers.ts';
import { percentile } from './percentile.ts';
import { render } from './render.ts';
import { report } from './report.ts';
import { slices } from './slices.ts';

/**
 * npm run bench [-- --size 100k|1m|10m] [--suite NAME]... [--peers] [--check] [--write]
 * --write keeps what a suite found in results.json as soon as it is done, beside other suites of the same size.
 * Times are of this machine; pass and fail (goals.json) rest on ratios, bytes and few absolutes. --check exits 1 on a miss beyond 15 %.
 */
const suites: Readonly<Record<string, Suite>> = {
  report,
  percentile,
  load,
  log,
  hours,
  render,
  slices,
  merge,
  memory,
  bundle,
  cost,
  peers,
};
const sizes: Readonly<Record<string, { readonly tickets: number; readonly rounds: number }>> = {
  '100k': { tickets: 100_000, rounds: 5 },
  '1m': { tickets: 1_000_000, rounds: 5 },
  '10m': { tickets: 10_000_000, rounds: 3 },
};
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1m' },
    suite: { type: 'string', multiple: true, default: [] },
    peers: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const size = sizes[values.size];
// Other tools are taken where they are installed; nothing is downloaded for them.
const asked =
  values.suite.length > 0 ? values.suite : Object.keys(suites).filter((name) => name !== 'peers' || values.peers);
const unknown = asked.filter((name) => suites[name] === undefined);
if (size === undefined || unknown.length > 0) {
  console.error(
    `Found --size ${values.size} --suite ${asked.join(' ')}, expected --size ${Object.keys(sizes).join('|')} and --suite ${Object.keys(suites).join('|')}.`,
  );
  process.exit(2);
}

interface Goal {
  readonly at_most: number;
  /** Holds from this many tickets on: on fewer the fixed cost of a statement decides. */
  readonly from_tickets?: number;
  /** What PERFORMANCE.md hopes for, where at_most only guards what was reached. */
  readonly target?: number;
}
const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const goals = JSON.parse(readFileSync(beside('goals.json'), 'utf8')) as Readonly<Record<string, Goal>>;
const machine = {
  node: process.version,
  duckdb: duckdb(),
  system: `${platform()} ${arch()}`,
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memory_gb: Math.round(totalmem() / 2 ** 30),
};
const load_now = (): number => Math.round((loadavg()[0] ?? 0) * 10) / 10;
console.log(
  Object.entries({ ...machine, load: load_now() })
    .map(([name, fact]) => `${name} ${fact}`)
    .join(', '),
);

/** Suites of this size measured before, which stay, with the day and the load of the machine when each began. */
const kept = JSON.parse(readFileSync(beside('results.json'), 'utf8')) as {
  readonly size: string;
  readonly results: Readonly<Record<string, unknown>>;
};
const results: Record<string, unknown> = kept.size === values.size ? { ...kept.results } : {};
const rounded = (_name: string, value: unknown): unknown =>
  typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
const missed: string[] = [];
for (const name of asked) {
  console.log(`\n${name}`);
  const before = { date: new Date().toISOString().slice(0, 10), load: load_now() };
  const result: SuiteResult = await (suites[name] as Suite)(size);
  results[name] = { ...before, ...result };
  if (values.write)
    writeFileSync(beside('results.json'), `${JSON.stringify({ size: values.size, machine, results }, rounded, 2)}\n`);
  for (const [table, timings] of Object.entries(result.timings)) {
    for (const { name: contender, median_ms, min_ms, max_ms, ratio, cpu_ratio } of timings)
      console.log(
        `  ${table.padEnd(8)} ${contender.padEnd(34)} ${median_ms.toFixed(1).padStart(9)} ms (${min_ms.toFixed(1)}..${max_ms.toFixed(1)})  ${ratio.toFixed(2)}x${cpu_ratio === undefined ? '' : ` (processor ${cpu_ratio.toFixed(2)}x)`}`,
      );
  }
  for (const [figure, value] of Object.entries(result.figures)) {
    const goal = goals[figure];
    const holds = goal !== undefined && typeof value === 'number' && size.tickets >= (goal.from_tickets ?? 0);
    const verdict = !holds
      ? ''
      : value <= goal.at_most
        ? `  goal ${goal.at_most}: met`
        : `  goal ${goal.at_most}: MISSED`;
    const hoped = goal?.target === undefined ? '' : `  (target ${goal.target})`;
    if (holds && value > goal.at_most * 1.15) missed.push(`${figure} ${value} against ${goal.at_most}`);
    console.log(`  ${figure} ${typeof value === 'number' ? Math.round(value * 1000) / 1000 : value}${verdict}${hoped}`);
  }
}
if (values.check && missed.length > 0) {
  console.error(`\nMissed by more than 15 %: ${missed.join('; ')}`);
  process.exit(1);
}
