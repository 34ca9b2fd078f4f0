import type { TableRow } from './staged-row.ts';

/** Fields of field_mappings under which names stand that a helpdesk lists apart from its tickets, by their ids. */
export const nameFields = ['status_name', 'brand_name'] as const;
export type NameField = (typeof nameFields)[number];

/** What the helpdesk calls one of its statuses or brands. */
export const nameRow = (
  field: NameField,
  id: string,
  name: string | null,
  version: string,
): TableRow<'field_mappings'> => ({
  table: 'field_mappings',
  version,
  row: { field, raw_value: id, value: name, is_mapped: true, seen: 1, from_s: 0 },
});
