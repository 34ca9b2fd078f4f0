import type { ApiConnector } from './connector.ts';
import type { Contract, Login } from './contract.ts';

/** The page about one helpdesk, made of its contract: docs/helpdesks/ID.md. */
export const helpdeskPage = ({ id, title }: ApiConnector, contract: Contract): string =>
  [
    `# ${title}\n`,
    `Made from \`shared/connectors/helpdesks/${id}/contract.ts\` by \`npm run generate\`; do not edit.`,
    `[Keys of a source](../helpdesk-keys.md) has every key of \`connector: ${id}\`.\n`,
    `${contract.api}, as of ${contract.as_of}.${checked(contract)}\n`,
    ...ends(contract),
    '## Ways in\n',
    ...contract.logins.map(login),
    '## What can be told\n',
    list(contract.channels, ({ channel, told, since, page }) =>
      [
        `**${channel}**: ${told}`,
        since === undefined ? '' : ` (since ${since})`,
        page === undefined ? '' : ` ([page](${page}))`,
      ].join(''),
    ),
    '## What is asked\n',
    '| request | tells | needs | page |',
    '|---|---|---|---|',
    ...contract.endpoints.map(
      ({ method = 'GET', path, tells, needs = '', since, page }) =>
        `| ${method} \`${path}\` | ${tells} | ${[needs, since === undefined ? '' : `since ${since}`].filter(Boolean).join('; ')} | [page](${page}) |`,
    ),
    '',
    '## Fields that are read\n',
    list(Object.entries(contract.fields), ([name, fields]) => `${name}: ${code(fields.split(' '))}`),
    '## Words that are known\n',
    'Any other word is counted, and `casebook doctor` names it.\n',
    list(contract.words, ({ of, words, page }) => `${of}: ${code(words)} ([page](${page}))`),
  ].join('\n');

const checked = ({ openapi }: Contract): string =>
  openapi === undefined
    ? ''
    : ` Names and words were checked on ${openapi.checked_on} against the [published description](${openapi.document}), version ${openapi.version}.`;

const ends = ({ ends: all }: Contract): readonly string[] =>
  all.length === 0
    ? []
    : [
        '## What ends\n',
        list(
          all,
          ({ what, on, instead, page, touches }) =>
            `**${on}**: ${what}${touches === undefined ? '' : ` (sources with \`${touches}\`)`}. ${instead} ([page](${page}))`,
        ),
      ];

const login = ({ keys, grant, role, scopes, plan, steps, page }: Login): string =>
  [
    `### ${code(keys)}\n`,
    `${capital(grant)}. Rights: ${role}.${scopes === undefined ? '' : ` Scopes: ${code(scopes)}.`}${plan === undefined ? '' : ` Plan: ${plan}.`} ([page](${page}))\n`,
    ...steps.map((step, i) => `${i + 1}. ${step}`),
    '',
  ].join('\n');

const list = <T>(items: readonly T[], line: (item: T) => string): string =>
  `${items.map((item) => `- ${line(item)}`).join('\n')}\n`;
const code = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
