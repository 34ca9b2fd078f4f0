import type { Configuration } from './configuration.ts';

/** The accounts that a source names as bots: of a file at its top, of a helpdesk among its mappings. */
export function aiAgentsOf(source: Configuration['sources'][number] | undefined): ReadonlySet<string> {
  const { bots, mappings } = { bots: source?.['bots'], mappings: source?.['mappings'] };
  const named = bots ?? (mappings as { readonly bots?: unknown } | undefined)?.bots;
  return new Set(Array.isArray(named) ? named.map(String) : []);
}
