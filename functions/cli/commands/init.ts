import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import process, { stdin, stderr } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { stringify } from 'yaml';
import { readConfiguration } from '../../../shared/config/read.ts';
import { UsageError } from '../../../shared/errors.ts';
import { known } from '../../../shared/run/registry.ts';
import type { Command } from '../command.ts';
import { connectors, connectorTitles, placesOf } from '../home.ts';
import { print, say } from '../terminal.ts';

interface Question {
  readonly name: string;
  readonly ask: string;
  readonly fallback: string;
}
const questions: readonly Question[] = [
  { name: 'name', ask: 'Name of the organisation', fallback: 'Example Corp' },
  {
    name: 'time-zone',
    ask: 'Time zone of weeks and quarters',
    fallback: Intl.DateTimeFormat().resolvedOptions().timeZone,
  },
  { name: 'currency', ask: 'Currency of reports', fallback: 'EUR' },
  { name: 'helpdesk', ask: 'Helpdesk', fallback: 'zendesk' },
  { name: 'sender', ask: 'Sender of the mails', fallback: 'Support metrics <metrics@example.com>' },
  { name: 'recipient', ask: 'Who gets the first report', fallback: 'lead@example.com' },
];

export const init: Command = {
  takes: '',
  options: {
    ...Object.fromEntries(
      questions.map(({ name, ask }) => [name, { takes: 'TEXT', help: `${ask} (asked when left out)` }]),
    ),
    yes: { help: 'takes the suggested answer wherever none is given' },
  },
  examples: [
    ['casebook init', 'asks question by question'],
    ['casebook init --yes --helpdesk zendesk --name "Acme Ltd"', 'takes suggested answers to the rest'],
  ],
  run: async (given) => {
    const file = placesOf(given).config;
    if (existsSync(file) && !(await isSample(file)))
      throw new UsageError(`${file} exists already and is left as it is. Name another with --config, or edit it.`);
    const answers = new Map<string, string>();
    const isAsked = stdin.isTTY && !given.flag('yes');
    const reader = isAsked ? createInterface({ input: stdin, output: stderr }) : undefined;
    // Ctrl-C comes as a key here, Ctrl-D as the end of the input: both end the command, and nothing is written.
    reader?.on('close', () => process.kill(process.pid, 'SIGINT'));
    try {
      for (const { name, ask, fallback } of questions) {
        const hint = name === 'helpdesk' ? ` (${connectors.map(({ id }) => id).join(', ')})` : '';
        answers.set(
          name,
          given.one(name) ?? (((await reader?.question(`${ask}${hint} [${fallback}]: `)) ?? '').trim() || fallback),
        );
      }
    } finally {
      reader?.removeAllListeners('close').close();
    }
    const text = configurationText(answers);
    // What init writes must be what Casebook reads: a wrong answer is refused here, with the same words.
    readConfiguration(text, file, known);
    await writeFile(file, text);
    print(`Wrote ${file}.`);
    say('Next: put the credentials it names into the environment, then casebook doctor, then casebook run.');
    return 0;
  },
};

/** sha256 of the casebook.yaml that comes with Casebook: as long as nobody has touched it, it may be replaced. */
export const sampleHash = 'f4796389c954f61a4d3a2ea4748e331cd88f9104957def0b4dc6d590a731c9dc';
export const isSample = async (file: string): Promise<boolean> =>
  createHash('sha256')
    .update((await readFile(file, 'utf8')).replaceAll('\r\n', '\n'))
    .digest('hex') === sampleHash;

/** What a source needs besides id and connector; credentials are references, never values. */
const sourceFields: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  zendesk: { subdomain: 'example', email: '${env:ZENDESK_EMAIL}', token: '${env:ZENDESK_TOKEN}' },
  freshdesk: { domain: 'example', api_key: '${env:FRESHDESK_API_KEY}' },
  intercom: { token: '${env:INTERCOM_TOKEN}' },
  'jira-service-management': {
    site: 'example',
    email: '${env:JIRA_EMAIL}',
    token: '${env:JIRA_TOKEN}',
    projects: ['SUP'],
  },
  hubspot: { token: '${env:HUBSPOT_TOKEN}' },
  salesforce: {
    base_url: 'https://example.my.salesforce.com',
    client_id: '${env:SALESFORCE_CLIENT_ID}',
    client_secret: '${env:SALESFORCE_CLIENT_SECRET}',
  },
  servicenow: {
    base_url: 'https://example.service-now.com',
    user: '${env:SERVICENOW_USER}',
    password: '${env:SERVICENOW_PASSWORD}',
  },
  'help-scout': { app_id: '${env:HELP_SCOUT_APP_ID}', app_secret: '${env:HELP_SCOUT_APP_SECRET}' },
  'zoho-desk': {
    org_id: '1234567',
    client_id: '${env:ZOHO_CLIENT_ID}',
    client_secret: '${env:ZOHO_CLIENT_SECRET}',
    refresh_token: '${env:ZOHO_REFRESH_TOKEN}',
  },
  'request-tracker': { base_url: 'https://rt.example.com', token: '${env:RT_TOKEN}' },
  'event-log': {
    files: ['logs/*.csv'],
    time_zone: 'UTC',
    ticket: 'ticket',
    at: 'updated_at',
    columns: {
      status: {
        column: 'status',
        map: { New: 'new', Open: 'open', Solved: 'solved', Closed: 'closed' },
        default: 'other',
      },
    },
  },
};

/** The text of casebook.yaml for the answers, by the name of their question. @throws UsageError for a helpdesk there is none of */
export function configurationText(answers: ReadonlyMap<string, string>): string {
  const answer = (name: string): string => answers.get(name) ?? '';
  const helpdesk = answer('helpdesk');
  if (connectorTitles[helpdesk] === undefined)
    throw new UsageError(`Helpdesk: found "${helpdesk}", expected one of ${Object.keys(connectorTitles).join(', ')}.`);
  return [
    '# What Casebook reads, how it counts, and who gets which mail. The README explains every part.',
    stringify({
      organisation: { name: answer('name'), time_zone: answer('time-zone'), currency: answer('currency') },
      sources: [{ id: 'helpdesk', connector: helpdesk, ...sourceFields[helpdesk] }],
      reports: [
        { id: 'executive-weekly', schedule: 'mon 07:00', recipients: [answer('recipient')] },
        { id: 'executive-quarterly', schedule: 'day 5 07:00', recipients: [answer('recipient')] },
      ],
      delivery: { from: answer('sender') },
    }),
  ].join('\n');
}
