import type { InputTable, Replaces } from './input-table.ts';
import { inputTables } from './registry.ts';

/** INPUTS.md: every input table with its columns, made from the definitions. */
export const inputsDocument = (): string => [head, ...inputTables.map(section)].join('\n');

const head = `# Input files

Made from the definitions in \`inputs/\` by \`npm run generate\`; do not edit.

Give a file to \`casebook import TABLE FILE\`, or drop it as \`inputs/TABLE.csv\` or \`inputs/TABLE/NAME.csv\`. \`casebook import --template TABLE\`
prints a header and an example row.

- A header line and columns in any order: CSV with "," ";" tab or |, XLSX, JSON; compressed or not. Empty cells and absent optional columns
  mean "not known" unless a default is given.
- Days are \`2026-12-25\`; an end day is the first day after. Times are ISO 8601 with an offset, or wall time of the organisation's zone.
  Numbers have a point and no thousands separator. Amounts are in units of their currency (\`1234.56\`).
- A file with a fault is rejected whole, with file, line, column, what was found and what was expected for up to 20 faults.
- A key twice in one file is a fault. In surveys and time_log the same content again is counted once and told, and a later
  \`updated_at\` wins over an earlier one.
- What stays stored beside a file counts too: 24 hours a person and day, and one direction of a survey scale, hold over all files.
- A name that no list has (account, person, team, calendar, source, cost centre) rejects nothing: import and \`casebook doctor\` tell it.
- A row with the same key replaces. What else a newer file *of the same name* does to what it said before is told for each table.
`;

const effect: Readonly<Record<Replaces['by'], string>> = {
  file: 'The file is the whole statement: rows that a newer file of the same name lacks are gone.',
  month:
    'The file is a ledger: for the months that occur in a newer file of the same name, it replaces what was said before.',
  key: 'The file is a stream: earlier rows stay until a row with the same key comes.',
};

function section({ name, about, table, replaces, columns }: InputTable): string {
  const header = Object.entries(columns);
  const key = table.key
    .filter((column) => column !== 'source')
    .map((column) => header.find(([title, { into = title }]) => into === column)?.[0] ?? column);
  const dated = replaces.by === 'month' ? ` The month is that of \`${replaces.day}\`.` : '';
  const rows = header.map(
    ([title, { required, meaning, example }]) =>
      `| \`${title}\` | ${required ? 'yes' : ''} | ${cell(meaning)} | ${example === '' ? '' : `\`${cell(example)}\``} |`,
  );
  return [
    `## ${name}`,
    `${about} Key: ${key.map((each) => `\`${each}\``).join(', ')}. ${effect[replaces.by]}${dated}`,
    '',
    '| column | required | meaning | example |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
