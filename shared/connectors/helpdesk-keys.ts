import { z } from 'zod';
import type { Connector } from './connector.ts';

/** The page of keys that each connector takes in `sources:`, made from their configurations: docs/helpdesk-keys.md. */
export const helpdeskKeysPage = (connectors: readonly Connector[]): string =>
  [head, ...[...connectors].sort((a, b) => (a.id < b.id ? -1 : 1)).map(section)].join('\n');

const head = `# Keys of a source

Made from the definitions in \`shared/connectors/helpdesks/\` by \`npm run generate\`; do not edit.
How to connect a helpdesk: [helpdesks.md](helpdesks.md).

Every source has an \`id\` of your own and a \`connector\`. Credentials are references, \`\${env:NAME}\` or \`\${secret:name}\`.
`;

function section({ id, title, configuration }: Connector): string {
  const { required = [], properties = {} } = z.toJSONSchema(configuration, { io: 'input', unrepresentable: 'any' });
  const rows = Object.entries(properties).flatMap(([key, about]) =>
    key === 'id' || key === 'connector' || typeof about !== 'object'
      ? []
      : [
          `| \`${key}\` | ${required.includes(key) ? 'yes' : ''} | ${cell(expectedOf(configuration, key))} | ${
            about.default === undefined ? '' : `\`${JSON.stringify(about.default)}\``
          } | ${cell(about.description ?? '')} |`,
        ],
  );
  return `## ${title}: \`connector: ${id}\`

| key | required | a value | left out | meaning |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

/** What the reader of casebook.yaml says that it expects, when a key holds something else. */
function expectedOf(configuration: z.ZodType, key: string): string {
  const issues = configuration.safeParse({ [key]: Number.NaN }).error?.issues ?? [];
  const found = issues.find(({ path }) => path.length === 1 && path[0] === key);
  return (found?.message ?? '').replace(/^Invalid input: expected (\w+), received \w+$/, '$1');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
