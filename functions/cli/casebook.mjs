#!/usr/bin/env node
// Starts the command on the pinned Node 24, whatever Node the host has.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { advice, rightNode } from './node-version.mjs';

const node = rightNode();
if (node === undefined) {
  console.error(advice);
  process.exit(2);
}
const run = spawnSync(node, [fileURLToPath(new URL('./main.ts', import.meta.url)), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
if (run.signal) process.kill(process.pid, run.signal);
process.exit(run.status ?? 1);
