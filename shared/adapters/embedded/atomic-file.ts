import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Folder inside a root for files that are being written; whatever a killed process leaves there is never read. */
export const unfinished = '.unfinished';

/**
 * Writes a whole file or nothing: to a temporary file, flushed to the disk, then moved into place in one step. With `ifAbsent` an
 * existing file stays as it is and the answer is 'exists', also when two processes try at once.
 */
export async function writeWhole(
  root: string,
  path: string,
  body: Uint8Array | string,
  { ifAbsent = false }: { readonly ifAbsent?: boolean } = {},
): Promise<'written' | 'exists'> {
  const temporary = join(root, unfinished, randomUUID());
  await mkdir(dirname(temporary), { recursive: true });
  await mkdir(dirname(path), { recursive: true });
  await writeFlushed(temporary, body);
  if (!ifAbsent) {
    await rename(temporary, path);
    return 'written';
  }
  try {
    await link(temporary, path);
    return 'written';
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return 'exists';
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** 'ENOENT' and the like; undefined for anything that is no system error. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

async function writeFlushed(path: string, body: Uint8Array | string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(body);
    await file.sync();
  } finally {
    await file.close();
  }
}
