import type { ColumnName, EventLogConfiguration } from './configuration.ts';
import type { DurationUnit } from './durations.ts';
import { builtIn, lookup, type Lookup } from './lookup.ts';

/** One mapped field of a source: where it stands in the file and how its values are looked up. */
export interface Field {
  readonly name: ColumnName;
  /** Several are joined with "/". */
  readonly columns: readonly string[];
  readonly lookup: Lookup;
  /** Names of what it maps to, for messages. */
  readonly formats: readonly string[] | undefined;
  /** It tells no instant but how long after the creation it was. */
  readonly after: DurationUnit | undefined;
}

/** Words with a fixed list; a value without a meaning falls back to this, undefined: it is a fault. */
const fallback: Readonly<Partial<Record<ColumnName, string | null | undefined>>> = {
  status: undefined,
  channel: 'other',
  type: 'other',
  priority: null,
  tier: null,
  root_cause: null,
};

/** The fields that a configuration maps, in the order of its schema. */
export function fieldsOf(columns: EventLogConfiguration['columns']): readonly Field[] {
  return (Object.keys(columns) as ColumnName[]).flatMap((name) => {
    const told = columns[name];
    if (told === undefined) return [];
    const spec: Spec = typeof told === 'string' ? { column: told } : told;
    const words = name in fallback;
    return [
      {
        name,
        columns: spec.columns ?? [spec.column ?? ''],
        lookup: lookup(
          spec.map,
          // A map with a default says everything; a status is never guessed beside a map.
          spec.map !== undefined && (spec.default !== undefined || name === 'status')
            ? nothing
            : words
              ? builtIn[name as 'status']
              : builtIn.text,
          spec.default ?? fallback[name],
        ),
        formats: spec.time_format === undefined ? undefined : [spec.time_format].flat(),
        after: spec.after_creation,
      },
    ];
  });
}

const nothing = (): undefined => undefined;

interface Spec {
  readonly column?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly map?: Readonly<Record<string, string>> | undefined;
  readonly default?: string | undefined;
  readonly time_format?: string | readonly string[] | undefined;
  readonly after_creation?: DurationUnit | undefined;
}
