import { randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Folder inside a root for files that are being written; whatever a killed process leaves there is never read. */
export const unfinished = '.unfinished';

/** Files that this process is writing: it removes them when it ends in the middle. */
const underWay = new Set<string>();

/** For the end of the process, when there is no more time to wait for anything. */
export function dropUnderWay(): void {
  for (const path of underWay) rmSync(path, { recursive: true, force: true });
}

/**
 * Writes a whole file or nothing: to a temporary file, flushed to the disk, then moved into place in one step. With `ifAbsent` an
 * existing file stays as it is and the answer is 'exists', also when two processes try at once. Files are for their owner alone.
 */
export async function writeWhole(
  root: string,
  path: string,
  body: Uint8Array | string,
  { ifAbsent = false }: { readonly ifAbsent?: boolean } = {},
): Promise<'written' | 'exists'> {
  return placed(await scratch(root), path, body, ifAbsent);
}

/** The same beside the file itself, in folders of which every file is seen. */
export const replaceFile = async (path: string, body: Uint8Array | string): Promise<void> =>
  void (await placed(`${path}.part`, path, body, false));

async function placed(
  temporary: string,
  path: string,
  body: Uint8Array | string,
  ifAbsent: boolean,
): Promise<'written' | 'exists'> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  underWay.add(temporary);
  try {
    await writeFlushed(temporary, body);
    await (ifAbsent ? link : rename)(temporary, path);
    return 'written';
  } catch (error) {
    if (ifAbsent && codeOf(error) === 'EEXIST') return 'exists';
    throw error;
  } finally {
    await rm(temporary, { force: true });
    underWay.delete(temporary);
  }
}

/** A path below the unfinished folder of a root that nothing has yet. */
export async function scratch(root: string): Promise<string> {
  const path = join(root, unfinished, randomUUID());
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return path;
}

/** Longer than any write takes. */
const dead_ms = 86_400_000;

/** Removes what killed processes left unfinished a day ago or longer; `all`: whatever its age, for who knows that nobody else writes. */
export async function sweep(root: string, now_ms: number, { all = false } = {}): Promise<number> {
  const folder = join(root, unfinished);
  let swept = 0;
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const about = await stat(path).catch(() => undefined);
    if (about === undefined || underWay.has(path) || !(all || now_ms - about.mtimeMs > dead_ms)) continue;
    await rm(path, { recursive: true, force: true });
    swept++;
  }
  return swept;
}

/** Removes files below a folder that were last written before an instant, and folders that are empty then. Answers how many files. */
export async function removeOlder(folder: string, before_ms: number, endsWith = ''): Promise<number> {
  let removed = 0;
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const about = await stat(path).catch(() => undefined);
    if (about?.isDirectory() === true) {
      removed += await removeOlder(path, before_ms, endsWith);
      // one that still holds something stays
      if (removed > 0) await rmdir(path).catch(() => undefined);
    } else if (about?.isFile() === true && about.mtimeMs < before_ms && name.endsWith(endsWith)) {
      await rm(path, { force: true });
      removed += 1;
    }
  }
  return removed;
}

/** Names in a folder; none where there is no folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}

/** Keeps a scratch path until it is dropped, at the latest when the process ends. */
export function keepUnderWay(path: string): () => Promise<void> {
  underWay.add(path);
  return async () => {
    await rm(path, { recursive: true, force: true });
    underWay.delete(path);
  };
}

/** 'ENOENT' and the like; undefined for anything that is no system error. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Made at once: an end of the process that found no file yet would leave one that a thread makes a moment later. */
async function writeFlushed(path: string, body: Uint8Array | string): Promise<void> {
  closeSync(openSync(path, 'w', 0o600));
  const file = await open(path, 'r+');
  try {
    await file.writeFile(body);
    await file.sync();
  } finally {
    await file.close();
  }
}
