import { counted } from '../../../shared/counted.ts';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { inputsOf } from '../../../shared/config/input-mapping.ts';
import { UsageError } from '../../../shared/errors.ts';
import { forget as erase, type Forgotten } from '../../../shared/operate/forget.ts';
import { loadDeps } from '../../../shared/load/load-deps.ts';
import { writeArchive } from '../archive.ts';
import type { Command } from '../command.ts';
import { configurationAt, connectors, withHome, type Home } from '../home.ts';
import { backupsOf } from './backup.ts';
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
    const status = await withHome(given, 'write', async (home) => {
      progress('Looking through everything received');
      const deps = loadDeps({ ...home, connectors });
      const at_s = home.ports.clock.now_s();
      return tell(
        await erase(person, deps, {
          at_s,
          beyond: async (names) => {
            progress('Writing the database anew, and reading all that is left');
            const backups = await backupsOf(home.ports.state);
            const ownFiles = (await ownFilesOf(home)).filter((path) => !backups.includes(path));
            await home.close();
            const { eraseBeyond } = await import('../../../shared/adapters/embedded/erase.ts');
            const { dataFolder, outFolder } = home;
            const done = await eraseBeyond({ dataFolder, outFolder, ownFiles, now_ms: at_s * 1000 }, names);
            return { ...done, backups };
          },
        }),
      );
    });
    // pages that named the person are gone; what remains of them is written anew
    if (existsSync(join(placesOf(given).out, 'metrics')))
      await withHome(given, 'read', (home) => writeArchive(home, 'all'));
    return status;
  },
};

function tell({ objects, changed, results, reports, versions, unread, pseudonym, beyond }: Forgotten): number {
  progress(
    `Forgot the person in ${changed} of ${counted(objects, 'raw object')} and rebuilt every table; ${pseudonym} stands where the id stood. Changed ${counted(results, 'result')}, removed ${counted(reports, 'file')} of rendered reports and ${counted(versions, 'older version')}.`,
    true,
  );
  const hidden = beyond === null ? unread : beyond.unread;
  if (beyond !== null) {
    const { mails, unfinished, files, bytes, left, own, ownUnread, backups } = beyond;
    const what = `${hidden.length === 0 ? `all ${counted(files, 'file')}` : `${files - hidden.length} of ${counted(files, 'file')}`} (${(bytes / 1e6).toFixed(1)} MB) of the data folder and out/`;
    say(
      `Removed ${counted(mails, 'mail')} or copies of mails and ${counted(unfinished, 'unfinished file')}, and wrote the database anew. Then read ${what}: ${left.length === 0 ? 'none names the person.' : `${counted(left.length, 'still names', 'still name')} the person:`}`,
    );
    for (const path of left) say(`  ${path}`);
    listed('These files of your own name the person; clean them, or a later pull may bring the person back:', own);
    listed('These files of your own could not be read (packed, encrypted or damaged); look into them:', ownUnread);
    listed('These backups hold what was there before; remove them, and make a new one:', backups);
  }
  listed(
    'These could not be read (packed, encrypted, damaged or too large), and may name the person; look into them, or remove them:',
    hidden,
  );
  say(
    'Numbers are unchanged. Your own files, backups and snapshots of the disk, and mails that were sent are out of reach: they are yours to clean.',
  );
  return (beyond?.left.length ?? 0) + hidden.length === 0 ? 0 : 1;
}

function listed(about: string, paths: readonly string[]): void {
  if (paths.length === 0) return;
  say(about);
  for (const path of paths) say(`  ${path}`);
}

/** Files that sources of files and the inputs folder are read from, and whatever lies beside the configuration: it, logs, exports. */
async function ownFilesOf({ configuration, configFile, ports }: Home): Promise<readonly string[]> {
  const folder = dirname(resolve(configFile));
  const patterns = configuration.sources.flatMap(({ files }) => (Array.isArray(files) ? files.map(String) : []));
  const matched = await ports.files.match([
    ...patterns,
    `${inputsOf(configuration.inputs).folder.replace(/\/$/, '')}/**`,
  ]);
  const beside = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  return [
    ...new Set([...matched.map(({ path }) => resolve(folder, path)), ...beside.map(({ name }) => join(folder, name))]),
  ].sort();
}
