import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { platform, stdout } from 'node:process';
import { pathToFileURL } from 'node:url';
import { isWritten } from '../../../shared/config/configuration.ts';
import { CasebookError, UsageError } from '../../../shared/errors.ts';
import { reportIds, reportIdsOf } from '../../../shared/run/jobs.ts';
import { type RunRecord } from '../../../shared/run/record.ts';
import { readJson } from '../../../shared/state.ts';
import type { Arguments, Command } from '../command.ts';
import { configurationAt, openHome, withHome } from '../home.ts';
import { placesOf } from '../workspace.ts';
import { writeInbox } from '../out.ts';
import { print, say } from '../terminal.ts';
import { watchFile } from '../watch.ts';
import { asOfOption } from './metrics.ts';
import { runIn } from './run.ts';

export const preview: Command = {
  takes: '',
  options: {
    report: { takes: 'ID', several: true, help: 'only these reports' },
    watch: { help: 'makes the reports that casebook.yaml writes anew whenever it is saved, from what is stored' },
    period: { takes: 'P', help: 'with --watch: of this period (default: the last complete one)' },
    'as-of': asOfOption,
    'no-open': { help: 'writes the page and prints its address, without a browser' },
  },
  examples: [
    ['casebook preview', 'opens the mails of the last run in a browser'],
    ['casebook preview --no-open', 'prints the address of the page'],
    ['casebook preview --watch --report model-check', 'one report, again after every change of casebook.yaml'],
  ],
  run: async (given) => {
    const wanted = given.many('report');
    const alone = ['period', 'as-of'].find((name) => given.one(name) !== undefined);
    if (alone !== undefined && !given.flag('watch'))
      throw new UsageError(`casebook preview: --${alone} is for --watch; without it the last run is shown.`);
    const { config } = placesOf(given);
    const ids = existsSync(config) ? reportIdsOf(await configurationAt(config)) : reportIds;
    const unknown = wanted.filter((id) => !ids.includes(id));
    if (unknown.length > 0)
      throw new UsageError(`--report: found "${unknown.join(', ')}", expected ${ids.join(', ')}.`);
    if (given.flag('watch')) return watchReports(given);
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

/** Renders, waits for a change of casebook.yaml, renders again; until Ctrl-C. Nothing is pulled, sent or issued. */
async function watchReports(given: Arguments): Promise<number> {
  const places = placesOf(given);
  let isOpen = false;
  const render = async (): Promise<void> => {
    try {
      const home = await openHome(places, { access: 'write' });
      try {
        const written = home.configuration.reports.filter(isWritten).map(({ id }) => id);
        const reports = given.many('report').length > 0 ? given.many('report') : written;
        const flags = new Set(['dry-run', 'no-pull']);
        await runIn(home, {
          ...given,
          flag: (name) => flags.has(name),
          many: (name) => (name === 'report' ? reports : []),
        });
        const page = join(home.outFolder, 'index.html');
        print(pathToFileURL(page).href);
        if (!isOpen && !given.flag('no-open') && stdout.isTTY) open(page);
        isOpen = true;
      } finally {
        await home.close();
      }
    } catch (error) {
      // A fault of the file is what one is editing: it is told, and the next change tried.
      if (!(error instanceof CasebookError)) throw error;
      say(error.message);
    }
    say(`Watching ${places.config}; Ctrl-C ends.`);
  };
  await render();
  await watchFile(places.config, render, new AbortController().signal);
  return 0;
}

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
