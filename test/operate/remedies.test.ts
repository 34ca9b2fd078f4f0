import { globSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { common } from '../../functions/cli/command.ts';
import { commands } from '../../functions/cli/commands/all.ts';
import type { ApiConnector } from '../../shared/connectors/connector.ts';
import { connectors } from '../../shared/connectors/registry.ts';
import { inputTables } from '../../shared/load/import.ts';

const apis = connectors.filter((connector): connector is ApiConnector => connector.kind === 'api');

/** A source of each helpdesk with the least that it needs. */
const least: Readonly<Record<string, object>> = {
  freshdesk: { domain: 'desk', api_key: '${env:K}' },
  'help-scout': { app_id: 'a', app_secret: '${env:K}' },
  hubspot: { token: '${env:K}' },
  intercom: { token: '${env:K}' },
  'jira-service-management': { site: 'desk', projects: ['SUP'], email: 'a@example.com', token: '${env:K}' },
  'request-tracker': { base_url: 'https://rt.example', token: '${env:K}' },
  salesforce: { base_url: 'https://org.example', client_id: 'a', client_secret: '${env:K}' },
  servicenow: { instance: 'desk', client_id: 'a', client_secret: '${env:K}' },
  zendesk: { subdomain: 'desk', client_id: 'a', client_secret: '${env:K}' },
  'zoho-desk': { org_id: '1', client_id: 'a', client_secret: '${env:K}', refresh_token: '${env:K}' },
};
/** Values for keys that a remedy only names. */
const values: Readonly<Record<string, unknown>> = {
  engineering_projects: ['DEV'],
  group_field: 'Team__c',
  satisfaction_field: 'customfield_1',
  escalation_links: ['https://git.example/'],
};
/** Every switch turned off, so that a helpdesk tells the least and advises the most. */
const off: Readonly<Record<string, unknown>> = {
  activities: false,
  surveys: false,
  time_entries: false,
  messages: false,
  history: false,
  feedback: false,
};
const acceptsKey = (connector: ApiConnector, key: string, value: unknown) =>
  connector.configuration.safeParse({ id: 'desk', connector: connector.id, ...least[connector.id], [key]: value });
const sourcesOf = (connector: ApiConnector): object[] => {
  const base = { id: 'desk', connector: connector.id, ...least[connector.id] };
  const poor = Object.entries(off).reduce<object>(
    (made, [key, value]) =>
      connector.configuration.safeParse({ ...made, [key]: value }).success ? { ...made, [key]: value } : made,
    base,
  );
  const other = [{ history: 'none' }, { surveys: 'none' }].flatMap((more) =>
    connector.configuration.safeParse({ ...base, ...more }).success ? [{ ...base, ...more }] : [],
  );
  return [base, poor, ...other];
};
const remediesOf = (connector: ApiConnector): readonly string[] => [
  ...new Set(
    sourcesOf(connector).flatMap((source) => {
      const { untold } = connector.bind(source as Parameters<ApiConnector['bind']>[0]).telling;
      return Object.values(untold).filter((text) => typeof text === 'string');
    }),
  ),
];

describe.each(apis.map((connector) => [connector.id, connector] as const))(
  'what %s would tell more by',
  (_, connector) => {
    it('is a setting that its configuration takes, an import that exists, or says that nothing helps', () => {
      for (const remedy of remediesOf(connector)) {
        const settings = [...remedy.matchAll(/\b(\w+): (true|false|legacy|new|none|audit)(?: or (\w+))?/g)].flatMap(
          ([, key = '', ...words]) =>
            words
              .filter((word) => word !== undefined && word !== '')
              .map((word) => [key, parse(word) as unknown] as const),
        );
        const named = [
          ...remedy.matchAll(/\b(?:in|name|set) ((?:mappings\.)?[a-z]+(?:[._][a-z_.]+)?)\b(?!:)/g),
        ].flatMap(([, key = '']) => (/[._]/.test(key) || key === 'csat' ? [key] : []));
        const imports = [...remedy.matchAll(/\bimport (\w+)/g)].map(([, table = '']) => table);
        for (const table of imports) expect(inputTables, remedy).toContain(table);
        for (const [key, value] of settings)
          if (!imports.includes(key)) expect(acceptsKey(connector, key, value).error?.issues, remedy).toBeUndefined();
        for (const key of named) {
          const [first = '', second, third] = key.split('.');
          const value =
            first === 'mappings'
              ? { [second ?? '']: third === undefined ? { tags: ['dev'] } : { [third]: '1' } }
              : (values[first] ?? (first === 'csat' ? csatOf(connector) : true));
          expect(acceptsKey(connector, first, value).error?.issues, `${remedy} (${key})`).toBeUndefined();
        }
        const saysWhy = /\b(?:no|not|nothing|keeps|has no|outside)\b/.test(remedy);
        expect(settings.length + named.length + imports.length > 0 || saysWhy, remedy).toBe(true);
      }
    });
  },
);
const csatOf = ({ id }: ApiConnector): object =>
  id === 'servicenow' ? { min: 1, max: 5 } : { field: id === 'request-tracker' ? '7' : 'Rating__c', min: 1, max: 5 };

describe('a command that advice names', () => {
  const texts = globSync('{shared/operate,shared/connectors,shared/run,functions/cli}/**/*.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bcasebook ([a-z]+)((?: --[a-z-]+)*)/g)].flatMap(
      ([whole, name = '', options = '']) =>
        // a sentence that begins with the product’s name is no command
        commands.some((one) => one.name === name) || options !== '' ? [{ file, whole, name, options }] : [],
    ),
  );
  it('is there, with its options', async () => {
    expect(texts.length).toBeGreaterThan(10);
    for (const { file, whole, name, options } of texts) {
      const found = commands.find((one) => one.name === name);
      expect(found, `${file}: ${whole}`).toBeDefined();
      const known = { ...common, ...(await found?.load())?.options };
      for (const option of options.split(' --').filter(Boolean))
        expect(Object.keys(known), `${file}: ${whole}`).toContain(option);
    }
  });
});
