#!/usr/bin/env node
// Starts the command: in the repository on the pinned Node 24, whatever Node the host has. Plain JavaScript that any Node can run.
import { spawn } from 'node:child_process';
import * as modules from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { advice, isPackage, isRight, memoryEnvironment, memoryFlags, rightNode } from './node-version.mjs';

const node = rightNode();
if (node === undefined) {
  console.error(advice);
  process.exit(2);
}
const words = process.argv.slice(2);
// What was compiled once starts twice as fast the next time.
const cache = isPackage
  ? join(tmpdir(), 'node-compile-cache')
  : fileURLToPath(new URL('../../node_modules/.cache/casebook', import.meta.url));
const entry = (name) => new URL(isPackage ? `../../dist/cli/${name}.js` : `./${name}.ts`, import.meta.url);
// What needs no data needs neither the limits below nor a second process.
const isLight =
  words.length < 1 || words.some((word) => ['help', '--help', '-h', '--version', 'version'].includes(word));

if (isLight && isRight) {
  modules.enableCompileCache(cache);
  await import(entry('process').href);
} else {
  const flags = [...memoryFlags, ...(isPackage ? ['--enable-source-maps'] : [])];
  // The channel tells the command when this process was killed: nobody waits for it any more, and it must not hold the data folder.
  const child = spawn(node, [...flags, fileURLToPath(entry('process')), ...words], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...memoryEnvironment, NODE_COMPILE_CACHE: cache, ...process.env },
  });
  let ending;
  // casebook serve says so: it ends when the work under way is done
  let endsByItself = false;
  child.on('message', (text) => (endsByItself ||= text === 'ends by itself'));
  for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }))
    process.on(signal, () => {
      ending ??= 128 + number;
      child.kill(signal);
      // A command that is deep in a computation hears no signal: what is stored bears a hard end.
      if (!endsByItself) setTimeout(() => child.kill('SIGKILL'), 3000).unref();
    });
  child.on('error', (error) => {
    console.error(`casebook: cannot start ${node}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (status, signal) => {
    if (signal === null || ending !== undefined) process.exit(status ?? ending ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
