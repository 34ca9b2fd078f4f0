import { doctor as examine } from '../../../shared/pipeline/doctor.ts';
import type { Command } from '../command.ts';
import { connectors, withHome } from '../home.ts';
import { print, progress } from '../terminal.ts';

const glyphs = { ok: '✓', note: '!', fault: '✕' } as const;

export const doctor: Command = {
  name: 'doctor',
  summary: 'checks configuration, credentials, reach, plans, freshness and mappings; says what to do',
  takes: '',
  options: { json: { help: 'the findings as JSON, to stdout' } },
  run: (given) =>
    withHome(given, async (home) => {
      progress('Looking at every source');
      const found = await examine(home.ports, home.configuration, connectors);
      progress(`Looked at ${home.configuration.sources.length} sources`, true);
      if (given.flag('json')) print(JSON.stringify(found, null, 1));
      else {
        print(`✓ configuration: ${home.configFile} is right`);
        for (const { area, state, text, advice } of found)
          print(`${glyphs[state]} ${area}: ${text}${advice === '' ? '' : `\n    ${advice}`}`);
      }
      return found.some(({ state }) => state === 'fault') ? 1 : 0;
    }),
};
