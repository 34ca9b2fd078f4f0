import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { cwd, loadEnvFile } from 'node:process';
import type { Arguments } from './command.ts';

export const configurationName = 'casebook.yaml';
/** The first line of a configuration that the demo made: only such a folder may it empty. */
export const madeUpMark = '# Made up by casebook demo, which empties this folder when it begins anew.';

/** Where a command finds its configuration and keeps its things. */
export interface Places {
  readonly config: string;
  readonly data: string;
  readonly out: string;
}

/** The workspace is the nearest folder, from here upwards, with a casebook.yaml; what is stored lies beside that file. */
export function placesOf(given: Arguments): Places {
  const config = given.one('config') ?? nearestConfiguration() ?? configurationName;
  const folder = dirname(config);
  return {
    config,
    data: given.one('data') ?? join(folder, '.casebook'),
    out: given.one('out') ?? join(folder, 'out'),
  };
}

function nearestConfiguration(): string | undefined {
  for (let folder = cwd(); ; folder = dirname(folder)) {
    if (existsSync(join(folder, configurationName))) return join(relative(cwd(), folder), configurationName);
    if (dirname(folder) === folder) return undefined;
  }
}

/** Credentials of a workspace may lie in its .env; what the environment says already stands. */
export function readEnvironmentOf(config: string): void {
  const file = join(dirname(resolve(config)), '.env');
  if (existsSync(file)) loadEnvFile(file);
}
