import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { platform, stdout } from 'node:process';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../../../shared/errors.ts';
import { reportIds, reportIdsOf } from '../../../shared/run/jobs.ts';
import { type RunRecord } from '../../../shared/run/record.ts';
import { readJson } from '../../../shared/state.ts';
import type { Command } from '../command.ts';
import { configurationAt, withHome } from '../home.ts';
import { placesOf } from '../workspace.ts';
import { writeInbox } from '../out.ts';
import { print } from '../terminal.ts';

export const preview: Command = {
  takes: '',
  options: {
    report: { takes: 'ID', several: true, help: 'only these reports' },
    'no-open': { help: 'writes the page and prints its address, without a browser' },
  },
  examples: [
    ['casebook preview', 'opens the mails of the last run in a browser'],
    ['casebook preview --no-open', 'prints the address of the page'],
  ],
  run: async (given) => {
    const wanted = given.many('report');
    const { config } = placesOf(given);
    const ids = existsSync(config) ? reportIdsOf(await configurationAt(config)) : reportIds;
    const unknown = wanted.filter((id) => !ids.includes(id));
    if (unknown.length > 0)
      throw new UsageError(`--report: found "${unknown.join(', ')}", expected ${ids.join(', ')}.`);
    const page = existsSync(config)
      ? await withHome(given, 'read', async (home) => {
          const keys = (await home.ports.state.list('runs/')).filter((key) => /^runs\/[^/]+\.json$/.test(key));
          const records = (await Promise.all(keys.map((key) => readJson<RunRecord>(home.ports.state, key))))
            .filter((record) => record !== undefined)
            .filter(({ reports }) => reports.some(({ folder }) => folder !== null))
            .sort((a, b) => b.started_s - a.started_s);
          const last = records[0];
          if (last === undefined)
            throw new UsageError('casebook preview: no run has rendered a mail yet. Try casebook run.');
          return writeInbox(
            home,
            wanted.length === 0
              ? last
              : { ...last, reports: last.reports.filter(({ report }) => wanted.includes(report)) },
          );
        })
      : lastPage(placesOf(given).out);
    print(pathToFileURL(page).href);
    if (!given.flag('no-open') && stdout.isTTY) open(page);
    return 0;
  },
};

/** The page of the demo, which has a data folder of its own. */
function lastPage(out: string): string {
  const page = resolve(join(out, 'index.html'));
  if (!existsSync(page)) throw new UsageError(`casebook preview: there is no ${page}. Try npm start, or casebook run.`);
  return page;
}

function open(page: string): void {
  const [program, ...words] =
    platform === 'darwin' ? ['open'] : platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
  spawn(program ?? 'xdg-open', [...words, page], { detached: true, stdio: 'ignore' })
    .on('error', () => undefined)
    .unref();
}
