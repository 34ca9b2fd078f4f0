import type { RowContext } from './connector.ts';
import { notice } from './shapes.ts';
import { rootCauseOf, type Mappings } from './mappings.ts';

const columns = ['product', 'category', 'subcategory', 'region', 'language', 'queue', 'ai_handoff_reason'] as const;
type Column = (typeof columns)[number];

/** A custom field's value as text: choices by their value or name, lists joined. */
export function shownText(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const parts = value.flatMap((each: unknown) => shownText(each) ?? []);
    return parts.length === 0 ? null : parts.join(', ');
  }
  if (typeof value !== 'object' || value === null) return null;
  const { value: inner, name, displayName } = value as Readonly<Record<string, unknown>>;
  const shown = inner ?? name ?? displayName;
  if (shown === undefined && Object.keys(value).length > 0)
    notice(value, 'a text, or an object with a value or a name');
  return shownText(shown);
}

/** Columns of ticket_attributes that an account keeps in custom fields, and the further fields to keep as JSON. */
export type CustomColumns = Readonly<Record<Column | 'root_cause', string | null>> & {
  readonly custom_fields: string;
  readonly given_touch_s: number | null;
};

/** `otherwise`: what the helpdesk’s own fields say, where no custom field says it. */
export function customColumns(
  m: Mappings,
  field: (name: string) => unknown,
  context: Pick<RowContext, 'map'>,
  otherwise: Partial<CustomColumns> = {},
): CustomColumns {
  const read = (name: string | undefined): string | null => (name === undefined ? null : shownText(field(name)));
  const worked = read(m.fields.worked);
  const kept = m.custom_fields.flatMap((name) => {
    const value = read(name);
    return value === null ? [] : [[name, value] as const];
  });
  const own = columns.map((column) => [column, read(m.fields[column]) ?? otherwise[column] ?? null]);
  const worked_s = worked === null || !Number.isFinite(Number(worked)) ? null : Math.round(Number(worked));
  return {
    ...(Object.fromEntries(own) as Record<Column, string | null>),
    root_cause: context.map('root_cause', read(m.fields.root_cause), rootCauseOf(m)),
    custom_fields: JSON.stringify(Object.fromEntries(kept)),
    given_touch_s: worked_s ?? otherwise.given_touch_s ?? null,
  };
}
