#!/usr/bin/env node
// Starts the command on the pinned Node 24, whatever Node the host has. Plain JavaScript: it must run on Node 20 and say so.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const pinned = here('../../node_modules/node/bin/node');
const major = Number(process.versions.node.split('.')[0]);
const node = existsSync(pinned) ? pinned : process.execPath;
if (node === process.execPath && major < 24) {
  console.error(
    `Casebook needs Node 24, found ${process.version}: run npm ci without --ignore-scripts, or use Node 24.`,
  );
  process.exit(2);
}
const run = spawnSync(node, [here('./main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
if (run.signal) process.kill(process.pid, run.signal);
process.exit(run.status ?? 1);
