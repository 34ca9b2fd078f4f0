import type { Connector } from './connector.ts';
import * as helpdesks from './helpdesks/all.ts';

/** Every connector of the registry, event-log included. */
export const connectors: readonly Connector[] = Object.values(helpdesks as Readonly<Record<string, unknown>>).filter(
  (value): value is Connector =>
    typeof value === 'object' && value !== null && 'kind' in value && 'configuration' in value,
);
export const connectorTitles: Readonly<Record<string, string>> = Object.fromEntries(
  connectors.map(({ id, title }) => [id, title]),
);
