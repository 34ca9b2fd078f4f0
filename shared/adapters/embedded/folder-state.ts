import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { State } from '../../ports.ts';
import { codeOf, unfinished, writeWhole } from './atomic-file.ts';
import { keyOfPath, pathOfKey } from './paths.ts';

/**
 * Conditional writes without a lock, so that nothing is left behind by a killed process. A key is a folder that holds numbered
 * versions; the highest number is the value, and it is never removed. To change a value is to create the next number, which
 * the file system lets only one writer do. A removed key ends in an empty version.
 */
export function folderState(root: string): State {
  const folderOf = (key: string): string => `${pathOfKey(root, key)}${suffix}`;

  async function current(key: string): Promise<Version> {
    for (;;) {
      const number = highest(await namesIn(folderOf(key)));
      if (number === 0) return { number, text: null };
      try {
        const stored = await readFile(join(folderOf(key), nameOf(number)), 'utf8');
        return { number, text: stored.startsWith(present) ? stored.slice(present.length) : null };
      } catch (error) {
        // Somebody wrote the next version and swept this one away between the two calls: look again.
        if (codeOf(error) !== 'ENOENT') throw error;
      }
    }
  }

  /** Creates the version after `before`; false when somebody else was first. */
  async function advance(key: string, before: number, stored: string): Promise<boolean> {
    const folder = folderOf(key);
    const mine = before + 1;
    const written = await writeWhole(root, join(folder, nameOf(mine)), stored, { ifAbsent: true });
    if (written === 'exists') return false;
    const names = await namesIn(folder);
    if (highest(names) !== mine) {
      // The others were two or more versions ahead and had swept this number: it is not the value.
      await rm(join(folder, nameOf(mine)), { force: true });
      return false;
    }
    await Promise.all(
      names.filter((name) => name < nameOf(mine)).map((name) => rm(join(folder, name), { force: true })),
    );
    return true;
  }

  return {
    async read(key) {
      const { number, text } = await current(key);
      return text === null ? undefined : { value: text, version: versionOf(number, text) };
    },
    async write(key, value, expected) {
      const { number, text } = await current(key);
      const found = text === null ? null : versionOf(number, text);
      if (found !== expected) return undefined;
      return (await advance(key, number, `${present}${value}`)) ? versionOf(number + 1, value) : undefined;
    },
    async list(prefix) {
      const folders = await folderNames(root, prefix);
      const keys = folders
        .map((path) => keyOfPath(path.slice(0, -suffix.length)))
        .filter((key) => key.startsWith(prefix));
      const values = await Promise.all(keys.map(current));
      return keys.filter((_, index) => values[index]?.text !== null).sort();
    },
    async remove(key, expected) {
      const { number, text } = await current(key);
      if (text === null || versionOf(number, text) !== expected) return false;
      return advance(key, number, '');
    },
  };
}

interface Version {
  /** 0: never written. */
  readonly number: number;
  /** null: absent. */
  readonly text: string | null;
}

const suffix = '.versions';
/** Starts every stored value, so that an empty value differs from a removed one. */
const present = '=';

const nameOf = (number: number): string => String(number).padStart(12, '0');
const highest = (names: readonly string[]): number => names.reduce((most, name) => Math.max(most, Number(name)), 0);
const versionOf = (number: number, value: string): string =>
  `${number}-${createHash('sha256').update(value).digest('hex').slice(0, 16)}`;

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => /^\d{12}$/.test(name));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Walks only the folder that the prefix names. */
async function folderNames(root: string, prefix: string): Promise<readonly string[]> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1).replace(/\/$/, '');
  const start = folder === '' ? root : pathOfKey(root, folder);
  try {
    const entries = await readdir(start, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile() && entry.parentPath.endsWith(suffix))
      .map((entry) => relative(root, dirname(join(entry.parentPath, entry.name))));
    return [...new Set(paths)].filter((path) => !path.startsWith(unfinished));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
