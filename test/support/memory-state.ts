import type { State } from '../../shared/ports.ts';

/** State in memory, for tests of what is written to it. */
export function memoryState(): State {
  const kept = new Map<string, { value: string; version: string }>();
  let n = 0;
  return {
    read: (key) => Promise.resolve(kept.get(key)),
    write(key, value, expected) {
      if ((kept.get(key)?.version ?? null) !== expected) return Promise.resolve(undefined);
      const version = String(++n);
      kept.set(key, { value, version });
      return Promise.resolve(version);
    },
    list: (prefix) => Promise.resolve([...kept.keys()].filter((key) => key.startsWith(prefix)).sort()),
    remove(key, expected) {
      if (kept.get(key)?.version !== expected) return Promise.resolve(false);
      return Promise.resolve(kept.delete(key));
    },
  };
}
