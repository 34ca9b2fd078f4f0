import { claimFolder, writeArchive } from '../archive.ts';
import type { Command } from '../command.ts';
import { withHome } from '../home.ts';
import { print, say } from '../terminal.ts';
import { join, relative } from 'node:path';

export const archive: Command = {
  takes: '',
  options: {},
  examples: [
    ['casebook archive', 'writes out/ anew: after a full disk, a restore, an upgrade'],
    ['casebook archive --out /srv/reports', 'into the folder that a web server publishes'],
  ],
  run: (given) =>
    withHome(given, 'read', async (home) => {
      await claimFolder(home);
      const { issues } = await writeArchive(home, 'all');
      say(`${issues} ${issues === 1 ? 'report' : 'reports'}, every revision counted.`);
      print(relative('.', join(home.outFolder, 'index.html')));
      return 0;
    }),
};
