import { z } from 'zod';
import { deleted } from '../../events/event.ts';
import type { Ports } from '../../ports.ts';
import type { Stream } from '../connector.ts';
import { byMachine, lastRow } from '../rows.ts';
import { id, list } from '../shapes.ts';
import { writeJson } from '../../state.ts';
import { pack, rawKey } from './raw.ts';
import { versionOf } from './version.ts';

/** Name of the raw pages that say which tickets are gone: written by the engine, not by the helpdesk (R14). */
export const vanished = 'vanished';

/** `{ "vanished": ["12", "13"] }`: each one was deleted, as far as anybody can tell when it was missed. */
export const vanishedStream: Stream = {
  name: vanished,
  items: (body) => list.parse((body as { vanished?: unknown } | null)?.vanished),
  rows: (item, { received_s }) => {
    const ticket_id = id.parse(item);
    const version = versionOf(received_s, received_s);
    return [
      lastRow({ ticket_id, event_id: `deleted.${ticket_id}`, at_s: received_s }, byMachine, deleted({}), version),
    ];
  },
};

/** `ids`: stored, but not listed; `unread`: listed, but not stored. */
const Missed = z.object({ at_s: z.number(), ids: z.array(z.string()), unread: z.array(z.string()).optional() });
const keyOf = (source: string): string => `cursors/${source}/vanished.json`;

/** Leaves the ids of tickets that are gone, or were never read, for the next pull of the source. A later list replaces an earlier one. */
export async function remember(source: string, missed: z.output<typeof Missed>, state: Ports['state']): Promise<void> {
  await writeJson(state, keyOf(source), missed);
}

/** What was left by `remember`, to be asked for one by one; `forget` it once that is noted elsewhere. */
export async function remembered(
  source: string,
  state: Ports['state'],
): Promise<
  | { readonly ids: readonly string[]; readonly unread: readonly string[]; readonly forget: () => Promise<void> }
  | undefined
> {
  const kept = await state.read(keyOf(source));
  if (kept === undefined) return undefined;
  const { ids, unread = [] } = Missed.parse(JSON.parse(kept.value));
  return {
    ids,
    unread,
    forget: async () => {
      await state.remove(keyOf(source), kept.version);
    },
  };
}

/** Writes what was left by `remember` to raw/, as a page of this run, then forgets it: in this order, so that a kill loses nothing. */
export async function buryRemembered(
  source: string,
  run: string,
  { lake, state }: Pick<Ports, 'lake' | 'state'>,
): Promise<void> {
  const kept = await state.read(keyOf(source));
  if (kept === undefined) return;
  const { at_s, ids } = Missed.parse(JSON.parse(kept.value));
  const key = rawKey({ source, stream: vanished, run, page: 0, received_s: at_s, of: null });
  await lake.put(key, pack(new TextEncoder().encode(JSON.stringify({ vanished: ids }))), { ifAbsent: true });
  await state.remove(keyOf(source), kept.version);
}
