import { counted } from '../../../shared/counted.ts';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { systemClock } from '../../../shared/adapters/embedded/system-clock.ts';
import { readConfiguration } from '../../../shared/config/read.ts';
import { inputNamed } from '../../../shared/connectors/input-files/registry.ts';
import { inputProposalText, withInputMapping } from '../../../shared/connectors/input-files/input-proposal-text.ts';
import { suggestInput } from '../../../shared/connectors/input-files/suggest-input.ts';
import { known } from '../../../shared/run/registry.ts';
import { nearest } from '../../../shared/nearest.ts';
import { InputError, UsageError } from '../../../shared/errors.ts';
import { importInput, inputTables, templateOf } from '../../../shared/load/import.ts';
import type { Command } from '../command.ts';
import { configurationAt, withHome } from '../home.ts';
import { print, progress, say } from '../terminal.ts';
import { placesOf } from '../workspace.ts';

const tableNamed = (name: string): string => {
  if (inputTables.includes(name)) return name;
  const hint = nearest(name, inputTables);
  throw new UsageError(
    `Table: found "${name}", expected one of ${inputTables.join(', ')}${hint === undefined ? '' : `; did you mean ${hint}?`}`,
  );
};

export const importCommand: Command = {
  takes: 'TABLE FILE...',
  options: {
    template: { takes: 'TABLE', help: 'prints the header of a table and an example row, to stdout' },
    suggest: { help: 'proposes how FILE is read as TABLE; writes it to casebook.yaml when all of it loads' },
  },
  examples: [
    ['casebook import --template roster > roster.csv', 'a file to fill in'],
    ['casebook import roster roster.csv', 'loads it'],
    ['casebook import costs ledger.csv --suggest', 'finds out how accounting writes its ledger'],
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
    if (given.flag('suggest')) return suggest(table, files, placesOf(given).config);
    return withHome(given, 'write', async (home) => {
      let failed = 0;
      for (const file of files) {
        try {
          const bytes = await bytesOf(file);
          const result = await importInput({ table, name: basename(file), bytes }, home.ports, home.configuration);
          progress(
            result.isUnchanged
              ? `${file}: imported before, nothing changed`
              : `${file}: ${counted(result.rows, 'row')} into ${table}`,
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

const bytesOf = (file: string): Promise<Buffer> =>
  readFile(file).catch((cause: unknown) => {
    throw new InputError(`${file}: cannot be read (${cause instanceof Error ? cause.message : String(cause)}).`, [], {
      cause,
    });
  });

/** Prints how each file is read as the table, and writes what loads whole under `inputs:`. */
async function suggest(table: string, files: readonly string[], config: string): Promise<number> {
  const isConfigured = existsSync(config);
  const configuration = isConfigured ? await configurationAt(config) : undefined;
  let failed = 0;
  for (const file of files) {
    const found = await suggestInput(inputNamed(table), await bytesOf(file), basename(file), {
      zone: configuration?.organisation.time_zone ?? 'UTC',
      currency: configuration?.organisation.currency ?? 'USD',
      ticket_source: configuration?.sources[0]?.id ?? null,
      now_s: systemClock.now_s(),
    });
    const folder = typeof configuration?.inputs === 'string' ? configuration.inputs : undefined;
    print(inputProposalText(found, basename(file), folder));
    if (found.open.length > 0) {
      failed++;
      say(
        `${file} does not load by this yet: complete it, write it ${folder === undefined ? 'under' : 'in place of'} inputs: in ${config}, then casebook import ${table} ${file}.`,
      );
    } else if (isConfigured) {
      const text = withInputMapping(await readFile(config, 'utf8'), found.mapping);
      readConfiguration(text, config, known);
      await writeFile(config, text);
      say(
        `Wrote it to ${config}. Next: casebook import ${table} ${file}; exports with the same columns load by themselves.`,
      );
    } else say(`There is no ${config} yet: write this to it once casebook init or casebook report has made one.`);
  }
  return failed === 0 ? 0 : 1;
}
