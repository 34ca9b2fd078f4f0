import { UsageError } from '../../../shared/errors.ts';
import { loadTask, pullTask } from '../../../shared/pipeline/source-tasks.ts';
import type { Command } from '../command.ts';
import { connectors, withHome } from '../home.ts';
import { progress, say } from '../terminal.ts';
import { newRun } from '../run-id.ts';

export const pull: Command = {
  name: 'pull',
  summary: 'reads the helpdesks and log files, and loads what is new',
  takes: '',
  options: { source: { takes: 'ID', several: true, help: 'only these sources (default: all)' } },
  run: (given) =>
    withHome(given, async (home) => {
      const known = home.configuration.sources.map(({ id }) => id);
      const wanted = given.many('source').length > 0 ? given.many('source') : known;
      const unknown = wanted.filter((id) => !known.includes(id));
      if (unknown.length > 0)
        throw new UsageError(`--source: found "${unknown.join(', ')}", expected ${known.join(', ')}.`);
      const run = newRun(home.ports.clock.now_s());
      const tasks = { ...home, connectors };
      let failed = 0;
      for (const source of wanted) {
        try {
          progress(`Reading ${source}`);
          for (;;) {
            const answer = await pullTask({ source, run }, tasks);
            if (answer.is_done) {
              if (answer.has_failed) failed++;
              progress(`${answer.has_failed ? 'FAILED' : 'Read'} ${source}: ${answer.message}`, true);
              break;
            }
            progress(`${source} asked to wait ${answer.wait_s} s`);
            await home.ports.pause.sleep(answer.wait_s * 1000);
          }
          progress(`Loading ${source}`);
          progress(`Loaded ${source}: ${await loadTask({ source, run }, tasks)}`, true);
        } catch (error) {
          failed++;
          say(`casebook: ${source}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      progress(await loadTask({ source: 'inputs', run }, tasks), true);
      return failed === 0 ? 0 : 1;
    }),
};
