import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../shared/errors.ts';
import { inputsDocument } from '../../../shared/connectors/input-files/document.ts';
import { readInput } from '../../../shared/connectors/input-files/read-input.ts';
import { inputTables } from '../../../shared/connectors/input-files/registry.ts';
import { templateOf, writeInput } from '../../../shared/connectors/input-files/write-input.ts';

const context = { zone: 'Europe/Berlin', ticket_source: 'helpdesk' };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const provenance = ['source', 'version_key', 'ingested_s', 'raw_key'];

/** The names of contract 4.3 (ARCHITECTURE.md), and the two optional additions of METRICS.md. */
const promised =
  'account_events accounts activity_weights ai_usage answers calendars commentary contributions costs events fx_rates holidays incidents knowledge_articles knowledge_events level_coefficients orders plan qa_reviews requirements revenue roster self_service_sessions surveys targets time_log weights';

describe('the input tables', () => {
  it('are those that were promised', () => {
    expect(inputTables.map(({ name }) => name).join(' ')).toBe(promised);
  });
  it('are documented in INPUTS.md, which is as fresh as the definitions (npm run generate)', () => {
    expect(readFileSync(new URL('../../../shared/connectors/INPUTS.md', import.meta.url), 'utf8')).toBe(
      inputsDocument(),
    );
  });
});

describe.each(inputTables.map((input) => [input.name, input] as const))('%s', (name, input) => {
  it('fills every column of its table with the right kind of value', () => {
    const filled = Object.entries(input.columns).map(([header, { into = header, cell }]) => `${into}: ${cell.kind}`);
    const derived = name === 'surveys' ? ['is_latest'] : [];
    const wanted = Object.entries(input.table.columns)
      .filter(([column]) => ![...provenance, ...derived].includes(column))
      .map(([column, { kind }]) => `${column}: ${kind}`);
    expect(filled.sort()).toEqual(wanted.sort());
  });
  it('requires its key', () => {
    const keys = input.table.key.filter((column) => column !== 'source' && column.endsWith('_id'));
    const required = Object.entries(input.columns).flatMap(([header, column]) =>
      column.required ? [column.into ?? header] : [],
    );
    expect(keys.filter((key) => !required.includes(key))).toEqual([]);
  });
  it('has a template that can be imported, and is written back as it was read', async () => {
    const { rows } = await readInput(input, bytes(templateOf(input)), `${name}.csv`, context);
    expect(rows).toHaveLength(1 + (input.alsoLike?.length ?? 0));
    const again = await readInput(input, bytes(writeInput(input, rows, context.zone)), `${name}.csv`, context);
    expect(again.rows).toEqual(rows);
  });
  it('reads semicolons, CRLF and a BOM the same', async () => {
    const plain = await readInput(input, bytes(templateOf({ ...input, alsoLike: [] })), `${name}.csv`, context);
    const cells = Object.values(input.columns).map(({ example }) => `"${example.replaceAll('"', '""')}"`);
    const other = `\uFEFF${Object.keys(input.columns).join(';')}\r\n${cells.join(';')}\r\n\r\n`;
    expect(await readInput(input, bytes(other), `${name}.csv`, context)).toEqual(plain);
  });
  it('names every required column that is missing or empty', async () => {
    const required = Object.entries(input.columns).flatMap(([header, column]) => (column.required ? [header] : []));
    const attempt = (text: string) => readInput(input, bytes(text), 'file.csv', context);
    await expect(attempt('')).rejects.toThrow(InputError);
    await expect(attempt(`${Object.keys(input.columns).slice(1).join(',')}\n`)).rejects.toThrow(
      `found "no column ${Object.keys(input.columns)[0]}"`,
    );
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const without = (missing: string): string =>
      Object.entries(input.columns)
        .map(([header, { example }]) => (header === missing ? '' : quoted(example)))
        .join(',');
    for (const header of required) {
      const file = `${Object.keys(input.columns).join(',')}\n${without(header)}\n`;
      await expect(attempt(file)).rejects.toThrow(`file.csv:2: ${header}: found nothing, expected`);
    }
  });
  it('documents its columns', () => {
    for (const { meaning } of Object.values(input.columns)) expect(meaning).not.toBe('');
    expect(input.about).toMatch(/\.$/);
  });
});
