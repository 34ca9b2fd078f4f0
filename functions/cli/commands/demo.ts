import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { cwd, env } from 'node:process';
import { UsageError } from '../../../shared/errors.ts';
import { configuration } from '../../../shared/sandbox/configuration.ts';
import { inputs } from '../../../shared/sandbox/inputs.ts';
import { organisation } from '../../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../../shared/sandbox/sources.ts';
import type { Vendor } from '../../../shared/sandbox/ids.ts';
import { sitesOf } from '../../sandbox/sites.ts';
import { openingHour, startHelpdesks } from '../../sandbox/start.ts';
import type { Command } from '../command.ts';
import { openHome } from '../home.ts';
import { typedIn } from '../version.ts';
import { isOwn } from '../archive.ts';
import { configurationName, madeUpMark } from '../workspace.ts';
import { progress, say } from '../terminal.ts';
import { runIn } from './run.ts';

/** One request in so many is told to wait a second: enough to see it handled, without waiting for most of the demo. */
const throttle_every = 60;

export const demo: Command = {
  takes: '[FOLDER]',
  options: {
    helpdesk: {
      takes: 'ID,...',
      several: true,
      help: 'which helpdesks serve it (default: zendesk)',
    },
    'tickets-per-week': { takes: 'N', help: 'size of the organisation (default: 123)' },
  },
  examples: [['casebook demo', 'the whole way, from a made-up Zendesk to the mails of every reader']],
  run: async (given) => {
    const began = performance.now();
    const folder = given.positionals[0] ?? 'casebook-demo';
    if (given.positionals.length > 1) throw new UsageError('casebook demo: expected at most one folder.');
    const vendors = given.many('helpdesk').length > 0 ? given.many('helpdesk') : ['zendesk'];
    const sites = await sitesOf(vendors);
    const perWeek = Number(given.one('tickets-per-week') ?? 123);
    if (!Number.isInteger(perWeek) || perWeek < 1)
      throw new UsageError(
        `--tickets-per-week: found "${given.one('tickets-per-week')}", expected a whole number above 0.`,
      );

    const file = join(folder, configurationName);
    await beginAnew(folder, file);
    progress('Making up fifteen months of an organisation');
    const org = organisation({ tickets_per_week: perWeek });
    progress(
      `Made up ${org.name}: ${org.teams.length} teams, ${org.people.length} people, ${org.tickets.length} tickets over fifteen months`,
      true,
    );

    const began_s = openingHour(org);
    env[demoSecret.name] = demoSecret.value;
    const helpdesks = await startHelpdesks(
      org,
      vendors.map((vendor) => ({ id: vendor, vendor: vendor as Vendor })),
      sites,
      { throttle_every },
    );
    try {
      await write(file, `${madeUpMark}\n${configuration(org, helpdesks)}`);
      await write(join(folder, '.env'), `${demoSecret.name}=${demoSecret.value}\n`);
      for (const [name, text] of inputs(org, helpdesks)) await write(join(folder, 'inputs', name), text);
      const out = outOf(given.one('out'), folder);
      const home = await openHome(
        { config: file, data: join(folder, '.casebook'), out },
        { clock: { now_s: () => began_s } },
      );
      try {
        const status = await runIn(home, { positionals: [], flag: () => false, one: () => undefined, many: () => [] });
        const asked = helpdesks.map(({ server }) => server.counts());
        const page = relative(cwd(), join(home.outFolder, 'index.html'));
        say('');
        say(
          `${org.tickets.length} tickets pulled from ${vendors.join(', ')} in ${asked.reduce((n, { requests }) => n + requests, 0)} requests (${asked.reduce((n, { throttled }) => n + throttled, 0)} told to wait), in ${((performance.now() - began) / 1000).toFixed(1)} s.`,
        );
        say(`Open ${page}: every report that was made, with the way from a number to its cases.`);
        const typed = typedIn(resolve(folder));
        say('Look around:');
        say(`  cd ${relative(cwd(), folder)}`);
        say(`  ${typed} metrics --metric fcr --by channel --period 2026-Q3`);
        say(`  ${typed} explain fcr --period 2026-Q3`);
        say(`For your own tickets: ${typedIn()} init my-metrics`);
        return status;
      } finally {
        await home.close();
      }
    } finally {
      await Promise.all(helpdesks.map(({ server }) => server.close()));
    }
  },
};

/** Made-up reports have no place among one's own. */
export function outOf(asked: string | undefined, folder: string): string {
  const own = join(folder, 'out');
  if (asked === undefined || !isOwn(asked)) return asked ?? own;
  say(`${asked} holds reports of your own and is left as it is; the demo's are in ${own}.`);
  return own;
}

async function beginAnew(folder: string, file: string): Promise<void> {
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    const isOurs = existsSync(file) && (await readFile(file, 'utf8')).startsWith(madeUpMark);
    if (!isOurs)
      throw new UsageError(`casebook demo: ${folder} holds something else. Name a folder that is not there.`);
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
