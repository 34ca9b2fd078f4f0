import { configurationSchemaText } from '../config/schema.ts';
import { helpdeskKeysPage } from '../connectors/helpdesk-keys.ts';
import { helpdeskPage } from '../connectors/helpdesk-page.ts';
import { inputsDocument } from '../connectors/input-files/document.ts';
import { connectors } from '../connectors/registry.ts';
import { cataloguePage } from '../metrics/catalogue-page.ts';
import { metricsById } from './measure.ts';
import { known } from './registry.ts';

/** Files that are made of the definitions: path -> text. `npm run generate` writes them, a test fails when one is stale. */
export const generatedFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ['docs/helpdesk-keys.md', helpdeskKeysPage(connectors)],
    ...connectors.flatMap((connector): [string, string][] =>
      connector.kind === 'api' && connector.contract !== undefined
        ? [[`docs/helpdesks/${connector.id}.md`, helpdeskPage(connector, connector.contract)]]
        : [],
    ),
    ['shared/config/casebook.schema.json', configurationSchemaText(known)],
    ['shared/connectors/INPUTS.md', inputsDocument()],
    ['shared/metrics/CATALOGUE.md', cataloguePage([...metricsById.values()])],
  ]);
