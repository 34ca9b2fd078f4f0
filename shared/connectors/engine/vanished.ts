import type { Stream } from '../connector.ts';
import { id, list } from '../shapes.ts';
import { versionOf } from './version.ts';

/** Name of the raw pages that say which tickets are gone: written by the engine, not by the helpdesk (R14). */
export const vanished = 'vanished';

/** `{ "vanished": ["12", "13"] }`: each one was deleted, as far as anybody can tell when it was missed. */
export const vanishedStream: Stream = {
  name: vanished,
  items: (body) => list.parse((body as { vanished?: unknown } | null)?.vanished),
  rows: (item, { received_s }) => {
    const ticket_id = id.parse(item);
    return [
      {
        version: versionOf(received_s, received_s),
        event: {
          ticket_id,
          event_id: `deleted.${ticket_id}`,
          at_s: received_s,
          order: 2_000_000_000,
          kind: 'deleted',
          actor: 'automation',
          actor_id: null,
          data: {},
        },
      },
    ];
  },
};
