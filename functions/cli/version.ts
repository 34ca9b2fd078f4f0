import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
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
