import { rmSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import process, { exit, kill, pid } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../../../shared/adapters/embedded/atomic-file.ts';
import { folderState } from '../../../shared/adapters/embedded/folder-state.ts';
import { systemClock, systemPause } from '../../../shared/adapters/embedded/system-clock.ts';
import { ConflictError, UsageError } from '../../../shared/errors.ts';
import { nextOccurrence } from '../../../shared/run/due.ts';
import { isAnythingOwed } from '../../../shared/run/retry.ts';
import { isAnythingDue } from '../../../shared/run/schedule-book.ts';
import type { Arguments, Command } from '../command.ts';
import { requireKnownForm } from '../data-form.ts';
import { runDue } from '../due-runs.ts';
import { configurationAt, withHome } from '../home.ts';
import { serveLoop, type Health, type Work } from '../serve-loop.ts';
import { say } from '../terminal.ts';
import { placesOf } from '../workspace.ts';
import { pull } from './pull.ts';
import { localTime } from '../instant.ts';

const defaultPort = 8790;

export const serve: Command = {
  takes: '',
  options: {
    'pull-every': { takes: 'HOURS', help: 'reads the sources this often between runs; 0 = only for runs (default: 6)' },
    port: { takes: 'N', help: `health on http://127.0.0.1:N/health; 0 = none (default: ${defaultPort})` },
  },
  examples: [
    ['casebook serve', 'until Ctrl-C; what was missed is caught up, once and in order'],
    ['casebook serve --pull-every 1 --port 0', 'reads every hour, without the address of health'],
  ],
  run: async (given) => {
    const [hours, port] = [numberOf(given, 'pull-every', 6), numberOf(given, 'port', defaultPort)];
    const { config, data } = placesOf(given);
    const { organisation } = await configurationAt(config);
    await requireKnownForm(resolve(data));
    await holdFolder(data);
    const health: Health = { status: 'idle', last: null };
    const stop = new AbortController();
    stopOnSignal(stop, health);
    const server = port === 0 ? undefined : await healthServer(port, health, config);
    const first = nextOccurrence(await configurationAt(config), systemClock.now_s());
    say(
      `Serving ${resolve(config)}. ${first === undefined ? 'No report has a schedule: sources are read, nothing is sent.' : `Next: ${first.report}, ${localTime(first.due_s, organisation.time_zone)} in ${organisation.time_zone}.`}`,
    );
    const pause = {
      ...systemPause,
      sleep: (ms: number) => sleep(ms, undefined, { signal: stop.signal }).catch(() => undefined),
    };
    await serveLoop(
      { clock: systemClock, pause },
      { work: workOf(given), pullEvery_s: hours * 3600, health },
      stop.signal,
    );
    server?.close();
    say('Stopped.');
    return 0;
  },
};

/** Each piece of work opens the data folder and frees it: other commands find it free in between. A fault ends that piece only. */
function workOf(given: Arguments): Work {
  const { config, data } = placesOf(given);
  const told = (what: () => Promise<number>): Promise<number> =>
    what().catch((error: unknown) => {
      say(`casebook: ${error instanceof Error ? error.message : String(error)}`);
      return 1;
    });
  return {
    isDue: async () => {
      const configuration = await configurationAt(config).catch(() => undefined);
      // a configuration that cannot be read is told by the run that it stops
      if (configuration === undefined) return true;
      const [state, now_s] = [folderState(join(data, 'state')), systemClock.now_s()];
      return (await isAnythingDue(state, configuration, now_s)) || isAnythingOwed(state, now_s);
    },
    runDue: () => told(() => withHome(given, 'write', runDue)),
    pull: () => told(() => pull.run({ ...given, many: () => [] })),
  };
}

/** The first signal lets the work under way end; a second one does not wait. */
function stopOnSignal(stop: AbortController, health: Health): void {
  process.send?.('ends by itself');
  let asked_ms = 0;
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => {
      // a terminal sends Ctrl-C to this process, and casebook.mjs passes on its own
      if (stop.signal.aborted && performance.now() - asked_ms > 1000) exit(128 + number);
      if (stop.signal.aborted) return;
      asked_ms = performance.now();
      if (health.status === 'working') say('Stopping when the work under way is done. Once more stops at once.');
      stop.abort();
    });
  }
}

/** One `serve` a folder. @throws ConflictError */
async function holdFolder(data: string): Promise<void> {
  const file = join(data, 'serve.lock');
  await mkdir(data, { recursive: true, mode: 0o700 });
  for (;;) {
    try {
      await writeFile(file, String(pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      const other = Number(await readFile(file, 'utf8').catch(() => ''));
      if (other !== pid && isAlive(other))
        throw new ConflictError(
          `casebook serve keeps ${resolve(data)} running already (process ${other}). Stop it first.`,
          {
            cause: error,
          },
        );
      await rm(file, { force: true });
    }
  }
  process.on('exit', () => rmSync(file, { force: true }));
}

const isAlive = (process_id: number): boolean => {
  if (!(process_id > 0)) return false;
  try {
    return kill(process_id, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
};

/** Answers 200 while all is well and 503 while something could not be done; on loopback only. */
async function healthServer(port: number, health: Health, config: string): Promise<{ close(): void }> {
  const server = createServer((request, response) => {
    void (async () => {
      const isHealth = request.url === '/health';
      const configuration = isHealth ? await configurationAt(config).catch(() => undefined) : undefined;
      const next = configuration && nextOccurrence(configuration, systemClock.now_s());
      response.writeHead(!isHealth ? 404 : health.status === 'failing' ? 503 : 200, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify(isHealth ? { ...health, next: next ?? null } : { error: 'There is only /health.' }));
    })();
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed).listen(port, '127.0.0.1', done);
  }).catch((cause: unknown) => {
    throw codeOf(cause) === 'EADDRINUSE'
      ? new UsageError(`--port: something listens on ${port} already. Name another, or 0 for none.`, { cause })
      : cause;
  });
  return server.unref();
}

function numberOf(given: Arguments, name: string, fallback: number): number {
  const number = Number(given.one(name) ?? fallback);
  if (!Number.isFinite(number) || number < 0 || (name === 'port' && (!Number.isInteger(number) || number > 65_535)))
    throw new UsageError(`--${name}: found "${given.one(name)}", expected a number from 0.`);
  return number;
}
