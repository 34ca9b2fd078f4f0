import { replay as rebuild } from '../../../shared/load/replay.ts';
import { settleInputs } from '../../../shared/load/settle-inputs.ts';
import { loadDeps } from '../../../shared/load/load-deps.ts';
import type { Command } from '../command.ts';
import { connectors, withHome } from '../home.ts';
import { progress } from '../terminal.ts';

export const replay: Command = {
  takes: '',
  options: {},
  examples: [['casebook replay', 'after a rule of counting has changed']],
  run: (given) =>
    withHome(given, 'write', async (home) => {
      progress('Rebuilding every table from raw/');
      const told = await rebuild(loadDeps({ ...home, connectors }));
      await settleInputs(home.ports, home.configuration, { anew: true });
      for (const { source, objects, tickets } of told)
        progress(`Rebuilt ${source}: ${objects} raw objects, ${tickets} tickets derived`, true);
      return 0;
    }),
};
