// Which Node runs Casebook. Plain JavaScript without newer syntax: any Node must be able to run it and say what to do.
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The repository runs TypeScript on the Node that it pins; the package is compiled for every Node that is maintained. */
export const isPackage = !existsSync(new URL('./main.ts', import.meta.url));
const least = isPackage ? 22 : 24;
const pinned = fileURLToPath(
  new URL(`../../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url),
);

/** Whether this process can be the command. */
export const isRight = Number(process.versions.node.split('.')[0]) >= least;
/** The pinned Node, else the one that runs this if it is new enough; undefined when there is none. */
export const rightNode = () => {
  if (!isPackage && existsSync(pinned)) return pinned;
  return isRight ? process.execPath : undefined;
};

/**
 * How V8 keeps memory. Loading a large log makes and drops many rows: a young generation that is neither copied often nor large, copied
 * by one thread (two cost a fifth more, most of it waiting for each other).
 */
export const memoryFlags = [
  '--max-old-space-size=768',
  '--min-semi-space-size=32',
  '--max-semi-space-size=32',
  '--no-parallel-scavenge',
];
/** Few arenas of the allocator. */
export const memoryEnvironment = { MALLOC_ARENA_MAX: '2' };

/** The one sentence to say when there is none. */
export const advice = isPackage
  ? `Casebook needs Node ${least} or later, found ${process.version}.`
  : `Casebook needs Node 24, found ${process.version}: run npm ci without --ignore-scripts, or use Node 24.`;

if (
  process.argv[1] !== undefined &&
  import.meta.url === pathToFileURL(process.argv[1]).href &&
  rightNode() === undefined
) {
  console.error(advice);
  process.exit(2);
}
