import { nearest } from '../../shared/nearest.ts';
import { CasebookError, UsageError, WarehouseError } from '../../shared/errors.ts';
import { helpOf, readArguments } from './command.ts';
import { commands } from './commands/all.ts';
import { wrapped } from '../../shared/wrapped.ts';
import { sideBySide } from './layout.ts';
import { machineFault } from './machine-fault.ts';
import { beVerbose, columns, detail, print, say } from './terminal.ts';
import { about } from './version.ts';

const usage = (width: number): string =>
  [
    'casebook: support metrics, exact and explained',
    '',
    ...sideBySide(
      commands.map(({ name, summary }) => [`casebook ${name}`, summary]),
      width,
    ),
    '',
    ...wrapped(
      'casebook COMMAND --help says what a command takes, with examples. casebook --version says which Casebook this is.',
      width,
    ),
  ].join('\n');

/** The whole command line: answers the exit status of contract 4.1. */
export async function main(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined) {
    say(usage(columns()));
    return 2;
  }
  if (['--help', '-h', 'help'].includes(name) && (rest[0] === undefined || name !== 'help')) {
    print(usage(columns()));
    return 0;
  }
  if (name === '--version' || name === 'version') {
    print(about().version);
    return 0;
  }
  try {
    return name === 'help' ? await one(rest[0] ?? '', ['--help']) : await one(name, rest);
  } catch (error) {
    const isTold = error instanceof CasebookError && !(error instanceof WarehouseError);
    const fault = isTold ? undefined : machineFault(error);
    if (fault !== undefined) {
      say(`casebook: ${fault}`);
      return 1;
    }
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

async function one(name: string, words: readonly string[]): Promise<number> {
  const entry = commands.find((command) => command.name === name);
  if (entry === undefined) {
    const hint = nearest(
      name,
      commands.map((command) => command.name),
    );
    throw new UsageError(
      `There is no command "${name}"${hint === undefined ? '.' : `; did you mean ${hint}?`} casebook --help lists them.`,
    );
  }
  const command = await entry.load();
  const given = readArguments(name, command, words);
  if (given.flag('help')) {
    print(helpOf(name, entry.summary, command, columns()));
    return 0;
  }
  if (given.flag('verbose')) beVerbose();
  detail(`casebook ${name} begins`);
  const status = await command.run(given);
  detail(`casebook ${name} ends with ${status}`);
  return status;
}
