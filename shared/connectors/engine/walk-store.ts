import { pack, rawKey } from './raw.ts';
import { refused as refusedPages, type Refusal } from './refused.ts';
import { vanished } from './vanished.ts';
import type { Trip, Walk } from './walk-log.ts';

/** Keeps in raw/ what the helpdesk itself has no words for, as the truth that replay needs: tickets that are gone, parts it refused. */
export async function tell(
  trip: Trip,
  log: Walk,
  name: typeof vanished | typeof refusedPages,
  items: readonly (string | Refusal)[],
): Promise<void> {
  log.pages += 1;
  await store(trip, log, name, undefined, new TextEncoder().encode(JSON.stringify({ [name]: items })));
}

/** Keeps one answer as received, under the next free page of this run. */
export async function store(
  trip: Trip,
  log: Walk,
  stream: string,
  of: string | undefined,
  body: Uint8Array,
): Promise<void> {
  const received_s = trip.ports.clock.now_s();
  for (;;) {
    const key = rawKey({
      source: trip.source.id,
      stream,
      run: trip.run,
      page: log.pages,
      received_s,
      of: of ?? null,
    });
    const put = await trip.ports.lake.put(key, pack(body), { ifAbsent: true, contentType: 'application/gzip' });
    // a run that was killed after this write asks again: both answers are kept, load takes each row once
    if (put === 'written') return;
    log.pages += 1;
  }
}
