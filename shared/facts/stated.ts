import { blankRows } from '../lake/blank-row.ts';
import { columnNames } from '../lake/table.ts';
import { ticketAttributes, tickets } from '../lake/tables/tickets.ts';
import type { TicketAttributes, TicketRow } from './context.ts';
import type { Ownership } from './owners.ts';
import type { Stay } from './status.ts';

/** No mark of removal. */
export const unmarked = { deleted_s: null, merged_into_id: null, is_spam: null, status: null };

/** Status, owner and group as the events tell them. */
export const stateOf = (
  stays: readonly Stay[],
  owned: readonly Ownership[],
): Partial<TicketAttributes> & Pick<TicketAttributes, 'status'> => ({
  ...unmarked,
  status: stays.at(-1)?.status ?? null,
  status_raw: null,
  assignee_id: owned.at(-1)?.person_id ?? null,
  group_id: owned.at(-1)?.group_id ?? null,
});

/** Where the rows of a ticket came from. */
export const provenanceOf = ({ source, version_key, ingested_s, raw_key }: TicketAttributes) => ({
  source,
  version_key,
  ingested_s,
  raw_key,
});

/** Columns of ticket_attributes that a ticket row repeats. */
const stated = columnNames(tickets).filter((name): name is keyof TicketRow & keyof TicketAttributes =>
  Object.hasOwn(ticketAttributes.columns, name),
);
const blankTicket = blankRows(columnNames(tickets));

/** The row of a ticket with what its attributes say; the facts are still null. */
export function statedRow(attributes: TicketAttributes): { -readonly [C in keyof TicketRow]: TicketRow[C] } {
  const row = blankTicket();
  for (const name of stated) row[name] = attributes[name];
  // every column is there, and the stated ones have the types of their own table, which are the same
  return row as TicketRow;
}
