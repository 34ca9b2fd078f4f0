import { retold } from '../events/event.ts';
import { versionOf } from './engine/version.ts';
import { byMachine, lastRow } from './rows.ts';
import type { StagedRow } from './staged-row.ts';

/** All messages of a kind have just been told again: what was told before, and is not among them, is gone. */
export const retelling = (ticket_id: string, prefix: string, received_s: number): StagedRow =>
  lastRow(
    { ticket_id, event_id: `retold.${ticket_id}.${prefix}`, at_s: received_s },
    byMachine,
    retold({ prefix }),
    versionOf(received_s, received_s),
  );
