import { z } from 'zod';
import { ConflictError } from '../errors.ts';
import type { State } from '../ports.ts';
import { hold } from '../state.ts';

/** Which raw objects of a source are in the tables, in the order in which they got there. */
export interface Loaded {
  has(key: string): boolean;
  /** Every key, in order. */
  keys(): readonly string[];
  /** Remembers more keys. Throws ConflictError when another process changed the list meanwhile. */
  add(keys: readonly string[]): Promise<void>;
  /** Forgets every key: a replay begins. */
  clear(): Promise<void>;
}

const Stored = z.object({ v: z.literal(1), folders: z.array(z.tuple([z.string(), z.array(z.string())])) });

/** One small object a source: folders are named once, so that a year of daily pulls stays below a megabyte. */
export async function loadedObjects(state: State, source: string): Promise<Loaded> {
  const name = `load/${source}/loaded`;
  const held = await hold(
    state,
    name,
    () => new ConflictError(`Another process is loading source ${source}. Run again when it has ended.`),
  );
  let folders = held.text === undefined ? [] : Stored.parse(JSON.parse(held.text)).folders;
  const known = new Set(folders.flatMap(([folder, names]) => names.map((each) => folder + each)));
  const write = (): Promise<void> => held.write(JSON.stringify({ v: 1, folders }));
  return {
    has: (key) => known.has(key),
    keys: () => [...known],
    async add(keys) {
      for (const key of keys.filter((each) => !known.has(each))) {
        const cut = key.lastIndexOf('/') + 1;
        const last = folders.at(-1);
        if (last?.[0] === key.slice(0, cut)) last[1].push(key.slice(cut));
        else folders.push([key.slice(0, cut), [key.slice(cut)]]);
        known.add(key);
      }
      await write();
    },
    async clear() {
      folders = [];
      known.clear();
      await write();
    },
  };
}
