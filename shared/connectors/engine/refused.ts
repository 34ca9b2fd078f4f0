import { z } from 'zod';
import { unread } from '../../events/event.ts';
import type { Stream } from '../connector.ts';
import { byMachine, lastRow } from '../rows.ts';
import { id, list } from '../shapes.ts';
import { versionOf } from './version.ts';

/** Name of the raw pages that say what of a ticket was refused: written by the engine, not by the helpdesk (R12). */
export const refused = 'refused';

const Refusal = z.object({ ticket: id, stream: z.string() });
export type Refusal = z.output<typeof Refusal>;

/** `{ "refused": [{ "ticket": "12", "stream": "conversations" }] }`: what was said in the ticket is not known to be whole. */
export const refusedStream: Stream = {
  name: refused,
  items: (body) => list.parse((body as { refused?: unknown } | null)?.refused),
  rows: (item, { received_s }) => {
    const { ticket, stream } = Refusal.parse(item);
    const version = versionOf(received_s, received_s);
    const at = { ticket_id: ticket, event_id: `unread.${ticket}.${stream}`, at_s: received_s };
    return [lastRow(at, byMachine, unread({ stream }), version)];
  },
};
