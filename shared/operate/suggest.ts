import type { Warehouse } from '../ports.ts';

/** Whether any value of a source was read: before the first pull nobody knows what has a mapping. */
export async function hasSeenValues(warehouse: Warehouse): Promise<boolean> {
  const { rows } = await warehouse.query('values seen', 'SELECT count(*) AS n FROM field_mappings');
  return rows[0]?.[0] !== 0;
}

/**
 * Mappings to be completed for every raw value that no mapping names, by source and field: raw value -> what it counts as now.
 */
export async function suggestMappings(
  warehouse: Warehouse,
): Promise<ReadonlyMap<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> {
  const { rows } = await warehouse.query(
    'unmapped values',
    'SELECT source, field, raw_value, value, seen FROM field_mappings WHERE NOT is_mapped ORDER BY source, field, seen DESC, raw_value',
  );
  const bySource = new Map<string, Record<string, Record<string, string>>>();
  for (const [source, field, raw, value] of rows) {
    const fields = bySource.get(String(source)) ?? {};
    bySource.set(String(source), fields);
    fields[String(field)] = { ...fields[String(field)], [String(raw)]: String(value ?? 'other') };
  }
  return bySource;
}
