import { createReadStream } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Lake } from '../../ports.ts';
import { codeOf, unfinished, writeWhole } from './atomic-file.ts';
import { keyOfPath, pathOfKey } from './paths.ts';

/** The lake as a folder: one file an object, written whole or not at all. */
export function folderLake(root: string): Lake {
  return {
    put: (key, body, options = {}) => writeWhole(root, pathOfKey(root, key), body, options),
    async get(key) {
      try {
        return new Uint8Array(await readFile(pathOfKey(root, key)));
      } catch (error) {
        if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
        throw error;
      }
    },
    open: (key) => createReadStream(pathOfKey(root, key)),
    list: async (prefix) => (await keysBelow(root, prefix)).filter((key) => key.startsWith(prefix)).sort(byCodeUnit),
    remove: (key) => rm(pathOfKey(root, key), { force: true }),
  };
}

/** Walks only the folder that the prefix names. */
async function keysBelow(root: string, prefix: string): Promise<string[]> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1).replace(/\/$/, '');
  const start = folder === '' ? root : pathOfKey(root, folder);
  try {
    const entries = await readdir(start, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .filter((path) => !path.startsWith(unfinished))
      .map(keyOfPath);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
