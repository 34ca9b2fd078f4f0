import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { cwd, env, stdin, stderr } from 'node:process';
import { Writable } from 'node:stream';
import { stringify } from 'yaml';
import { envSecrets } from '../../../shared/adapters/embedded/env-secrets.ts';
import { folderState } from '../../../shared/adapters/embedded/folder-state.ts';
import { systemClock, systemPause } from '../../../shared/adapters/embedded/system-clock.ts';
import { http } from '../../../shared/adapters/http.ts';
import { readConfiguration } from '../../../shared/config/read.ts';
import type { SourceConfiguration } from '../../../shared/config/configuration.ts';
import type { Connector } from '../../../shared/connectors/connector.ts';
import { connectors } from '../../../shared/connectors/registry.ts';
import { proposalText } from '../../../shared/connectors/ticket-files/proposal-text.ts';
import { propose } from '../../../shared/connectors/ticket-files/propose.ts';
import { ConfigurationError, UsageError } from '../../../shared/errors.ts';
import { inputTables, templateOf } from '../../../shared/load/import.ts';
import { nearest } from '../../../shared/nearest.ts';
import { knock } from '../../../shared/operate/doctor-source.ts';
import { modelIds } from '../../../shared/run/jobs.ts';
import { known } from '../../../shared/run/registry.ts';
import { askedLines } from '../asked-lines.ts';
import type { Arguments, Command } from '../command.ts';
import { configurationText, setupOf, sourceOf, variablesOf, wayInText, workspaceFiles } from '../new-workspace.ts';
import { wrapped } from '../../../shared/wrapped.ts';
import { columns, print, progress, say } from '../terminal.ts';
import { installedAbove, isFetchedIn, typedIn } from '../version.ts';
import { configurationName, readEnvironmentOf } from '../workspace.ts';

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
  {
    name: 'model',
    ask: `A published model as a quarterly report (${modelIds.join(', ')}, or none)`,
    fallback: 'none',
    path: 'reports[3].id',
  },
];
const helpdeskAsked = `Helpdesk (${connectors.map(({ id }) => id).join(', ')})`;

export const init: Command = {
  takes: '[FOLDER]',
  options: {
    helpdesk: { takes: 'ID', help: `${helpdeskAsked}; event-log reads your own file` },
    set: { takes: 'KEY=VALUE', several: true, help: 'what the helpdesk needs, such as subdomain=NAME' },
    ...Object.fromEntries(
      questions.map(({ name, ask }) => [name, { takes: 'TEXT', help: `${ask} (asked when left out)` }]),
    ),
    preview: {
      help: 'reads the helpdesk, proposes teams from its groups and renders the first mails (asked when left out)',
    },
    yes: { help: 'takes the suggested answer wherever none is given' },
  },
  examples: [
    ['casebook init my-metrics', 'a workspace in a new folder, asking question by question'],
    ['casebook init my-metrics --yes --helpdesk zendesk --set subdomain=NAME', 'without questions'],
    ['casebook init my-metrics --preview', 'and the first mails at the end; nothing is sent'],
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
    let credentials: readonly (readonly [string, string])[];
    let isShown: boolean;
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
      if (connector.kind === 'api') say(`\n${wayInText(connector)}\n`);
      credentials = await credentialsOf(connector, ask, file);
      // asked before anything is written: Ctrl-C at any question leaves nothing
      isShown = given.flag('preview') || (connector.kind === 'api' && (await wantsPreview(ask)));
    } finally {
      ask.end();
    }
    const text = configurationText(answers, sources, installedAbove(dirname(file)));
    // What init writes must be what Casebook reads.
    const [source] = readConfiguration(text, file, known).sources;
    await write(file, text);
    print(`Wrote ${file}.`);
    if (given.one('config') === undefined) await furnish(dirname(file), connector);
    await keep(dirname(file), credentials);
    const isLetIn = source === undefined || (await tries(source, connector, dirname(file)));
    const isComplete = variablesOf(connector).every((name) => (env[name] ?? '') !== '');
    const status = isShown && isLetIn && isComplete ? await shown(file, given) : isLetIn ? 0 : 1;
    tellNext(dirname(file), connector);
    return status;
  },
};

/** Whether the first mails shall be made now. Where nobody can be asked: no. */
async function wantsPreview(ask: Ask): Promise<boolean> {
  if (!ask.isAsked) return false;
  const text = 'Read the helpdesk now, and render the first mails (yes, no)';
  const answer = await ask({ name: 'preview now', ask: text, fallback: 'yes' }, (typed) => {
    if (!/^(y|yes|n|no)$/i.test(typed)) throw new UsageError(`found "${typed}", expected yes or no`);
    return typed;
  });
  return /^y/i.test(answer);
}

/** The first mails of the workspace, loaded only where they are asked for: questions need no engine. */
async function shown(file: string, given: Arguments): Promise<number> {
  const { firstPreview } = await import('../first-preview.ts');
  return firstPreview(file, {
    positionals: [],
    flag: (name) => ['dry-run', 'no-pull'].includes(name),
    one: (name) => (name === 'config' ? file : ['data', 'out'].includes(name) ? given.one(name) : undefined),
    many: () => [],
  });
}

interface Ask {
  (question: Omit<Question, 'path'>, check: (answer: string) => string | Promise<string>): Promise<string>;
  /** Whether a person answers; otherwise options and suggestions do. */
  readonly isAsked: boolean;
  /** What --set says of the keys of a source, questions about the workspace left out. */
  readonly given: ReadonlyMap<string, string>;
  /** Asks for what is not shown while it is typed; empty where nobody can be asked. */
  secret(text: string): Promise<string>;
  end(): void;
}

/** Asks until the answer is right; options answer first, and where nobody can be asked the suggestion does. */
function asker(given: Arguments): Ask {
  const isAsked = stdin.isTTY && !given.flag('yes');
  let isHidden = false;
  const output = new Writable({
    write: (chunk: Uint8Array, _encoding, done) => void (isHidden ? done() : stderr.write(chunk, () => done())),
  });
  const reader = isAsked ? askedLines(output) : undefined;
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
      const prompt = wrapped(`${text}${fallback === undefined ? '' : ` [${fallback}]`}:`, columns()).join('\n');
      const answer = (await reader.question(`${prompt} `)).trim();
      try {
        if (answer !== '' || fallback !== undefined) return await check(answer || (fallback ?? ''));
        say('An answer is needed here. Ctrl-C ends, and writes nothing.');
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
      }
    }
  };
  const secret = async (text: string): Promise<string> => {
    if (reader === undefined) return '';
    stderr.write(`${text}: `);
    isHidden = true;
    try {
      return (await reader.question('')).trim();
    } finally {
      isHidden = false;
      stderr.write('\n');
    }
  };
  const isOther = (key: string): boolean => key === 'helpdesk' || questions.some(({ name }) => name === key);
  const ofSource = new Map([...settings].filter(([key]) => !isOther(key)));
  return Object.assign(ask, { isAsked, given: ofSource, secret, end: () => reader?.end() });
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
  const setup = setupOf(connector);
  // keys that are never asked for, such as base_url in place of a subdomain
  const more = [...ask.given].filter(([key]) => setup[key] === undefined);
  const answers = new Map(connector.kind === 'files' ? [] : more);
  for (const [key, field] of Object.entries(setup)) {
    if (field === 'environment') continue;
    if (more.length > 0 && !ask.given.has(key) && isWhole(connector, new Map([...ask.given, ...answers]))) continue;
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
    const { ask: text, fallback } = field;
    answers.set(key, await ask({ name: key, ask: text, ...(fallback !== undefined && { fallback }) }, check));
  }
  return stringify({ sources: [sourceOf(connector, answers)] });
}

/** Whether a source of these answers is right as it is, so that nothing more need be asked. */
function isWhole(connector: Connector, answers: ReadonlyMap<string, string>): boolean {
  try {
    const text = configurationText(sound, stringify({ sources: [sourceOf(connector, answers)] }));
    readConfiguration(text, configurationName, known);
    return true;
  } catch {
    return false;
  }
}

/** Credentials that neither the environment nor a .env has, as they are typed; empty ones are left for later. */
async function credentialsOf(
  connector: Connector,
  ask: Ask,
  file: string,
): Promise<readonly (readonly [string, string])[]> {
  readEnvironmentOf(file);
  const typed: (readonly [string, string])[] = [];
  for (const name of variablesOf(connector)) {
    if (env[name] !== undefined && env[name] !== '') continue;
    const value = await ask.secret(`${name} (not shown; Enter: later)`);
    if (value !== '') typed.push([name, value]);
  }
  return typed;
}

/** Adds what was typed to the .env of the workspace, for its owner alone. */
async function keep(folder: string, typed: readonly (readonly [string, string])[]): Promise<void> {
  if (typed.length === 0) return;
  const file = join(folder, '.env');
  const before = existsSync(file) ? `${(await readFile(file, 'utf8')).trimEnd()}\n` : '';
  // single quotes: nothing inside of them is read as anything but itself
  const lines = typed.map(([name, value]) => `${name}=${value.includes("'") ? `"${value}"` : `'${value}'`}\n`);
  await writeFile(file, before + lines.join(''), { mode: 0o600 });
  await chmod(file, 0o600);
  say(`Wrote ${file}, readable for you alone.`);
}

/** Tries the login, when every credential is there. True unless it was refused. */
async function tries(source: SourceConfiguration, connector: Connector, folder: string): Promise<boolean> {
  if (connector.kind !== 'api') return true;
  readEnvironmentOf(join(folder, configurationName));
  const missing = variablesOf(connector).filter((name) => (env[name] ?? '') === '');
  if (missing.length > 0) {
    say(`The login was not tried: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set.`);
    return true;
  }
  const state = folderState(join(folder, '.casebook', 'state'));
  const ports = { clock: systemClock, pause: systemPause, secrets: envSecrets(), http, state };
  // said before the wait: a server that accepts and says nothing is given a minute
  progress('Trying the login');
  const found = await knock(source, connector, ports);
  say(found.state === 'ok' ? `Tried the login: ${found.text}.` : `Tried the login: ${found.text} ${found.advice}`);
  return found.state === 'ok';
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
  for (const [name, text] of workspaceFiles(basename(resolve(folder)), connector, templates, installedAbove(folder)))
    if (!existsSync(join(folder, name))) await write(join(folder, name), text);
}

/** What to type next, as it must be typed from here. */
function tellNext(folder: string, connector: Connector): void {
  const missing = variablesOf(connector).filter((name) => (env[name] ?? '') === '');
  const typed = typedIn(resolve(folder));
  const isHere = resolve(folder) === cwd();
  const lines = [
    ...(isHere ? [] : [`  cd ${relative(cwd(), resolve(folder))}`]),
    ...(isFetchedIn(folder) ? ['  npm install'] : []),
    ...(missing.length === 0
      ? []
      : [
          existsSync(join(folder, '.env'))
            ? `  # fill in ${missing.join(', ')} in .env`
            : `  cp .env.example .env     # and fill in ${missing.join(', ')}`,
        ]),
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
export const sampleHash = 'fab9008e8e16ebd6392e1ec5494baca67240dbd725e721ba0a26119b08769a6b';
export const isSample = async (file: string): Promise<boolean> =>
  createHash('sha256')
    .update((await readFile(file, 'utf8')).replaceAll('\r\n', '\n'))
    .digest('hex') === sampleHash;
