import type { State } from './ports.ts';

/*
 * The only writers of state. Every write is conditional on the version that was read.
 */

/**
 * Writes a text if the key still has the version that was read (null: is absent). The new version; undefined: somebody else was first.
 * A store may keep a write and lose its answer; the client's own repetition is then refused as if by another. So a refused write is
 * read again: what stands there word for word is ours. A claim carries a nonce, so that nobody else writes the same words.
 */
export async function writeIf(
  state: State,
  key: string,
  text: string,
  expected: string | null,
): Promise<string | undefined> {
  const version = await state.write(key, text, expected);
  if (version !== undefined) return version;
  const kept = await state.read(key);
  return kept?.value === text ? kept.version : undefined;
}

/** Reads a small JSON object of state. */
export async function readJson<T>(state: State, key: string): Promise<T | undefined> {
  const kept = await state.read(key);
  return kept === undefined ? undefined : (JSON.parse(kept.value) as T);
}

/**
 * Changes a text of state: `change` gets what is kept and answers what shall be; undefined leaves it. Whoever is second changes what the
 * first one left, and a change whose answer was lost is made once more: it must bear that. Answers what is kept afterwards.
 */
export async function updateText(
  state: State,
  key: string,
  change: (before: string | undefined) => string | undefined,
): Promise<string | undefined> {
  for (;;) {
    const kept = await state.read(key);
    const text = change(kept?.value);
    if (text === undefined || text === kept?.value) return kept?.value;
    if ((await state.write(key, text, kept?.version ?? null)) !== undefined) return text;
  }
}

/** The same for a JSON object. */
export async function updateJson<T>(
  state: State,
  key: string,
  change: (before: T | undefined) => T | undefined,
): Promise<T | undefined> {
  const text = await updateText(state, key, (before) => {
    const value = change(before === undefined ? undefined : (JSON.parse(before) as T));
    return value === undefined ? undefined : JSON.stringify(value);
  });
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** Keeps a JSON object in place of whatever was there: for records with one writer. */
export const writeJson = async (state: State, key: string, value: unknown): Promise<void> =>
  void (await updateText(state, key, () => JSON.stringify(value)));

/** Creates a text of state; false when there is one already. */
export const createText = async (state: State, key: string, text: string): Promise<boolean> =>
  (await writeIf(state, key, text, null)) !== undefined;

/** Removes a key, whatever it says by now. */
export async function removeKey(state: State, key: string): Promise<void> {
  for (;;) {
    const kept = await state.read(key);
    if (kept === undefined || (await state.remove(key, kept.version))) return;
  }
}

/** A text of state in the hands of one process: each change is conditional on its own last one. */
export interface Held {
  /** As it was read, or as this process wrote it last; undefined = absent. */
  readonly text: string | undefined;
  readonly version: string | null;
  /** Throws what `conflict` makes when another process changed it meanwhile. */
  write(text: string): Promise<void>;
  /** The same; nothing to do where it is absent. */
  remove(): Promise<void>;
}

/** Reads a text of state, to change it later on the condition that nobody else did. */
export async function hold(state: State, key: string, conflict: () => Error): Promise<Held> {
  const found = await state.read(key);
  let text = found?.value;
  let version = found?.version ?? null;
  return {
    get text() {
      return text;
    },
    get version() {
      return version;
    },
    async write(next) {
      const made = await writeIf(state, key, next, version);
      if (made === undefined) throw conflict();
      [text, version] = [next, made];
    },
    async remove() {
      if (version !== null && !(await state.remove(key, version)) && (await state.read(key)) !== undefined)
        throw conflict();
      [text, version] = [undefined, null];
    },
  };
}
