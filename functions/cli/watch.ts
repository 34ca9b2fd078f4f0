import { watch } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Editors write a file in several steps: what comes within this time is one change. */
const settle_ms = 200;

/** Calls `changed` after each change of a file, one call at a time, until the signal; a file that is replaced is still watched. */
export async function watchFile(file: string, changed: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const name = basename(file);
  let isDirty = false;
  let work = Promise.resolve();
  const worked = async (): Promise<void> => {
    await sleep(settle_ms);
    if (!isDirty) return;
    isDirty = false;
    await changed();
  };
  try {
    for await (const { filename } of watch(dirname(resolve(file)), { signal })) {
      if (filename !== name) continue;
      isDirty = true;
      work = work.then(worked);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  await work;
}
