import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { folderState } from '../shared/adapters/embedded/folder-state.ts';
import type { State } from '../shared/ports.ts';
import { isSuppressed, suppress } from '../shared/run/suppression.ts';
import { createText, hold, readJson, updateJson } from '../shared/state.ts';
import { memoryState } from './support/memory-state.ts';

const folder = mkdtempSync(join(tmpdir(), 'casebook-state-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A store that keeps every write and loses the first `n` answers, as S3 does when the connection breaks: the repetition finds the condition broken. */
function forgetful(state: State, n: number): State {
  let left = n;
  return {
    ...state,
    async write(key, value, expected) {
      const version = await state.write(key, value, expected);
      return left-- > 0 ? undefined : version;
    },
  };
}

describe('a change of state', () => {
  it('keeps both of two changes at once, on disk as in memory', async () => {
    for (let pair = 0; pair < 20; pair++) {
      const state = pair % 2 === 0 ? memoryState() : folderState(join(folder, String(pair)));
      await Promise.all(
        ['lead-weekly', 'executive-weekly'].map((report) =>
          suppress(state, 'a@example.com', { reason: 'unsubscribed', report, at_s: 1 }),
        ),
      );
      expect(await isSuppressed(state, 'a@example.com', 'lead-weekly')).toBe(true);
      expect(await isSuppressed(state, 'a@example.com', 'executive-weekly')).toBe(true);
    }
  });

  it('counts eight writers at once', async () => {
    const state = folderState(join(folder, 'eight'));
    await Promise.all(Array.from({ length: 8 }, () => updateJson<number>(state, 'n', (n = 0) => n + 1)));
    expect(await readJson(state, 'n')).toBe(8);
  });

  it('knows its own write when the answer was lost', async () => {
    const state = forgetful(memoryState(), 1);
    expect(await createText(state, 'claim', 'nonce 1')).toBe(true);
    expect(await createText(state, 'claim', 'nonce 2')).toBe(false);
  });

  it('goes on in the hands of one process after a lost answer, and ends with another writer', async () => {
    const state = memoryState();
    const held = await hold(forgetful(state, 1), 'list', () => new Error('taken'));
    await held.write('1');
    await held.write('2');
    await updateJson(state, 'list', () => 3);
    await expect(held.write('4')).rejects.toThrow('taken');
    await expect(held.remove()).rejects.toThrow('taken');
  });
});
