import { UsageError } from '../../../shared/errors.ts';
import { forget as erase, type Forgotten } from '../../../shared/operate/forget.ts';
import { loadDeps } from '../../../shared/load/load-deps.ts';
import type { Command } from '../command.ts';
import { configurationAt, connectors, withHome } from '../home.ts';
import { placesOf } from '../workspace.ts';
import { progress, say, terminalLog } from '../terminal.ts';

export const forget: Command = {
  takes: '',
  options: {
    requester: { takes: 'ID', help: 'the person’s id in the helpdesk, or in the log' },
    aws: { help: 'in the deployed stack instead, with the credentials of this shell' },
  },
  examples: [['casebook forget --requester 4711', 'erases the person with this id in the helpdesk']],
  run: async (given) => {
    const person = given.one('requester');
    if (person === undefined || person.trim() === '') throw new UsageError('casebook forget: expected --requester ID.');
    if (given.flag('aws')) {
      const configuration = await configurationAt(placesOf(given).config);
      // The SDK is only needed, and only loaded, here.
      const { forgetInDeployment } = await import('../../aws.ts');
      progress(`Looking through everything that stack ${configuration.aws.stack} received`);
      return tell(await forgetInDeployment(person, configuration, terminalLog));
    }
    return withHome(given, 'write', async (home) => {
      progress('Looking through everything received');
      const deps = loadDeps({ ...home, connectors });
      const at_s = home.ports.clock.now_s();
      return tell(
        await erase(person, deps, {
          at_s,
          beyond: async (isAbout) => {
            progress('Writing the database anew, and reading all that is left');
            await home.close();
            const { eraseBeyond } = await import('../../../shared/adapters/embedded/erase.ts');
            return eraseBeyond(
              { dataFolder: home.dataFolder, outFolder: home.outFolder, now_ms: at_s * 1000 },
              isAbout,
            );
          },
        }),
      );
    });
  },
};

function tell({ objects, changed, results, reports, versions, pseudonym, beyond }: Forgotten): number {
  progress(
    `Forgot the person in ${changed} of ${objects} raw objects and rebuilt every table; ${pseudonym} stands where the id stood. Changed ${results} results, removed ${reports} files of rendered reports and ${versions} older versions.`,
    true,
  );
  if (beyond !== null) {
    const { mails, unfinished, files, bytes, left } = beyond;
    say(
      `Removed ${mails} mails and copies of mails and ${unfinished} unfinished files, and wrote the database anew. Then read all ${files} files (${(bytes / 1e6).toFixed(1)} MB) of the data folder and out/: ${left.length === 0 ? 'none names the person.' : `${left.length} still name the person:`}`,
    );
    for (const path of left) say(`  ${path}`);
  }
  say(
    'Numbers are unchanged. Files in your own folders (logs, inputs), backups and snapshots of the disk, and mails that were sent are out of reach: they are yours to clean.',
  );
  return (beyond?.left.length ?? 0) === 0 ? 0 : 1;
}
