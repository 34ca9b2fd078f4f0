import { pack, rawKey } from './raw.ts';
import { refused as refusedPages, type Refusal } from './refused.ts';
import { vanished } from './vanished.ts';
import type { StreamPull, PullCheckpoint } from './checkpoint.ts';

/** Keeps in raw/ what the helpdesk itself has no words for, as the truth that replay needs: tickets that are gone, parts it refused. */
export async function storeNotice(
  pull: StreamPull,
  checkpoint: PullCheckpoint,
  name: typeof vanished | typeof refusedPages,
  items: readonly (string | Refusal)[],
): Promise<void> {
  checkpoint.pages += 1;
  await store(pull, checkpoint, name, undefined, new TextEncoder().encode(JSON.stringify({ [name]: items })));
}

/** Keeps one answer as received, under the next free page of this run. */
export async function store(
  pull: StreamPull,
  checkpoint: PullCheckpoint,
  stream: string,
  of: string | undefined,
  body: Uint8Array,
  whole = false,
): Promise<void> {
  const received_s = pull.ports.clock.now_s();
  for (;;) {
    const key = rawKey({
      source: pull.source.id,
      stream,
      run: pull.run,
      page: checkpoint.pages,
      received_s,
      of: of ?? null,
      whole,
    });
    const put = await pull.ports.lake.put(key, pack(body), { ifAbsent: true, contentType: 'application/gzip' });
    // a run that was killed after this write asks again: both answers are kept, load takes each row once
    if (put === 'written') return;
    checkpoint.pages += 1;
  }
}
