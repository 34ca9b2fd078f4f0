import { parseArgs, type ParseArgsConfig } from 'node:util';
import { nearest } from '../../shared/config/read.ts';
import { UsageError } from '../../shared/errors.ts';

/** One option of a command. `several` may be given more than once, and takes commas. */
export interface Option {
  readonly takes?: string;
  readonly several?: boolean;
  readonly help: string;
}
export interface Arguments {
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  one(name: string): string | undefined;
  many(name: string): readonly string[];
}
/** A command of the CLI: what it takes, what it says of itself, what it does. `run` answers the exit status. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Names of the positional arguments, such as "METRIC" or "TABLE FILE..."; '' = none. */
  readonly takes: string;
  readonly options: Readonly<Record<string, Option>>;
  readonly run: (given: Arguments) => Promise<number>;
}

/** Options that every command has (contract 4.1). */
export const common: Readonly<Record<string, Option>> = {
  config: { takes: 'FILE', help: 'configuration (default casebook.yaml)' },
  data: { takes: 'DIR', help: 'data folder (default .casebook/)' },
  out: { takes: 'DIR', help: 'folder of the rendered mails (default out/)' },
  help: { help: 'says this' },
};

/**
 * Reads the arguments of a command.
 * @throws UsageError that names an unknown or repeated option, or a missing value, and the nearest right one
 */
export function readArguments(command: Command, argv: readonly string[]): Arguments {
  const options = { ...common, ...command.options };
  const config: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      { type: option.takes === undefined ? 'boolean' : 'string', multiple: true },
    ]),
  );
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], options: config, allowPositionals: true, strict: true });
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    const wrong = /Unknown option '(?:--?)([^']+)'/.exec(text)?.[1];
    const hint = wrong === undefined ? undefined : nearest(wrong, Object.keys(options));
    const what =
      wrong === undefined
        ? text.split('. ')[0]
        : `there is no option --${wrong}${hint === undefined ? '' : `; did you mean --${hint}?`}`;
    throw new UsageError(
      `casebook ${command.name}: ${what} See casebook ${command.name} --help.`.replace(/([^.?]) See/, '$1. See'),
      { cause },
    );
  }
  const values = parsed.values as Readonly<Record<string, readonly (string | boolean)[] | undefined>>;
  for (const [name, given] of Object.entries(values)) {
    if ((given?.length ?? 0) > 1 && options[name]?.takes !== undefined && options[name]?.several !== true) {
      throw new UsageError(
        `casebook ${command.name}: --${name} is given ${given?.length} times; it takes one ${options[name]?.takes}.`,
      );
    }
  }
  if (command.takes === '' && parsed.positionals.length > 0) {
    throw new UsageError(
      `casebook ${command.name}: found "${parsed.positionals[0]}", expected only options. See casebook ${command.name} --help.`,
    );
  }
  return {
    positionals: parsed.positionals,
    flag: (name) => values[name] !== undefined,
    one: (name) => values[name]?.[0] as string | undefined,
    many: (name) =>
      (values[name] ?? [])
        .flatMap((value) => String(value).split(','))
        .map((value) => value.trim())
        .filter((value) => value !== ''),
  };
}

/** The help text of one command. */
export function helpOf(command: Command): string {
  const options = { ...command.options, ...common };
  const left = Object.entries(options).map(
    ([name, option]) => `--${name}${option.takes === undefined ? '' : ` ${option.takes}`}`,
  );
  const width = Math.max(...left.map((text) => text.length));
  return [
    `casebook ${command.name}${command.takes === '' ? '' : ` ${command.takes}`}: ${command.summary}`,
    '',
    ...Object.values(options).map(
      (option, i) =>
        `  ${(left[i] ?? '').padEnd(width)}  ${option.help}${option.several === true ? ' (may be repeated)' : ''}`,
    ),
  ].join('\n');
}
