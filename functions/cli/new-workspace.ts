import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { ApiConnector, Connector, Setup } from '../../shared/connectors/connector.ts';
import { about } from './version.ts';

/** Answers of casebook init by the name of their question. */
export type Answers = ReadonlyMap<string, string>;

/** What the connector asks for: what its definition says, else the keys that its configuration requires. */
export function setupOf(connector: Connector): Setup {
  if (connector.setup !== undefined) return connector.setup;
  const { required = [], properties = {} } = z.toJSONSchema(connector.configuration, {
    io: 'input',
    unrepresentable: 'any',
  });
  return Object.fromEntries(
    required
      .filter((key) => key !== 'id' && key !== 'connector')
      .map((key) => {
        const about = properties[key];
        if (typeof about !== 'object') return [key, { ask: key }];
        return [key, about.secret === true ? 'environment' : { ask: about.description ?? key }];
      }),
  );
}

/** The environment variable of a credential, such as ZENDESK_TOKEN. */
const variableOf = (connector: string, key: string): string =>
  `${connector}_${key}`.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
export const variablesOf = (connector: Connector): readonly string[] =>
  Object.entries(setupOf(connector)).flatMap(([key, field]) =>
    field === 'environment' ? [variableOf(connector.id, key)] : [],
  );

/**
 * One source of casebook.yaml; answers to a connector's own questions go by the key. Other keys are read as YAML, and where there
 * are some, a question without an answer is left out: another key may stand in its place.
 */
export function sourceOf(connector: Connector, answers: Answers): Record<string, unknown> {
  const setup = setupOf(connector);
  const more = [...answers].filter(([key]) => setup[key] === undefined);
  return {
    id: 'helpdesk',
    connector: connector.id,
    ...Object.fromEntries(
      Object.entries(setup).flatMap(([key, field]) => {
        if (field === 'environment') return [[key, `\${env:${variableOf(connector.id, key)}}`]];
        const answer = answers.get(key);
        if (answer === undefined && more.length > 0) return [];
        return [[key, field.isList === true ? (answer ?? '').split(',').map((part) => part.trim()) : (answer ?? '')]];
      }),
    ),
    ...Object.fromEntries(more.map(([key, text]) => [key, parse(text) as unknown])),
  };
}

/** What the helpdesk wants before it lets Casebook in: rights, scopes, plan, where to click. */
export function wayInText({ title, contract }: ApiConnector): string {
  const login = contract?.logins[0];
  if (login === undefined) return `${title}: see its own pages for credentials.`;
  return [
    `${title}: ${login.grant}`,
    `  Rights: ${login.role}`,
    ...(login.scopes === undefined ? [] : [`  Scopes: ${login.scopes.join(', ')}`]),
    ...(login.plan === undefined ? [] : [`  Plan: ${login.plan}`]),
    ...login.steps.map((step, i) => `  ${i + 1}. ${step}`),
    `  ${login.page}`,
  ].join('\n');
}

/** The text of casebook.yaml; `sources` is its part of that name, `above` the way to the folder that has Casebook installed. */
export function configurationText(answers: Answers, sources: string, above = '.'): string {
  const recipients = [answers.get('recipient')];
  const model = answers.get('model') ?? 'none';
  const schedules = { weekly: 'mon 07:00', quarterly: 'day 8 07:00' };
  return [
    '# What Casebook reads, how it counts, and who gets which mail.',
    `# yaml-language-server: $schema=${[...(above === '.' ? [] : [above]), 'node_modules', about().name, 'dist/casebook.schema.json'].join('/')}`,
    stringify({
      organisation: {
        name: answers.get('name'),
        time_zone: answers.get('time-zone'),
        currency: answers.get('currency'),
      },
    }),
    sources,
    stringify({
      inputs: 'inputs/',
      reports: [
        { id: 'lead-weekly', schedule: schedules.weekly, recipients },
        { id: 'executive-weekly', schedule: schedules.weekly, recipients },
        { id: 'executive-quarterly', schedule: schedules.quarterly, recipients },
        ...(model === 'none' ? [] : [{ id: model, schedule: schedules.quarterly, recipients }]),
      ],
      delivery: { from: answers.get('sender') },
    }),
  ].join('\n');
}

/** Every other file of a new workspace, by its path. `above`: the way to the folder that has Casebook installed, if one has. */
export function workspaceFiles(
  folder: string,
  connector: Connector,
  templates: Readonly<Record<string, string>>,
  above: string | undefined,
): ReadonlyMap<string, string> {
  const { name, version } = about();
  const variables = variablesOf(connector);
  return new Map([
    ['.gitignore', '.env\n.casebook/\nout/\ncdk.out/\nnode_modules/\n'],
    [
      '.env.example',
      `# Copy to .env and fill in. Commands read it; git does not.\n${variables.map((variable) => `${variable}=\n`).join('')}`,
    ],
    ...(above === undefined
      ? [
          [
            'package.json',
            `${JSON.stringify({ private: true, dependencies: { [name]: version } }, null, 2)}\n`,
          ] as const,
        ]
      : []),
    ['README.md', readme(folder, name, above)],
    ...Object.entries(templates).map(([table, text]) => [`inputs/templates/${table}.txt`, text] as const),
  ]);
}

const readme = (folder: string, name: string, above: string | undefined): string => `# Support metrics of ${folder}

\`casebook.yaml\` says what is read, how it is counted and who gets which mail. ${above === undefined ? '`npm install` installs Casebook' : `Casebook is installed in \`${above}\``}.

- \`npx ${name} doctor\` checks everything and says what to do; credentials belong in \`.env\` (see \`.env.example\`).
- \`npx ${name} run --dry-run\` makes every mail and sends none; \`npx ${name} preview\` shows them.
- \`npx ${name} run\` sends what is due. \`npx ${name} schedule --print cron\` keeps it running.
- What no helpdesk has goes into \`inputs/\`; \`inputs/templates/\` shows each table.
- A finance report is held against the ledger only where you state its total: rows \`ledger_total\` of \`plan\`, as in its template.
- To upgrade, change the version in \`${above === undefined || above === '.' ? '' : `${above}/`}package.json\` and run \`npm install\`${above === undefined || above === '.' ? '' : ' there'}.
`;
