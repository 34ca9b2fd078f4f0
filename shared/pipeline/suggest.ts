import { stringify } from 'yaml';
import type { Warehouse } from '../ports.ts';

/**
 * Mappings for every raw value that no mapping names, as YAML to be completed: what was seen, how often, and what it counts as
 * now. Empty when every value is mapped.
 */
export async function suggestMappings(warehouse: Warehouse): Promise<string> {
  const { rows } = await warehouse.query(
    'unmapped values',
    'SELECT source, field, raw_value, value, seen FROM field_mappings WHERE NOT is_mapped ORDER BY source, field, seen DESC, raw_value',
  );
  const bySource = new Map<string, Map<string, Record<string, string>>>();
  for (const [source, field, raw, value] of rows) {
    const fields = bySource.get(String(source)) ?? new Map<string, Record<string, string>>();
    bySource.set(String(source), fields);
    fields.set(String(field), { ...fields.get(String(field)), [String(raw)]: String(value ?? 'other') });
  }
  return [...bySource]
    .map(
      ([source, fields]) =>
        `# Source ${source}: add below its mappings, and correct the right-hand sides.\n${stringify({ mappings: Object.fromEntries(fields) })}`,
    )
    .join('\n');
}
