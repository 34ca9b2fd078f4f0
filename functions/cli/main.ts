import process, { argv, exit } from 'node:process';
import { nearest } from '../../shared/config/read.ts';
import { CasebookError, UsageError } from '../../shared/errors.ts';
import { helpOf, readArguments, type Command } from './command.ts';
import * as all from './commands/all.ts';
import { print, say } from './terminal.ts';

const commands: readonly Command[] = Object.values(all).filter(
  (value): value is Command => typeof value === 'object' && value !== null && 'summary' in value,
);
const listed = [
  'init',
  'doctor',
  'pull',
  'import',
  'run',
  'metrics',
  'explain',
  'preview',
  'replay',
  'runs',
  'forget',
  'cost',
  'demo',
];
const ordered = [...commands].sort(
  (a, b) => ((listed.indexOf(a.name) + 100) % 100) - ((listed.indexOf(b.name) + 100) % 100),
);

const usage = (): string =>
  [
    'casebook: support metrics, exact and explained',
    '',
    ...ordered.map((command) => `  casebook ${command.name.padEnd(9)} ${command.summary}`),
    '',
    'casebook COMMAND --help says what a command takes. --config FILE and --data DIR apply to all.',
  ].join('\n');

/** The whole command line: answers the exit status of contract 4.1. */
export async function main(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === 'help') {
    (name === undefined ? say : print)(usage());
    return name === undefined ? 2 : 0;
  }
  try {
    const command = commands.find((one) => one.name === name);
    if (command === undefined) {
      const hint = nearest(
        name,
        commands.map((one) => one.name),
      );
      throw new UsageError(
        `There is no command "${name}"${hint === undefined ? '.' : `; did you mean ${hint}?`} casebook --help lists them.`,
      );
    }
    const given = readArguments(command, rest);
    if (given.flag('help')) {
      print(helpOf(command));
      return 0;
    }
    return await command.run(given);
  } catch (error) {
    if (error instanceof CasebookError) {
      say(`casebook: ${error.message}`);
      return error.exit;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say(
      `casebook: something unforeseen happened; nothing stored is lost, and the command may be run again. Please report this:\n${text}`,
    );
    return 1;
  }
}

if (import.meta.main) {
  // casebook.mjs started this and was killed: end as hard, so that the data folder is free for the next command.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel?.unref();
  exit(await main(argv.slice(2)));
}
