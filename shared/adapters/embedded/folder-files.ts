import { createReadStream } from 'node:fs';
import { glob, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Files } from '../../ports.ts';

/** Files below a folder (where casebook.yaml lies). Paths that are absolute in a pattern stay absolute. */
export function folderFiles(root: string): Files {
  const place = (path: string): string => (isAbsolute(path) ? path : join(root, path));
  return {
    async match(patterns) {
      const found = new Map<string, number>();
      const add = async (path: string): Promise<void> => {
        const about = await stat(place(path)).catch(() => undefined);
        if (about?.isFile() === true) found.set(path, about.size);
      };
      for (const pattern of patterns) {
        // A file may be called "tickets [1].csv": a name that is there is no pattern.
        await add(pattern);
        if (!found.has(pattern)) for await (const path of glob(pattern, { cwd: root })) await add(path);
      }
      return [...found].map(([path, size]) => ({ path, size })).sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    open: (path) => createReadStream(place(path)),
  };
}
