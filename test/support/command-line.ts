import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { vi } from 'vitest';
import { main } from '../../functions/cli/main.ts';

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}
/** The command line in a folder of its own. */
export interface CommandLine {
  readonly folder: string;
  /** Runs `casebook` with these words to its end: the whole command inside this process, without the second that a start takes. */
  run(...words: readonly string[]): Promise<Ended>;
  /** The same as a process of its own. */
  start(...words: readonly string[]): Promise<Ended>;
  /** The same, killed with SIGKILL when `until` is fulfilled, if it is still running then. */
  killed(until: Promise<unknown>, ...words: readonly string[]): Promise<Ended>;
  write(path: string, text: string | Uint8Array): void;
  read(path: string): string;
  /** Every file below a folder, sorted, with its bytes as base64. */
  files(path: string): Readonly<Record<string, string>>;
  close(): void;
}

const casebook = resolve('functions/cli/casebook.mjs');

export function commandLine(environment: Readonly<Record<string, string>> = {}): CommandLine {
  const folder = mkdtempSync(join(tmpdir(), 'casebook-cli-'));
  const start = (words: readonly string[], until?: Promise<unknown>): Promise<Ended> =>
    new Promise((done, failed) => {
      const child = spawn(process.execPath, [casebook, ...words], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...environment },
      });
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      void until?.then(() => child.kill('SIGKILL'));
      child.on('error', failed);
      child.on('close', (status, signal) => done({ status, signal, stdout, stderr }));
    });
  return {
    folder,
    run: (...words) => here(folder, words),
    start: (...words) => start(words),
    killed: (until, ...words) => start(words, until),
    write(path, text) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    files(path) {
      const root = join(folder, path);
      if (!existsSync(root)) return {};
      return Object.fromEntries(
        readdirSync(root, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
          .map((file) => [file.slice(root.length + 1), readFileSync(file).toString('base64')]),
      );
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function here(folder: string, words: readonly string[]): Promise<Ended> {
  const before = process.cwd();
  let [stdout, stderr] = ['', ''];
  const printed = vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((stdout += String(text)), true));
  const said = vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((stderr += String(text)), true));
  process.chdir(folder);
  try {
    return { status: await main(words), signal: null, stdout, stderr };
  } finally {
    process.chdir(before);
    printed.mockRestore();
    said.mockRestore();
  }
}
