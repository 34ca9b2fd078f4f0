import type { Organisation } from '../../shared/sandbox/model.ts';
import { type Served, shareOf } from '../../shared/sandbox/served.ts';
import { type Sandbox, type SandboxOptions, type SiteOf, startSandbox } from './server.ts';

/** Ten minutes after history ends, so that no helpdesk holds the last events back. */
export const openingHour = (org: Organisation): number => org.end_s + 600;

/**
 * Starts one made-up helpdesk a source, on free ports of 127.0.0.1. Customers are divided among the sources; with one source it
 * serves everything. Close each when done.
 */
export const startHelpdesks = <V extends Served['vendor']>(
  org: Organisation,
  sources: readonly (Served & { readonly vendor: V })[],
  sites: Readonly<Record<V, SiteOf>>,
  options: Partial<SandboxOptions> = {},
): Promise<readonly (Served & { readonly url: string; readonly server: Sandbox })[]> =>
  Promise.all(
    sources.map(async (source) => {
      const server = await startSandbox(sites[source.vendor](shareOf(org, sources, source.id)), {
        now_s: openingHour(org),
        ...options,
      });
      return { ...source, url: server.url, server };
    }),
  );
