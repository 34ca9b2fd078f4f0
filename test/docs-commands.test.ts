import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArguments } from '../functions/cli/command.ts';
import { commands } from '../functions/cli/commands/all.ts';
import { commandLine, type CommandLine } from './support/command-line.ts';

/**
 * Every command in a block of the README or of docs/, typed as it stands in a workspace with a file; the few that cannot run here are
 * only taken apart as the command line does, each with a reason.
 */
const fence = /^```(\w*)\n([\s\S]*?)^```$/gm;
const start = /^(?:npx @casebook-metrics\/casebook|npm run casebook --|casebook) /;
const pages = ['README.md', ...globSync('docs/**/*.md')];
const typed = [
  ...new Set(
    pages
      .flatMap((page) =>
        [...readFileSync(page, 'utf8').matchAll(fence)].flatMap(([, kind, body = '']) =>
          kind === '' ? body.split('\n') : [],
        ),
      )
      .filter((line) => start.test(line))
      .map((line) => line.replace(start, 'casebook ')),
  ),
];

/** Words of a line up to what the shell does with its output; a file that it writes is `into`. */
function takenApart(line: string): { readonly words: readonly string[]; readonly into: string | undefined } {
  const [own = ''] = line.split(' | ');
  const [command = '', into] = own.split(' > ');
  return { words: command.split(' ').slice(1), into };
}

/** What cannot end by itself, or would need what is not here; other tests run the same command with what it needs. */
const onlyRead: Readonly<Record<string, string>> = {
  'casebook serve': 'ends when it is told to: test/functions/cli/keeps-running.test.ts',
  'casebook init my-metrics': 'asks: test/functions/cli/init.test.ts',
  'casebook deploy': 'needs an AWS account',
  'casebook diff': 'needs an AWS account',
  'casebook destroy': 'needs an AWS account',
  'casebook synth': 'bundles for a minute: test/infra/stack.test.ts',
  'casebook archive --out /srv/reports': 'writes outside of the workspace: test/functions/cli/archive.test.ts',
  'casebook restore casebook-2026-11-30.tar.gz':
    'refuses a data folder that is there: test/functions/cli/keeps-running.test.ts',
  'casebook report tickets.xlsx --time-zone Europe/Berlin --dates day-first --status Parked=pending_customer':
    'needs a workbook: test/connectors/ticket-files',
};
/** What ends otherwise than with 0 here, and what it says. */
const elsewise: Readonly<Record<string, readonly [status: number, says: RegExp]>> = {
  // the file ends long before the last week: held, as the page says
  'casebook run --dry-run': [3, /bring newer files/],
  // a page must name nobody’s account
  'casebook init my-metrics --yes --helpdesk zendesk --set subdomain=NAME': [2, /subdomain/],
  'casebook resend --to lead@example.com': [2, /no mail that is owed/],
  'casebook import costs ledger.csv --suggest': [1, /kind/],
  'casebook runs 20261130T070000Z-641c': [2, /20261130T070000Z-641c/],
  'casebook settle 3fa81c02 --arrived': [2, /3fa81c02/],
  'casebook settle --to lead@example.com --not-arrived': [2, /lead@example\.com/],
};

const tickets = [
  'Ticket ID,Status,Agent,Group,Created time,Resolved time,Initial response time',
  ...Array.from({ length: 60 }, (_, i) => {
    const day = new Date(Date.UTC(2026, 8, 1 + i)).toISOString().slice(0, 10);
    return `${4700 + i},Resolved,Ada Example,Support,${day} 08:00:00,${day} 1${i % 10}:00:00,${day} 09:00:00`;
  }),
].join('\n');

/** A block of a page by how it begins, as the file that the commands beside it read. */
const block = (page: string, begins: string): string => {
  const text = readFileSync(page, 'utf8');
  return text.slice(text.indexOf(begins), text.indexOf('```', text.indexOf(begins)));
};

describe('a command of the documentation', () => {
  let home: CommandLine;
  beforeAll(async () => {
    home = commandLine();
    home.write('tickets.csv', tickets);
    home.write('ledger.csv', block('docs/inputs-and-money.md', 'Document;Posted'));
    home.write('ledger-totals.csv', block('docs/inputs-and-money.md', 'line_id,line,team'));
    const made = await home.run('report', 'tickets.csv', '--yes');
    expect(made.status, made.stderr).toBe(0);
    // as the pages show them: a report with a reader
    const yaml = home
      .read('casebook.yaml')
      .replace(/id: lead-weekly\n/, 'id: lead-weekly\n    recipients: [lead@example.com]\n');
    home.write('casebook.yaml', yaml);
  });
  afterAll(() => home.close());

  it('is there to be typed', () => {
    expect(typed.length).toBeGreaterThan(30);
    for (const line of [...Object.keys(onlyRead), ...Object.keys(elsewise)]) expect(typed).toContain(line);
  });

  it.each(typed)('%s', async (line) => {
    const { words, into } = takenApart(line);
    const [name = '', ...rest] = words;
    const command = await commands.find((one) => one.name === name)!.load();
    // throws what it cannot take
    readArguments(name, command, rest);
    if (onlyRead[line] !== undefined) return;
    const ended = await home.run(...words);
    const [status, says] = elsewise[line] ?? [0, /./];
    expect(ended.status, ended.stdout + ended.stderr).toBe(status);
    expect(ended.stdout + ended.stderr).toMatch(says);
    if (into !== undefined) home.write(into, ended.stdout);
  });
});
