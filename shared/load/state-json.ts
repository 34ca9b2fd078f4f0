import type { State } from '../ports.ts';

/** Reads a small JSON object of state. */
export async function readJson<T>(state: State, key: string): Promise<T | undefined> {
  const kept = await state.read(key);
  return kept === undefined ? undefined : (JSON.parse(kept.value) as T);
}

/** Writes a small JSON object of state, whatever was there: for records with one writer. */
export async function writeJson(state: State, key: string, value: unknown): Promise<void> {
  const text = JSON.stringify(value);
  for (;;) {
    const kept = await state.read(key);
    if (kept?.value === text) return;
    if ((await state.write(key, text, kept?.version ?? null)) !== undefined) return;
  }
}
