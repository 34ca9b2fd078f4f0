#!/usr/bin/env node
// Starts the command on the pinned Node 24, whatever Node the host has. Plain JavaScript that Node 20 can run.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { advice, rightNode } from './node-version.mjs';

const node = rightNode();
if (node === undefined) {
  console.error(advice);
  process.exit(2);
}
// Loading a large log makes and drops many rows: a small young generation, and few arenas of the allocator, keep the process below 700 MB.
const words = [
  '--max-old-space-size=768',
  '--max-semi-space-size=8',
  fileURLToPath(new URL('./main.ts', import.meta.url)),
  ...process.argv.slice(2),
];
// The channel tells the command when this process was killed: nobody waits for it any more, and it must not hold the data folder.
const child = spawn(node, words, {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  // What was compiled once starts twice as fast the next time.
  env: {
    MALLOC_ARENA_MAX: '2',
    NODE_COMPILE_CACHE: fileURLToPath(new URL('../../node_modules/.cache/casebook', import.meta.url)),
    ...process.env,
  },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`casebook: cannot start ${node}: ${error.message}`);
  process.exit(1);
});
child.on('exit', (status, signal) => {
  if (signal === null) process.exit(status ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
