import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { nearest } from '../../../shared/nearest.ts';
import { InputError, UsageError } from '../../../shared/errors.ts';
import { importInput, inputTables, templateOf } from '../../../shared/load/import.ts';
import type { Command } from '../command.ts';
import { withHome } from '../home.ts';
import { print, progress, say } from '../terminal.ts';

const tableNamed = (name: string): string => {
  if (inputTables.includes(name)) return name;
  const hint = nearest(name, inputTables);
  throw new UsageError(
    `Table: found "${name}", expected one of ${inputTables.join(', ')}${hint === undefined ? '' : `; did you mean ${hint}?`}`,
  );
};

export const importCommand: Command = {
  takes: 'TABLE FILE...',
  options: { template: { takes: 'TABLE', help: 'prints the header of a table and an example row, to stdout' } },
  examples: [
    ['casebook import --template roster > roster.csv', 'a file to fill in'],
    ['casebook import roster roster.csv', 'loads it'],
  ],
  run: async (given) => {
    const template = given.one('template');
    if (template !== undefined) {
      print(templateOf(tableNamed(template)));
      return 0;
    }
    const [name, ...files] = given.positionals;
    if (name === undefined || files.length === 0)
      throw new UsageError(
        `casebook import: expected a table and at least one file, such as casebook import roster roster.csv. Tables: ${inputTables.join(', ')}.`,
      );
    const table = tableNamed(name);
    return withHome(given, 'write', async (home) => {
      let failed = 0;
      for (const file of files) {
        try {
          const bytes = await readFile(file).catch((cause: unknown) => {
            throw new InputError(
              `${file}: cannot be read (${cause instanceof Error ? cause.message : String(cause)}).`,
              [],
              { cause },
            );
          });
          const result = await importInput({ table, name: basename(file), bytes }, home.ports, home.configuration);
          progress(
            result.isUnchanged
              ? `${file}: imported before, nothing changed`
              : `${file}: ${result.rows} rows into ${table}`,
            true,
          );
          for (const { flag, count, examples, advice } of result.flags) {
            const places = examples.length === 0 ? '' : ` (${examples.join('; ')})`;
            say(`Note: ${flag}: ${count}${places}${advice === undefined ? '' : `. ${advice}`}`);
          }
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          failed++;
          say(`casebook: ${error.message}`);
        }
      }
      return failed === 0 ? 0 : 1;
    });
  },
};
