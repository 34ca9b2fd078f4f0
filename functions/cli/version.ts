import { existsSync, readFileSync } from 'node:fs';
import { delimiter, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { cwd, env } from 'node:process';
import { fileURLToPath } from 'node:url';

const manifest = new URL('../../package.json', import.meta.url);
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
}
/** Name and version of this Casebook, and what a deployment needs beside it. */
export const about = (): Manifest => JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;

/** The file that starts the command, in the repository and in the package. */
export const commandFile = fileURLToPath(new URL('../../functions/cli/casebook.mjs', import.meta.url));

/**
 * The way from a workspace up to the folder whose `npm install` brought this Casebook; undefined where that is no folder above, such
 * as npx's own. npx finds the command there only while no folder between has a package.json.
 */
export function installedAbove(folder: string, file: string = commandFile): string | undefined {
  const [root = '', ...below] = file.split(`${sep}node_modules${sep}`);
  const down = relative(root, resolve(folder));
  if (below.length === 0 || isAbsolute(down) || down.split(sep)[0] === '..') return undefined;
  return relative(resolve(folder), root) || '.';
}

/** Whether this Casebook comes from npx's own folder: a workspace installs the version that its package.json states. */
export const isFetchedIn = (folder: string): boolean =>
  typedIn(folder).startsWith('npx ') && installedAbove(folder) === undefined;

/** The words that start this Casebook from a folder: next steps are printed as they must be typed there. */
export function typedIn(folder: string = cwd()): string {
  const isRepository = existsSync(new URL('./main.ts', import.meta.url));
  if (isRepository) {
    const near = relative(folder, commandFile);
    return `node ${near.length < commandFile.length ? near : commandFile}`;
  }
  // npx puts the command on the path of its own processes only
  const isOnPath =
    env.npm_command === undefined &&
    (env.PATH ?? '').split(delimiter).some((place) => existsSync(join(place, 'casebook')));
  return isOnPath ? 'casebook' : `npx ${about().name}`;
}
