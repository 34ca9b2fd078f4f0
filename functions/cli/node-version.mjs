// Which Node runs Casebook. Plain JavaScript without newer syntax: Node 20 must be able to run it and say what to do.
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const pinned = fileURLToPath(
  new URL(`../../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url),
);

/** The pinned Node, else the one that runs this if it is new enough; undefined when there is none. */
export const rightNode = () => {
  if (existsSync(pinned)) return pinned;
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : undefined;
};

/** The one sentence to say when there is none. */
export const advice = `Casebook needs Node 24, found ${process.version}: run npm ci without --ignore-scripts, or use Node 24.`;

if (
  process.argv[1] !== undefined &&
  import.meta.url === pathToFileURL(process.argv[1]).href &&
  rightNode() === undefined
) {
  console.error(advice);
  process.exit(2);
}
