import type { SourceConfiguration } from './configuration.ts';

/** The accounts that a source says are robots, or people: of a file at its top, of a helpdesk among its mappings. */
export function namedAccounts(source: SourceConfiguration | undefined, kind: 'bots' | 'people'): ReadonlySet<string> {
  const mappings = source?.['mappings'] as Readonly<Record<string, unknown>> | undefined;
  const named = source?.[kind] ?? mappings?.[kind];
  return new Set(Array.isArray(named) ? named.map(String) : []);
}
