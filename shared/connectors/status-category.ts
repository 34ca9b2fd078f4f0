import type { TicketStatus } from '../events/event.ts';
import type { TableRow } from './staged-row.ts';

/** Field of field_mappings under which a helpdesk's own categories of its statuses stand, by their names in lower case. */
export const statusCategoryField = 'status_category';

/** What the helpdesk itself says of one of its statuses; null: it says several things. */
export const statusCategory = (
  name: string,
  value: TicketStatus | null,
  version: string,
): TableRow<'field_mappings'> => ({
  table: 'field_mappings',
  version,
  row: { field: statusCategoryField, raw_value: name, value, is_mapped: true, seen: 1, from_s: 0 },
});
