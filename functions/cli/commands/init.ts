import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import process, { cwd, stdin, stderr } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { stringify } from 'yaml';
import { systemClock } from '../../../shared/adapters/embedded/system-clock.ts';
import { readConfiguration } from '../../../shared/config/read.ts';
import type { Connector } from '../../../shared/connectors/connector.ts';
import { connectors } from '../../../shared/connectors/registry.ts';
import { proposalText } from '../../../shared/connectors/ticket-files/proposal-text.ts';
import { propose } from '../../../shared/connectors/ticket-files/propose.ts';
import { ConfigurationError, UsageError } from '../../../shared/errors.ts';
import { inputTables, templateOf } from '../../../shared/load/import.ts';
import { nearest } from '../../../shared/nearest.ts';
import { known } from '../../../shared/run/registry.ts';
import type { Arguments, Command } from '../command.ts';
import { configurationText, setupOf, sourceOf, variablesOf, workspaceFiles } from '../new-workspace.ts';
import { print, say } from '../terminal.ts';
import { typedIn } from '../version.ts';
import { configurationName } from '../workspace.ts';

interface Question {
  readonly name: string;
  readonly ask: string;
  /** The suggested answer; without one the question must be answered. */
  readonly fallback?: string;
  /** Where the answer stands in casebook.yaml, whose reader judges it. */
  readonly path: string;
}
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const questions: readonly Question[] = [
  { name: 'name', ask: 'Name of the organisation', path: 'organisation.name' },
  { name: 'time-zone', ask: 'Time zone of weeks and quarters', fallback: zone, path: 'organisation.time_zone' },
  { name: 'currency', ask: 'Currency of reports', fallback: 'EUR', path: 'organisation.currency' },
  { name: 'recipient', ask: 'Who gets the reports', fallback: 'lead@example.com', path: 'reports[0].recipients' },
  {
    name: 'sender',
    ask: 'Sender of the mails',
    fallback: 'Support metrics <metrics@example.com>',
    path: 'delivery.from',
  },
];
const helpdeskAsked = `Helpdesk (${connectors.map(({ id }) => id).join(', ')})`;

export const init: Command = {
  takes: '[FOLDER]',
  options: {
    helpdesk: { takes: 'ID', help: `${helpdeskAsked}; event-log reads your own file` },
    set: { takes: 'KEY=VALUE', several: true, help: 'what the helpdesk needs, such as subdomain=acme' },
    ...Object.fromEntries(
      questions.map(({ name, ask }) => [name, { takes: 'TEXT', help: `${ask} (asked when left out)` }]),
    ),
    yes: { help: 'takes the suggested answer wherever none is given' },
  },
  examples: [
    ['casebook init my-metrics', 'a workspace in a new folder, asking question by question'],
    ['casebook init my-metrics --yes --helpdesk zendesk --set subdomain=acme', 'without questions'],
    ['casebook init my-metrics --yes --helpdesk event-log --set files=tickets.csv', 'for a file of your own'],
  ],
  run: async (given) => {
    const file = given.one('config') ?? join(given.positionals[0] ?? '.', configurationName);
    if (given.positionals.length > 1) throw new UsageError('casebook init: expected at most one folder.');
    if (existsSync(file) && !(await isSample(file)))
      throw new UsageError(`${file} exists already and is left as it is. Name another folder, or edit it.`);
    const answers = new Map<string, string>();
    const ask = asker(given);
    let connector: Connector;
    let sources: string;
    try {
      const suggested = { name: basename(resolve(dirname(file))), ask: questions[0]?.ask ?? '' };
      for (const question of questions) {
        const check = (answer: string): string => {
          faultAt(question.path, configurationText(new Map([...sound, [question.name, answer]]), soundSource));
          return answer;
        };
        const isName = question.name === 'name';
        answers.set(question.name, await ask(isName ? { ...question, fallback: suggested.name } : question, check));
      }
      connector = connectorNamed(
        await ask({ name: 'helpdesk', ask: helpdeskAsked, fallback: 'zendesk' }, (answer) => connectorNamed(answer).id),
      );
      sources = await sourcesOf(connector, ask, dirname(file));
    } finally {
      ask.end();
    }
    const text = configurationText(answers, sources);
    // What init writes must be what Casebook reads.
    readConfiguration(text, file, known);
    await write(file, text);
    print(`Wrote ${file}.`);
    if (given.one('config') === undefined) await furnish(dirname(file), connector);
    tellNext(dirname(file), connector);
    return 0;
  },
};

interface Ask {
  (question: Omit<Question, 'path'>, check: (answer: string) => string | Promise<string>): Promise<string>;
  end(): void;
}

/** Asks until the answer is right; options answer first, and where nobody can be asked the suggestion does. */
function asker(given: Arguments): Ask {
  const isAsked = stdin.isTTY && !given.flag('yes');
  const reader = isAsked ? createInterface({ input: stdin, output: stderr }) : undefined;
  // Ctrl-C comes as a key here, Ctrl-D as the end of the input: both end the command, and nothing is written.
  reader?.on('close', () => process.kill(process.pid, 'SIGINT'));
  const settings = new Map(
    given.many('set').map((pair): [string, string] => {
      const [key = '', ...value] = pair.split('=');
      return [key, value.join('=')];
    }),
  );
  const ask = async ({ name, ask: text, fallback }: Omit<Question, 'path'>, check: Parameters<Ask>[1]) => {
    const told = settings.get(name) ?? (name in init.options ? given.one(name) : undefined);
    if (told !== undefined) return check(told);
    if (reader === undefined) {
      if (fallback === undefined) throw new UsageError(`casebook init: expected --set ${name}=VALUE. ${text}.`);
      return check(fallback);
    }
    for (;;) {
      const answer = (await reader.question(`${text}${fallback === undefined ? '' : ` [${fallback}]`}: `)).trim();
      try {
        if (answer !== '' || fallback !== undefined) return await check(answer || (fallback ?? ''));
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
      }
    }
  };
  return Object.assign(ask, { end: () => reader?.removeAllListeners('close').close() });
}

/** Answers that are right, in which one after the other is tried. */
const sound = new Map([
  ['name', 'Acme'],
  ...questions.flatMap(({ name, fallback }) => (fallback === undefined ? [] : [[name, fallback] as const])),
]);
const soundSource = stringify({
  sources: [{ id: 'tickets', connector: 'event-log', files: ['tickets.csv'], ticket: 'id', at: 'at' }],
});

/** @throws UsageError with what the reader of casebook.yaml says about one place of a text */
function faultAt(path: string, text: string): void {
  try {
    readConfiguration(text, configurationName, known);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const fault = error.faults.map((line) => line.slice(line.indexOf(': ') + 2)).find((line) => line.startsWith(path));
    if (fault !== undefined) throw new UsageError(fault.slice(fault.indexOf(': ') + 2), { cause: error });
  }
}

/** A connector by its id or the product's name, however it is written. @throws UsageError */
export function connectorNamed(answer: string): Connector {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, '');
  const found =
    connectors.find(({ id, title }) => [id, title].some((name) => plain(name) === plain(answer))) ??
    connectors.find(({ title }) => plain(title).startsWith(plain(answer)) && plain(answer).length > 2);
  if (found !== undefined) return found;
  const ids = connectors.map(({ id }) => id);
  const hint = nearest(answer, ids);
  throw new UsageError(
    `Helpdesk: found "${answer}", expected one of ${ids.join(', ')}${hint === undefined ? '' : `; did you mean ${hint}?`}`,
  );
}

/** The part `sources` of casebook.yaml: what the helpdesk's definition asks for, or the mapping proposed for a file. */
async function sourcesOf(connector: Connector, ask: Ask, folder: string): Promise<string> {
  const answers = new Map<string, string>();
  for (const [key, field] of Object.entries(setupOf(connector))) {
    if (field === 'environment') continue;
    if (connector.kind === 'files') {
      let text = '';
      const read = async (path: string): Promise<string> => ((text = await proposed(path, folder)), path);
      await ask({ name: key, ask: field.ask }, read);
      return text;
    }
    const check = (answer: string): string => {
      const source = sourceOf(connector, new Map([...answers, [key, answer]]));
      faultAt(`sources[0].${key}`, configurationText(sound, stringify({ sources: [source] })));
      return answer;
    };
    answers.set(key, await ask({ name: key, ask: field.ask }, check));
  }
  return stringify({ sources: [sourceOf(connector, answers)] });
}

async function proposed(path: string, folder: string): Promise<string> {
  if (!existsSync(path)) throw new UsageError(`There is no file ${path}.`);
  const now_s = systemClock.now_s();
  const files = [relative(resolve(folder), resolve(path))];
  return proposalText(await propose(path, () => createReadStream(path), { now_s, zone, files }));
}

/** Adds what a workspace has beside its casebook.yaml; what is there already stays. */
async function furnish(folder: string, connector: Connector): Promise<void> {
  const templates = Object.fromEntries(inputTables.map((table) => [table, `${templateOf(table)}\n`]));
  for (const [name, text] of workspaceFiles(basename(resolve(folder)), connector, templates))
    if (!existsSync(join(folder, name))) await write(join(folder, name), text);
}

/** What to type next, as it must be typed from here. */
function tellNext(folder: string, connector: Connector): void {
  const variables = variablesOf(connector);
  const typed = typedIn(resolve(folder));
  const isHere = resolve(folder) === cwd();
  const lines = [
    ...(isHere ? [] : [`  cd ${relative(cwd(), resolve(folder))}`]),
    ...(variables.length === 0 ? [] : [`  cp .env.example .env     # and fill in ${variables.join(', ')}`]),
    `  ${typed} doctor`,
    `  ${typed} run --dry-run`,
    `  ${typed} preview`,
  ];
  say(['Next:', ...lines].join('\n'));
}

/** Whole or not at all. */
async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}

/** sha256 of the casebook.yaml that comes with Casebook: as long as nobody has touched it, it may be replaced. */
export const sampleHash = 'ab1b0bf3345bd002ecc2c5d769c57d5d078bece288071ae486c50041df2271c8';
export const isSample = async (file: string): Promise<boolean> =>
  createHash('sha256')
    .update((await readFile(file, 'utf8')).replaceAll('\r\n', '\n'))
    .digest('hex') === sampleHash;
