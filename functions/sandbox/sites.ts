import { existsSync } from 'node:fs';
import { UsageError } from '../../shared/errors.ts';
import type { Vendor } from '../../shared/sandbox/ids.ts';
import type { SiteOf } from './server.ts';
import { zendeskSite } from './zendesk.ts';

/** The made-up helpdesks of other vendors are test doubles: they are in the repository, not in the package. */
const doubles = new URL('../../test/sandbox/helpdesks/all.ts', import.meta.url);

/**
 * The made-up helpdesks that are named.
 * @throws UsageError for one that there is none of here
 */
export async function sitesOf(vendors: readonly string[]): Promise<Readonly<Record<Vendor, SiteOf>>> {
  const own: Readonly<Record<string, SiteOf>> = { zendesk: zendeskSite };
  const sites = vendors.every((vendor) => vendor in own) || !existsSync(doubles) ? own : await all();
  const unknown = vendors.filter((vendor) => !(vendor in sites));
  if (unknown.length > 0)
    throw new UsageError(
      `--helpdesk: found "${unknown.join(', ')}", expected ${Object.keys(sites).join(', ')}.${
        sites === own ? ' Others are served only in the repository of Casebook.' : ''
      }`,
    );
  return sites;
}

const all = async (): Promise<Readonly<Record<string, SiteOf>>> =>
  ((await import(doubles.href)) as { readonly bySource: Readonly<Record<string, SiteOf>> }).bySource;
