import { counted } from '../../../shared/counted.ts';
import { replay as rebuild, type ReplayResult } from '../../../shared/load/replay.ts';
import { settleInputs } from '../../../shared/load/settle-inputs.ts';
import { loadDeps } from '../../../shared/load/load-deps.ts';
import type { Command } from '../command.ts';
import { configurationAt, connectors, withHome } from '../home.ts';
import { progress, terminalLog } from '../terminal.ts';
import { placesOf } from '../workspace.ts';

export const replay: Command = {
  takes: '',
  options: { aws: { help: 'in the deployed stack instead, with the credentials of this shell' } },
  examples: [['casebook replay', 'after a rule of counting has changed']],
  run: async (given) => {
    if (given.flag('aws')) {
      const configuration = await configurationAt(placesOf(given).config);
      // The SDK is only needed, and only loaded, here.
      const { replayInDeployment } = await import('../../aws.ts');
      progress(`Rebuilding every table of stack ${configuration.aws.stack} from raw/`);
      return tell(await replayInDeployment(configuration, terminalLog));
    }
    return withHome(given, 'write', async (home) => {
      progress('Rebuilding every table from raw/');
      const done = await rebuild(loadDeps({ ...home, connectors }));
      await settleInputs(home.ports, home.configuration, { anew: true });
      return tell(done);
    });
  },
};

function tell(done: readonly ReplayResult[]): number {
  for (const { source, objects, tickets } of done)
    progress(`Rebuilt ${source}: ${counted(objects, 'raw object')}, ${counted(tickets, 'ticket')} derived`, true);
  return 0;
}
