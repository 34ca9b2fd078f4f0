import { UsageError } from '../../../shared/errors.ts';
import { runKey, type RunRecord } from '../../../shared/run/record.ts';
import { writeJson } from '../../../shared/state.ts';
import { loadTask, pullTask } from '../../../shared/run/source-tasks.ts';
import type { TaskHome } from '../../../shared/load/task-home.ts';
import type { Command } from '../command.ts';
import { connectors, withHome, type Home } from '../home.ts';
import { progress, say } from '../terminal.ts';
import { endRetention } from '../retention.ts';
import { machineFault } from '../machine-fault.ts';
import { newRun } from '../run-id.ts';

export const pull: Command = {
  takes: '',
  options: { source: { takes: 'ID', several: true, help: 'only these sources (default: all)' } },
  examples: [
    ['casebook pull', 'reads every source'],
    ['casebook pull --source helpdesk --verbose', 'one source, told page by page'],
  ],
  run: (given) =>
    withHome(given, 'write', async (home) => {
      const known = home.configuration.sources.map(({ id }) => id);
      const wanted = given.many('source').length > 0 ? given.many('source') : known;
      const unknown = wanted.filter((id) => !known.includes(id));
      if (unknown.length > 0)
        throw new UsageError(`--source: found "${unknown.join(', ')}", expected ${known.join(', ')}.`);
      return (await pullIn(home, wanted)) ? 0 : 1;
    }),
};

/** Reads and loads sources and input files in an open home, and keeps the record; answers whether all went well. */
export async function pullIn(home: Home, sources: readonly string[]): Promise<boolean> {
  await endRetention(home);
  const started_s = home.ports.clock.now_s();
  const run = newRun(started_s);
  const tasks = { ...home, connectors };
  const read: RunRecord['sources'][number][] = [];
  for (const source of sources) read.push(await readOne(source, run, tasks));
  progress(await loadTask({ source: 'inputs', run }, tasks), true);
  const isGood = read.every(({ ok }) => ok);
  const finished_s = home.ports.clock.now_s();
  await writeJson(home.ports.state, runKey(run), {
    run,
    started_s,
    finished_s,
    as_of_s: finished_s,
    is_dry: false,
    status: isGood ? 'sent' : 'failed',
    sources: read,
    reports: [],
  } satisfies RunRecord);
  return isGood;
}

/** Reads and loads one source, told as it goes; a fault ends this source only. */
async function readOne(source: string, run: string, home: TaskHome): Promise<RunRecord['sources'][number]> {
  try {
    progress(`Reading ${source}`);
    let answer = await pullTask({ source, run }, home);
    while (!answer.is_done) {
      progress(`${source} asks to wait ${answer.wait_s} s`, true);
      await home.ports.pause.sleep(answer.wait_s * 1000);
      answer = await pullTask({ source, run }, home);
    }
    progress(`${answer.has_failed ? 'FAILED' : 'Read'} ${source}: ${answer.message}`, true);
    progress(`Loading ${source}`);
    const loaded = await loadTask({ source, run }, home);
    progress(`Loaded ${source}: ${loaded}`, true);
    return { source, ok: !answer.has_failed, message: `${answer.message}; ${loaded}` };
  } catch (error) {
    const message = machineFault(error) ?? (error instanceof Error ? error.message : String(error));
    say(`casebook: ${source}: ${message}`);
    return { source, ok: false, message };
  }
}
