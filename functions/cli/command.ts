import { parseArgs, type ParseArgsConfig } from 'node:util';
import { nearest } from '../../shared/nearest.ts';
import { UsageError } from '../../shared/errors.ts';
import { wrapped } from '../../shared/wrapped.ts';
import { sideBySide } from './layout.ts';

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
/** A command: what it takes, how it is used, what it does. `run` answers the exit status. */
export interface Command {
  /** Names of the positional arguments, such as "METRIC" or "TABLE FILE..."; '' = none. */
  readonly takes: string;
  readonly options: Readonly<Record<string, Option>>;
  /** As typed, and what for. */
  readonly examples: readonly (readonly [typed: string, what: string])[];
  readonly run: (given: Arguments) => Promise<number>;
}

/** Options that every command has (contract 4.1). */
export const common: Readonly<Record<string, Option>> = {
  config: { takes: 'FILE', help: 'configuration (default casebook.yaml)' },
  data: { takes: 'DIR', help: 'data folder (default .casebook/)' },
  out: { takes: 'DIR', help: 'folder of the rendered mails (default out/)' },
  verbose: { help: 'says what is done as it is done, with times' },
  help: { help: 'says this (also -h)' },
};

/**
 * Reads the arguments of a command.
 * @throws UsageError that names an unknown or repeated option, or a missing value, and the nearest right one
 */
export function readArguments(name: string, command: Command, argv: readonly string[]): Arguments {
  const options = { ...common, ...command.options };
  const config: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    Object.entries(options).map(([option, { takes }]) => [
      option,
      {
        type: takes === undefined ? 'boolean' : 'string',
        multiple: true,
        ...(option === 'help' ? { short: 'h' } : {}),
      },
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
    throw new UsageError(`casebook ${name}: ${what} See casebook ${name} --help.`.replace(/([^.?]) See/, '$1. See'), {
      cause,
    });
  }
  const values = parsed.values as Readonly<Record<string, readonly (string | boolean)[] | undefined>>;
  for (const [option, given] of Object.entries(values)) {
    if ((given?.length ?? 0) > 1 && options[option]?.takes !== undefined && options[option]?.several !== true) {
      throw new UsageError(
        `casebook ${name}: --${option} is given ${given?.length} times; it takes one ${options[option]?.takes}.`,
      );
    }
  }
  if (command.takes === '' && parsed.positionals.length > 0) {
    throw new UsageError(
      `casebook ${name}: found "${parsed.positionals[0]}", expected only options. See casebook ${name} --help.`,
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

/** The help text of one command, in lines of at most `width` characters. */
export function helpOf(name: string, summary: string, command: Command, width: number): string {
  const lines = (options: Command['options']): readonly string[] =>
    sideBySide(
      Object.entries(options).map(([option, { takes, several, help }]) => [
        `--${option}${takes === undefined ? '' : ` ${takes}`}`,
        `${help}${several === true ? ' (may be repeated)' : ''}`,
      ]),
      width,
    );
  return [
    ...wrapped(`casebook ${name}${command.takes === '' ? '' : ` ${command.takes}`}: ${summary}`, width),
    '',
    ...(Object.keys(command.options).length === 0 ? [] : ['Options', ...lines(command.options), '']),
    'Options of every command',
    ...lines(common),
    '',
    'Examples',
    ...command.examples.flatMap(([typed, what]) => [`  ${typed}`, `      ${what}`]),
  ].join('\n');
}
