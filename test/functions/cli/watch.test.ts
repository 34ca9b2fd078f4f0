import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { watchFile } from '../../../functions/cli/watch.ts';

it('calls once for what an editor writes in one go, again for the next, also when it replaces the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'casebook-watch-'));
  const file = join(folder, 'casebook.yaml');
  writeFileSync(file, 'a');
  const stop = new AbortController();
  const changed = vi.fn(() => Promise.resolve());
  const watching = watchFile(file, changed, stop.signal);
  try {
    await sleep(100);
    writeFileSync(file, 'b');
    writeFileSync(file, 'c');
    writeFileSync(join(folder, 'other'), 'd');
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1), 5_000);
    writeFileSync(`${file}.new`, 'e');
    renameSync(`${file}.new`, file);
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(2), 5_000);
  } finally {
    stop.abort();
    await watching;
    rmSync(folder, { recursive: true });
  }
  expect(changed).toHaveBeenCalledTimes(2);
});
